import type { Entry, Range } from './types.ts';

interface Run {
  from: number;
  entries: Entry[];
}

/**
 * What is known of a room's log: runs of entries and the gaps between them. Entries never change,
 * so what is known already stays as it is. Reading one is a binary search over the runs.
 */
export class EntryLog {
  // Ascending, none empty, none touching the next: between two of them at least one is unknown.
  #runs: Run[] = [];
  #size = 0;

  /** What somebody is reading: it is not forgotten when newer entries fill the log. */
  pinned: Range | undefined;

  /** How many entries are known. */
  get size(): number {
    return this.#size;
  }

  /** The smallest known number, 0 when empty. */
  get first(): number {
    return this.#runs[0]?.from ?? 0;
  }

  /** The largest known number, 0 when empty. */
  get last(): number {
    const run = this.#runs.at(-1);
    return run === undefined ? 0 : end(run);
  }

  /** What is known: ascending, never touching. */
  get ranges(): readonly Range[] {
    return this.#runs.map((run) => [run.from, end(run)] as const);
  }

  get(seq: number): Entry | undefined {
    const run = this.#runs[this.#at(seq)];
    return run?.entries[seq - run.from];
  }

  /** The known ones of `from` to `to`, both included, ascending. */
  between(from: number, to: number): Entry[] {
    const found: Entry[] = [];
    for (let index = this.#at(from); index < this.#runs.length; index++) {
      const run = this.#runs[index] as Run;
      if (run.from > to) {
        break;
      }
      found.push(...run.entries.slice(Math.max(0, from - run.from), to - run.from + 1));
    }
    return found;
  }

  /** What is not known above `floor`, up to `head`: ascending. */
  gaps(floor: number, head: number): Range[] {
    const gaps: Range[] = [];
    let next = floor + 1;
    for (const run of this.#runs) {
      if (run.from > next && next <= head) {
        gaps.push([next, Math.min(run.from - 1, head)]);
      }
      next = Math.max(next, end(run) + 1);
    }
    if (next <= head) {
      gaps.push([next, head]);
    }
    return gaps;
  }

  /**
   * Adds ascending entries; known ones are ignored. They should come as one run; where numbers
   * are missing inside, each piece is added for itself, so that no gap is ever hidden.
   */
  add(entries: readonly Entry[]): void {
    let start = 0;
    for (let index = 1; index <= entries.length; index++) {
      if (entries[index]?.seq !== (entries[index - 1] as Entry).seq + 1) {
        this.#addRun(entries.slice(start, index));
        start = index;
      }
    }
  }

  /** Forgets all but the numbers from `keepFrom` to `keepTo`, both included. */
  trim(keepFrom: number, keepTo: number): void {
    this.#keep([[keepFrom, keepTo]]);
  }

  /** Forgets the oldest ones, so that `count` stay, and what is pinned. */
  keepNewest(count: number): void {
    let excess = this.#size - count;
    const run = this.#runs.find(({ entries }) => {
      excess -= entries.length;
      return excess < 0;
    });
    if (this.#size > count) {
      const from = run === undefined ? this.last + 1 : end(run) + 1 + excess;
      const pinned = this.pinned;
      const apart = pinned !== undefined && pinned[1] < from - 1;
      const newest: Range = [apart ? from : Math.min(from, pinned?.[0] ?? from), this.last];
      this.#keep(apart ? [pinned, newest] : [newest]);
    }
  }

  /** Forgets all but these stretches, which are ascending and apart. */
  #keep(stretches: readonly Range[]): void {
    const kept: Run[] = [];
    for (const run of this.#runs) {
      for (const [keepFrom, keepTo] of stretches) {
        const from = Math.max(run.from, keepFrom);
        const to = Math.min(end(run), keepTo);
        if (from <= to) {
          kept.push({ from, entries: run.entries.slice(from - run.from, to - run.from + 1) });
        }
      }
    }
    this.#runs = kept;
    this.#size = kept.reduce((sum, run) => sum + run.entries.length, 0);
  }

  clear(): void {
    this.#runs = [];
    this.#size = 0;
  }

  #addRun(entries: Entry[]): void {
    const from = (entries[0] as Entry).seq;
    const to = from + entries.length - 1;
    // The runs that overlap or touch [from, to] become one.
    const start = this.#at(from - 1);
    let stop = start;
    while (stop < this.#runs.length && (this.#runs[stop] as Run).from <= to + 1) {
      stop++;
    }
    const touched = this.#runs.slice(start, stop);
    const only = touched[0];
    if (touched.length === 1 && only !== undefined && only.from <= from) {
      // The usual case, a new entry at the end: no copying.
      const fresh = entries.slice(Math.max(0, end(only) + 1 - from));
      only.entries.push(...fresh);
      this.#size += fresh.length;
      return;
    }
    const merged = merge(touched, from, entries);
    const known = touched.reduce((sum, run) => sum + run.entries.length, 0);
    this.#runs.splice(start, stop - start, merged);
    this.#size += merged.entries.length - known;
  }

  /** The index of the first run that ends at `seq` or above. */
  #at(seq: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (end(this.#runs[middle] as Run) < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

function end(run: Run): number {
  return run.from + run.entries.length - 1;
}

function merge(touched: Run[], from: number, entries: Entry[]): Run {
  const merged: Run = { from: Math.min(from, touched[0]?.from ?? from), entries: [] };
  for (const run of touched) {
    const next = merged.from + merged.entries.length;
    // What lies before this run and is not known is new; what is known stays.
    merged.entries.push(...entries.slice(next - from, Math.max(0, run.from - from)));
    merged.entries.push(...run.entries);
  }
  const next = merged.from + merged.entries.length;
  merged.entries.push(...entries.slice(Math.max(0, next - from)));
  return merged;
}
