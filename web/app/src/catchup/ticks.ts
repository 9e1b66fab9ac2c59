/** The catch-up bar: the log of a room as stretches of time, and how much was said in each. */

export interface Tick {
  fromSeq: number;
  toSeq: number;
  fromTime: number;
  toTime: number;
  count: number;
}

interface Sample {
  readonly seq: number;
  readonly time: number;
}

/**
 * From samples of the log to `count` stretches of equal time, from the first sample to now.
 * Entries between two samples are spread evenly over the time between them; the counts add up to
 * all entries exactly. A stretch without entries has an empty range of numbers (toSeq is
 * fromSeq - 1). A log whose whole time is 0 gives one tick, one without samples none.
 */
export function ticksOf(
  samples: readonly Sample[],
  head: number,
  now: number,
  count: number,
): Tick[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return [];
  const total = Math.max(head, last.seq) - first.seq + 1; // a head that is behind is an old one
  const points = spansOf(samples, total, now);
  const fromTime = first.time;
  const toTime = points.at(-1)?.to ?? fromTime;
  if (!(toTime > fromTime)) {
    return [{ fromSeq: first.seq, toSeq: first.seq + total - 1, fromTime, toTime, count: total }];
  }
  const shares = spread(points, fromTime, toTime, Math.max(1, Math.floor(count) || 1));
  return numbered(wholes(shares, total), first.seq, fromTime, toTime);
}

/** So many entries between two times. */
interface Span {
  from: number;
  to: number;
  entries: number;
}

/** Times only grow here: a server clock that was set back makes a span of no time. */
function spansOf(samples: readonly Sample[], total: number, now: number): Span[] {
  const end = (samples[0]?.seq ?? 1) + total;
  let from = samples[0]?.time ?? now;
  return samples.map((sample, i) => {
    const next = samples[i + 1];
    const to = Math.max(from, next?.time ?? now);
    const span = { from, to, entries: Math.max(0, (next?.seq ?? end) - sample.seq) };
    from = to;
    return span;
  });
}

/** How much of all spans falls into each stretch; one walk, as both lists ascend. */
function spread(spans: readonly Span[], start: number, end: number, count: number): number[] {
  const shares = new Array<number>(count).fill(0);
  const width = (end - start) / count;
  for (const { from, to, entries } of spans) {
    const firstIndex = Math.min(count - 1, Math.floor((from - start) / width));
    const lastIndex = Math.min(count - 1, Math.floor((to - start) / width));
    for (let i = firstIndex; i <= lastIndex; i++) {
      const begin = Math.max(from, start + i * width);
      const stop = i === lastIndex ? to : Math.min(to, start + (i + 1) * width);
      const part = to > from ? Math.max(0, stop - begin) / (to - from) : 1;
      shares[i] = (shares[i] ?? 0) + part * entries;
    }
  }
  return shares;
}

/** Whole numbers that add up to `total`: what is left over goes to the largest remainders. */
function wholes(shares: readonly number[], total: number): number[] {
  const counts = shares.map(Math.floor);
  const left = total - counts.reduce((sum, count) => sum + count, 0);
  shares
    // Rounded, so that equal remainders stay equal: then the earlier one gets it.
    .map((share, i) => ({ i, rest: Math.round((share % 1) * 1e6) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i)
    .slice(0, Math.max(0, left))
    .forEach(({ i }) => {
      counts[i] = (counts[i] ?? 0) + 1;
    });
  return counts;
}

function numbered(
  counts: readonly number[],
  firstSeq: number,
  fromTime: number,
  toTime: number,
): Tick[] {
  const width = (toTime - fromTime) / counts.length;
  let fromSeq = firstSeq;
  return counts.map((count, i) => {
    const tick = {
      fromSeq,
      toSeq: fromSeq + count - 1,
      fromTime: fromTime + i * width,
      toTime: i === counts.length - 1 ? toTime : fromTime + (i + 1) * width,
      count,
    };
    fromSeq += count;
    return tick;
  });
}

/** One message among thousands is still to be seen. */
const SHORTEST = 0.12;

/** The length of a tick, 0 to 1: by the square root, and at least 0.12 where anything was said. */
export function lengthOf(count: number, most: number): number {
  if (!(count > 0)) return 0;
  return Math.min(1, Math.max(SHORTEST, Math.sqrt(count / Math.max(count, most))));
}

const MOST_MARKS = 6;
const DAY_MILLIS = 86_400_000;

/** Where local days begin, thinned to at most 6, the latest among them. */
export function dayMarks(ticks: readonly Tick[]): { index: number; day: number }[] {
  const start = ticks[0]?.fromTime ?? 0;
  const end = ticks.at(-1)?.toTime ?? 0;
  if (!(end > start)) return [];
  const last = new Date(end - 1);
  const at = (daysBefore: number) =>
    new Date(last.getFullYear(), last.getMonth(), last.getDate() - daysBefore).getTime();
  let days = Math.floor((at(0) - start) / DAY_MILLIS) + 1;
  // Days of 23 and 25 hours may have made it one too few or too many.
  if (at(days) >= start) days++;
  else if (at(days - 1) < start) days--;
  const marks: { index: number; day: number }[] = [];
  const step = Math.max(1, Math.ceil(days / MOST_MARKS));
  for (let before = 0; before < days; before += step) {
    const time = at(before);
    const index = ((time - start) / (end - start)) * ticks.length;
    marks.unshift({ index, day: new Date(time).getDate() });
  }
  return marks;
}
