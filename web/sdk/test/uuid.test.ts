import { expect, test } from 'vitest';
import { uuidV7 } from '../src/index.ts';

// Before all others: the module remembers the newest time, and this one is of 2022.
test('is the example of RFC 9562, A.6, but for the counter', () => {
  const bytes = [0, 0, 0, 0, 0, 0, 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
  const id = uuidV7(0x017f22e279b0, (target) => target.set(bytes));
  // rand_a is cc3 in the example; a new millisecond begins in the lower half here.
  expect(id).toBe('017f22e2-79b0-74c3-98c4-dc0c0c07398f');
});

test('has its version, its variant, and the time in front', () => {
  const now = Date.parse('2026-11-24T08:30:00.000Z');
  for (let index = 0; index < 100; index++) {
    const id = uuidV7(now + index);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now + index);
  }
});

test('grows: when the clock stands, when it goes back, when the counter is used up', () => {
  const now = Date.parse('2026-11-24T09:00:00.000Z');
  const clock = [...Array(5_000).fill(now), now - 60_000, now - 1, now, now + 1, now + 60_000];
  const ids = clock.map((millis) => uuidV7(millis));
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

test('is an id that the server takes', () => {
  expect(uuidV7()).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
});
