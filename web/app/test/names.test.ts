import { describe, expect, test } from 'vitest';
import { isName, nameIn } from '../src/text/names.ts';

describe('a name', () => {
  test.each(['张三', 'Ann-Marie', 'a.b_c', '李 四', 'Łukasz 2', 'محمد', '한국'])(
    'may be %s',
    (name) => {
      expect(isName(name, 24)).toBe(true);
    },
  );

  test.each(['', ' ', '...', 'a  b', ' a', 'a/b', 'a\u200bb', '😀', '<b>', 'a\u202eb', '@a'])(
    'may not be %j',
    (name) => {
      expect(isName(name, 24)).toBe(false);
    },
  );

  test('is counted in code points', () => {
    expect(isName('𠮷'.repeat(24), 24)).toBe(true);
    expect(isName('𠮷'.repeat(25), 24)).toBe(false);
  });

  test('is read from a field as the server takes it', () => {
    expect(nameIn('  Ann   B ')).toBe('Ann B');
    expect(nameIn('e\u0301')).toBe('\u00e9');
  });
});
