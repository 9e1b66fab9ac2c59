import { describe, expect, test } from 'vitest';
import { type Entry, EntryLog, type Range } from '../src/index.ts';

const NUMBERS = 60;

function run(from: number, to: number, mark = 0): Entry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    type: `mark ${mark}`,
    room: 'tea',
    seq: from + index,
  }));
}

/** A generator that gives the same numbers for the same seed (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What a log is, said as simply as can be: a map from numbers to entries. */
class Model {
  readonly known = new Map<number, Entry>();

  add(entries: Entry[]): void {
    for (const entry of entries) {
      if (!this.known.has(entry.seq)) {
        this.known.set(entry.seq, entry);
      }
    }
  }

  keep(wanted: (seq: number) => boolean): void {
    for (const seq of [...this.known.keys()]) {
      if (!wanted(seq)) {
        this.known.delete(seq);
      }
    }
  }

  runs(known: boolean, floor: number, head: number): Range[] {
    const runs: [number, number][] = [];
    for (let seq = floor + 1; seq <= head; seq++) {
      if (this.known.has(seq) === known) {
        const last = runs.at(-1);
        if (last !== undefined && last[1] === seq - 1) {
          last[1] = seq;
        } else {
          runs.push([seq, seq]);
        }
      }
    }
    return runs;
  }

  sorted(): number[] {
    return [...this.known.keys()].sort((one, other) => one - other);
  }
}

function compare(log: EntryLog, model: Model, next: (below: number) => number): void {
  const sorted = model.sorted();
  expect(log.size).toBe(sorted.length);
  expect(log.first).toBe(sorted[0] ?? 0);
  expect(log.last).toBe(sorted.at(-1) ?? 0);
  expect(log.ranges).toEqual(model.runs(true, 0, NUMBERS + 10));
  const floor = next(NUMBERS);
  const head = floor + next(NUMBERS);
  expect(log.gaps(floor, head)).toEqual(model.runs(false, floor, head));
  const between = sorted.filter((seq) => seq >= floor && seq <= head);
  expect(log.between(floor, head)).toEqual(between.map((seq) => model.known.get(seq)));
  const all = Array.from({ length: NUMBERS + 10 }, (_, seq) => seq);
  expect(all.map((seq) => log.get(seq))).toEqual(all.map((seq) => model.known.get(seq)));
}

describe('a log', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('is its model, seed %i', (seed) => {
    const next = seeded(seed);
    const log = new EntryLog();
    const model = new Model();
    for (let step = 0; step < 60; step++) {
      const from = 1 + next(NUMBERS);
      const to = Math.min(from + next(8), NUMBERS);
      const choice = next(12);
      if (choice < 9) {
        const entries = run(from, to, step);
        log.add(entries);
        model.add(entries);
      } else if (choice === 9) {
        const [keepFrom, keepTo] = [next(NUMBERS / 2), NUMBERS / 2 + next(NUMBERS)];
        log.trim(keepFrom, keepTo);
        model.keep((seq) => seq >= keepFrom && seq <= keepTo);
      } else if (choice === 10) {
        const count = next(NUMBERS);
        log.keepNewest(count);
        const kept = count === 0 ? [] : model.sorted().slice(-count);
        model.keep((seq) => kept.includes(seq));
      } else if (next(8) === 0) {
        log.clear();
        model.known.clear();
      }
      compare(log, model, next);
    }
  });

  test('keeps what it knows: a second one of the same number is ignored', () => {
    const log = new EntryLog();
    log.add(run(5, 7, 1));
    log.add(run(3, 9, 2));
    log.add(run(1, 6, 3));
    const marks = log.between(1, 9).map(({ type }) => Number(type.slice(5)));
    expect(marks).toEqual([3, 3, 2, 2, 1, 1, 1, 2, 2]);
  });

  test('does not forget what is read when newer entries fill it', () => {
    const log = new EntryLog();
    log.add(run(1, 100));
    log.pinned = [10, 20];
    log.keepNewest(30);
    expect(log.ranges).toEqual([
      [10, 20],
      [71, 100],
    ]);
    log.pinned = [15, 75];
    log.add(run(10, 100));
    log.keepNewest(30);
    expect(log.ranges).toEqual([[15, 100]]);
    log.pinned = undefined;
    log.keepNewest(30);
    expect(log.ranges).toEqual([[71, 100]]);
  });

  test('does not hide a hole in what it is given', () => {
    const log = new EntryLog();
    log.add([...run(1, 2), ...run(4, 5)]);
    expect(log.ranges).toEqual([
      [1, 2],
      [4, 5],
    ]);
    log.add([]);
    expect(log.size).toBe(4);
  });
});
