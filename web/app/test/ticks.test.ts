import { afterEach, describe, expect, test, vi } from 'vitest';
import { dayMarks, lengthOf, type Tick, ticksOf } from '../src/catchup/ticks.ts';
import { seeded } from './seeded.ts';

const HOUR = 3_600_000;

describe('ticks', () => {
  test('spread the entries between two samples evenly over the time between them', () => {
    const samples = [
      { seq: 1, time: 0 },
      { seq: 101, time: 100 },
    ];
    // 100 entries in the first 100, 20 in the second.
    expect(ticksOf(samples, 120, 200, 4)).toEqual([
      { fromSeq: 1, toSeq: 50, fromTime: 0, toTime: 50, count: 50 },
      { fromSeq: 51, toSeq: 100, fromTime: 50, toTime: 100, count: 50 },
      { fromSeq: 101, toSeq: 110, fromTime: 100, toTime: 150, count: 10 },
      { fromSeq: 111, toSeq: 120, fromTime: 150, toTime: 200, count: 10 },
    ]);
  });

  test('give the odd ones to the largest remainders', () => {
    const samples = [
      { seq: 41, time: 0 },
      { seq: 42, time: 10 }, // one entry in 10, then seven in 20
    ];
    const counts = ticksOf(samples, 48, 30, 2).map((tick) => tick.count);
    expect(counts).toEqual([3, 5]); // 1 + 1.75, and 5.25
  });

  test('have an empty range where nobody spoke', () => {
    const samples = [
      { seq: 1, time: 0 },
      { seq: 2, time: 0 },
      { seq: 3, time: 90 },
    ];
    const ticks = ticksOf(samples, 3, 90, 3); // 1 + a third, a third, a third + 1
    expect(ticks.map((tick) => tick.count)).toEqual([2, 0, 1]);
    expect(ticks[1]).toEqual({ fromSeq: 3, toSeq: 2, fromTime: 30, toTime: 60, count: 0 });
  });

  test('are one for a log whose whole time is 0, none for an empty one', () => {
    const one = { fromSeq: 5, toSeq: 9, fromTime: 7, toTime: 7, count: 5 };
    expect(ticksOf([{ seq: 5, time: 7 }], 9, 7, 40)).toEqual([one]);
    expect(ticksOf([], 0, 7, 40)).toEqual([]);
  });

  test('bear a clock that was set back, a head that is behind and odd counts', () => {
    const samples = [
      { seq: 1, time: 100 },
      { seq: 11, time: 50 },
      { seq: 21, time: 200 },
    ];
    const sum = (ticks: Tick[]) => ticks.reduce((total, tick) => total + tick.count, 0);
    expect(sum(ticksOf(samples, 30, 0, 7))).toBe(30);
    expect(sum(ticksOf(samples, 3, 300, 7))).toBe(21);
    expect(ticksOf(samples, 30, 300, 0)).toHaveLength(1);
    expect(ticksOf(samples, 30, 300, Number.NaN)).toHaveLength(1);
    expect(() => ticksOf([{ seq: 1, time: Number.NaN }], 3, 4, 5)).not.toThrow();
  });

  test('add up exactly, ascend, do not overlap and are of one length, for any log', () => {
    const random = seeded(20261124);
    for (let round = 0; round < 500; round++) {
      const floor = random(1000);
      const step = 1 + random(100);
      let time = 1_790_000_000_000 + random(1e9);
      const samples = Array.from({ length: 1 + random(60) }, (_, i) => {
        time += random(3) === 0 ? 0 : random(10 * HOUR);
        return { seq: floor + 1 + i * step, time };
      });
      const head = floor + (samples.length - 1) * step + 1 + random(step);
      const now = time + 1 + random(HOUR);
      const count = 1 + random(80);
      const ticks = ticksOf(samples, head, now, count);
      expect(ticks).toHaveLength(count);
      expect(ticks.reduce((sum, tick) => sum + tick.count, 0)).toBe(head - floor);
      let next = floor + 1;
      let from = samples[0]?.time ?? 0;
      const width = (now - from) / count;
      for (const tick of ticks) {
        expect(tick.count).toBeGreaterThanOrEqual(0);
        expect(tick.fromSeq).toBe(next);
        expect(tick.toSeq).toBe(tick.fromSeq + tick.count - 1);
        expect(tick.fromTime).toBe(from);
        expect(tick.toTime - tick.fromTime).toBeCloseTo(width, 1);
        next = tick.toSeq + 1;
        from = tick.toTime;
      }
      expect(next).toBe(head + 1);
      expect(from).toBe(now);
    }
  });

  test('put a number near the time it was said', () => {
    const random = seeded(7);
    let time = 0;
    const log = Array.from({ length: 5000 }, (_, i) => {
      time += random(20) === 0 ? 5 * HOUR : random(60_000);
      return { seq: i + 1, time };
    });
    const ticks = ticksOf(
      log.filter((_, i) => i % 50 === 0),
      5000,
      time,
      40,
    );
    for (const tick of ticks) {
      const true_ = log.filter((at) => at.time >= tick.fromTime && at.time < tick.toTime).length;
      expect(Math.abs(true_ - tick.count)).toBeLessThanOrEqual(100); // two samples
    }
  });
});

