import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../../protocol/src/test/resources/vectors/', import.meta.url);

export interface Vector {
  title: string;
  [field: string]: string;
}

/** Reads a file of golden vectors; their form is described by the README beside them. */
export function vectors(file: string): Vector[] {
  const read: Vector[] = [];
  for (const line of readFileSync(new URL(file, FOLDER), 'utf8').split('\n')) {
    if (line.startsWith('== ')) {
      read.push({ title: line.slice(3) });
    } else if (line !== '' && !line.startsWith('#')) {
      const colon = line.indexOf(': ');
      const vector = read.at(-1);
      if (colon < 0 || vector === undefined) {
        throw new Error(`${file}: not a vector: ${line}`);
      }
      vector[line.slice(0, colon)] = expand(line.slice(colon + 2));
    }
  }
  return read;
}

// Innermost first: «««U+0000»×10000» is the code point 0, ten thousand times.
function expand(value: string): string {
  let before: string;
  let after = value;
  do {
    before = after;
    after = before.replace(/«([^«»]*)»/gu, (_, inner: string) => expandOne(inner));
  } while (after !== before);
  return after;
}

function expandOne(inner: string): string {
  const point = /^U\+([0-9A-F]+)$/.exec(inner);
  if (point !== null) {
    return String.fromCodePoint(Number.parseInt(point[1] as string, 16));
  }
  const times = /^(.*)×(\d+)$/su.exec(inner);
  if (times !== null) {
    return (times[1] as string).repeat(Number(times[2]));
  }
  return inner === 'empty' ? '' : `‹${inner}›`;
}
