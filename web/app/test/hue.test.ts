import { describe, expect, test } from 'vitest';
import { hueOf, sealOf } from '../src/people/hue.ts';

describe('the hue of a person', () => {
  test('is one of 22 steps of 15 degrees, all of them used, the two of the accent never', () => {
    const hues = new Map<number, number>();
    for (let i = 0; i < 22_000; i++) {
      const hue = hueOf(`g-${i.toString(16)}`);
      hues.set(hue, (hues.get(hue) ?? 0) + 1);
    }
    const steps = Array.from({ length: 24 }, (_, i) => i * 15);
    expect([...hues.keys()].sort((a, b) => a - b)).toEqual(
      steps.filter((hue) => hue !== 150 && hue !== 165),
    );
    for (const count of hues.values()) expect(count).toBeGreaterThan(700);
  });

  test('is the same on every device and in every version', () => {
    expect(['g-7f3a', 'u-1', '张三', ''].map(hueOf)).toEqual([180, 45, 45, 105]);
  });

  test('of ids that follow each other are not neighbours', () => {
    const hues = ['g-1', 'g-2', 'g-3', 'g-4', 'g-5', 'g-6'].map(hueOf);
    expect(new Set(hues).size).toBeGreaterThan(3);
  });
});

describe('the seal', () => {
  test.each([
    ['张三', '张'],
    ['歐陽鋒', '歐'],
    ['さくら', 'さ'],
    ['김민수', '김'],
    ['محمد', 'م'],
    ['ann', 'A'],
    ['éric', 'É'],
    ['e\u0301ric', 'E\u0301'],
    ['ßen', 'S'],
    ['4821', '4'],
    ['𠮷田', '𠮷'],
    ['', '·'],
    ['  ', '·'],
  ])('of %j is %j', (name, seal) => {
    expect(sealOf(name)).toBe(seal);
  });

  test('of a hostile name stays small', () => {
    expect(sealOf(`a${'\u0301'.repeat(10_000)}`).length).toBeLessThan(64);
    expect(() => sealOf('\ud800')).not.toThrow();
  });
});