describe('the length of a tick', () => {
  test('goes by the square root, at least 0.12 for any, 0 for none', () => {
    expect([0, 1, 25, 100].map((count) => lengthOf(count, 100))).toEqual([0, 0.12, 0.5, 1]);
    expect(lengthOf(1, 1_000_000)).toBe(0.12);
    expect(lengthOf(0, 0)).toBe(0);
    expect(lengthOf(5, 0)).toBe(1);
    expect(lengthOf(Number.NaN, 5)).toBe(0);
  });
});

describe('day marks', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const span = (from: string, to: string, count: number) =>
    ticksOf([{ seq: 1, time: Date.parse(from) }], count, Date.parse(to), count);

  test('stand where a local day begins, between two ticks too', () => {
    vi.stubEnv('TZ', 'Asia/Shanghai');
    const ticks = span('2026-11-23T12:00:00+08:00', '2026-11-25T12:00:00+08:00', 16);
    expect(dayMarks(ticks)).toEqual([
      { index: 4, day: 24 },
      { index: 12, day: 25 },
    ]);
    const uneven = span('2026-11-23T13:00:00+08:00', '2026-11-24T13:00:00+08:00', 12);
    expect(dayMarks(uneven)).toEqual([{ index: 5.5, day: 24 }]);
    const atMidnight = span('2026-11-24T00:00:00+08:00', '2026-11-25T00:00:00+08:00', 12);
    expect(dayMarks(atMidnight)).toEqual([{ index: 0, day: 24 }]);
  });

  test('are right on days of 23 and 25 hours', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const spring = span('2026-03-28T00:00:00+01:00', '2026-03-31T00:00:00+02:00', 71);
    expect(dayMarks(spring)).toEqual([
      { index: 0, day: 28 },
      { index: 24, day: 29 },
      { index: 47, day: 30 },
    ]);
    const autumn = span('2026-10-24T00:00:00+02:00', '2026-10-27T00:00:00+01:00', 73);
    expect(dayMarks(autumn).map((mark) => mark.index)).toEqual([0, 24, 49]);
  });

  test('are six where there are six, and at most six of any number, the latest among them', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const six = span('2026-10-22T13:00:00+02:00', '2026-10-28T01:00:00+01:00', 40);
    expect(dayMarks(six).map((mark) => mark.day)).toEqual([23, 24, 25, 26, 27, 28]);
    const seven = span('2026-10-22T13:00:00+02:00', '2026-10-29T01:00:00+01:00', 40);
    expect(dayMarks(seven).map((mark) => mark.day)).toEqual([23, 25, 27, 29]);
    const years = dayMarks(span('2016-10-22T13:00:00+02:00', '2026-10-29T01:00:00+01:00', 40));
    expect(years).toHaveLength(6);
    expect(years.at(-1)?.day).toBe(29);
  });

  test('are none within one day, and none of nothing', () => {
    expect(dayMarks([])).toEqual([]);
    vi.stubEnv('TZ', 'Asia/Shanghai');
    expect(dayMarks(span('2026-11-24T01:00:00+08:00', '2026-11-24T23:00:00+08:00', 9))).toEqual([]);
  });
});
