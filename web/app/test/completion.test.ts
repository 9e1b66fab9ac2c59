import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Candidate,
  complete,
  loadPinyin,
  matchText,
  mentionBefore,
  type Pinyin,
} from '../src/composer/completion.ts';

let pinyin: Pinyin;
beforeAll(async () => {
  pinyin = await loadPinyin();
});

describe('the @word before the caret', () => {
  /** The caret is at |. */
  const before = (text: string) => mentionBefore(text.replace('|', ''), text.indexOf('|'));

  test.each([
    ['@|', 0, ''],
    ['@lin|', 0, 'lin'],
    ['hi @lin| there', 3, 'lin'],
    ['hi\n@lin|', 3, 'lin'],
    ['你好@林|', 2, '林'],
    ['你好，@林|', 3, '林'],
    ['（@林|）', 1, '林'],
    ['안녕@민|', 2, '민'],
    ['@Mary An|', 0, 'Mary An'],
    ['@a@|', undefined, ''],
    ['@Ann-Marie_x.|', 0, 'Ann-Marie_x.'],
    ['@12345678901234567890abcd|', 0, '12345678901234567890abcd'],
    ['@lin|xiao', 0, 'lin'],
  ] as const)('%j', (text, from, query) => {
    expect(before(text)).toEqual(from === undefined ? undefined : { from, query });
  });

  test.each([
    '|',
    '|@lin',
    'lin|',
    'a@b|',
    'é@b|',
    '@ lin|',
    '@lin\nxi|',
    '@lin  xi|',
    '@李四，|',
    '@12345678901234567890abcde|',
  ])('%j has none', (text) => {
    expect(before(text)).toBeUndefined();
  });

  test('is none for a caret outside the text', () => {
    for (const caret of [-5, 0, 99, Number.NaN]) {
      expect(() => mentionBefore('@lin', caret)).not.toThrow();
    }
    expect(mentionBefore('@lin', -1)).toBeUndefined();
  });
});

describe('matching', () => {
  /** The text with the matched range in brackets. */
  function marked(query: string, text: string, by: Pinyin | undefined = pinyin) {
    const match = matchText(query, text, by);
    if (match === undefined) return undefined;
    let shown = text;
    for (const [from, to] of match.ranges.toReversed()) {
      shown = `${shown.slice(0, from)}[${shown.slice(from, to)}]${shown.slice(to)}`;
    }
    return `${match.score} ${shown}`;
  }

  test.each([
    // letters, case and accents folded
    ['ann', 'Ann', '4 [Ann]'],
    ['an', 'Ann', '3 [An]n'],
    ['ma', 'Ann-Marie', '2 Ann-[Ma]rie'],
    ['nn', 'Ann', '1 A[nn]'],
    ['eric', 'Éric', '4 [Éric]'],
    ['éric', 'Eric', '4 [Eric]'],
    ['eric', 'E\u0301ric', '4 [E\u0301ric]'],
    ['soren', 'Søren', '4 [Søren]'],
    ['strasse', 'Straße', '4 [Straße]'],
    ['ａｎｎ', 'Ann', '4 [Ann]'],
    ['an', 'Susan Andrews', '2 Susan [An]drews'],
    [' tea ', 'Green tea', '2 Green [tea]'],
    // Han, Japanese, Korean, Arabic
    ['晓', '林晓雨', '1 林[晓]雨'],
    ['林', '林晓雨', '3 [林]晓雨'],
    ['さく', 'さくら', '3 [さく]ら'],
    ['민', '김민수', '1 김[민]수'],
    ['기', '김민수', '3 [김]민수'],
    ['محم', 'مُحمد', '3 [مُحم]د'],
    // pinyin, full or initials or both
    ['lin', '林晓雨', '3 [林]晓雨'],
    ['linxiaoyu', '林晓雨', '4 [林晓雨]'],
    ['lin xiao yu', '林晓雨', '4 [林晓雨]'],
    ["lin'xiao", '林晓雨', '3 [林晓]雨'],
    ['LXY', '林晓雨', '4 [林晓雨]'],
    ['lxy', '林晓雨', '4 [林晓雨]'],
    ['linxy', '林晓雨', '4 [林晓雨]'],
    ['linxia', '林晓雨', '3 [林晓]雨'],
    ['xiaoyu', '林晓雨', '1 林[晓雨]'],
    ['xy', '林晓雨', '1 林[晓雨]'],
    ['林xy', '林晓雨', '4 [林晓雨]'],
    ['zhou', '周杰倫', '3 [周]杰倫'],
    ['zjl', '周杰倫', '4 [周杰倫]'],
    ['zhjl', '周杰倫', '4 [周杰倫]'],
    ['lao w', '老王 2', '3 [老王] 2'],
    ['lw2', '老王 2', '4 [老王 2]'],
    ['xian', '西安', '4 [西安]'],
    ['xian', '先生', '3 [先]生'],
    // any reading
    ['zengguofan', '曾国藩', '4 [曾国藩]'],
    ['cengguofan', '曾国藩', '4 [曾国藩]'],
    ['shan', '单雄信', '3 [单]雄信'],
    ['lv', '吕布', '3 [吕]布'],
    ['lübu', '吕布', '4 [吕布]'],
  ])('%j in %j', (query, text, expected) => {
    expect(marked(query, text)).toBe(expected);
  });

  test.each([
    ['lyx', '林晓雨'],
    ['linyu', '林晓雨'],
    ['inx', '林晓雨'],
    ['xyz', '林晓雨'],
    ['lin', 'さくら'],
    ['ny', 'Ann'],
  ])('%j is not in %j', (query, text) => {
    expect(marked(query, text)).toBeUndefined();
  });

  test('without readings goes by letters alone', () => {
    expect(matchText('lin', '林晓雨')).toBeUndefined();
    expect(marked('林', '林晓雨', undefined)).toBe('3 [林]晓雨');
  });

  test('of nothing matches everything', () => {
    expect(matchText('', 'Ann')).toEqual({ score: 3, ranges: [] });
  });

  test('takes no time on hostile texts', () => {
    const start = performance.now();
    for (const text of ['林'.repeat(5_000), 'a'.repeat(5_000), `a${'\u0301'.repeat(10_000)}`]) {
      for (const query of ['l'.repeat(5_000), 'a'.repeat(63), `${'l'.repeat(60)}x`, '\ud800']) {
        matchText(query, text, pinyin);
        mentionBefore(`@${query}${text}`, 20);
      }
    }
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('completing a name', () => {
  const person = (name: string, here: boolean, lastSpoke: number): Candidate => ({
    userId: `u-${name}`,
    name,
    here,
    lastSpoke,
  });
  const people = [
    person('Joanna', true, 900),
    person('Ann', false, 800),
    person('Anna', true, 100),
    person('Andrew', true, 200),
    person('安娜', true, 50),
    person('李四', true, 10),
  ];
  const names = (query: string, limit?: number) =>
    complete(query, people, pinyin, limit).map((match) => match.candidate.name);

  test('has prefix before inside, here before elsewhere, recent first', () => {
    expect(names('an')).toEqual(['Andrew', 'Anna', '安娜', 'Ann', 'Joanna']);
  });

  test('of nothing offers those who are here, recent first', () => {
    expect(names('')).toEqual(['Joanna', 'Andrew', 'Anna', '安娜', '李四', 'Ann']);
    expect(names('', 2)).toEqual(['Joanna', 'Andrew']);
  });

  test('is over with the space after a name', () => {
    expect(names('李四 ')).toEqual([]);
    expect(names('lisi ')).toEqual([]);
    expect(names('Ann ')).toEqual([]);
  });

  test('offers eight at most and says what to underline', () => {
    const many = Array.from({ length: 20 }, (_, i) => person(`Ann ${i}`, true, i));
    expect(complete('ann', many)).toHaveLength(8);
    expect(complete('ann 1', many, undefined, 1)).toEqual([
      { candidate: many[19], ranges: [[0, 5]] },
    ]);
  });

  test('of 5,000 people is done between two keys', () => {
    const many = Array.from({ length: 5_000 }, (_, i) =>
      person(`林${String.fromCharCode(0x4e00 + i)}é${i}`, i % 2 === 0, i),
    );
    complete('l', many, pinyin);
    const start = performance.now();
    complete('lx', many, pinyin);
    expect(performance.now() - start).toBeLessThan(300);
  });
});

describe('the readings', () => {
  test('are one string for each character, without tones', () => {
    expect(pinyin('林晓雨')).toEqual(['lin', 'xiao', 'yu']);
    expect(pinyin('张三丰')).toEqual(['zhang', 'san', 'feng']);
    expect(pinyin('陳龜a 𠮷!')).toEqual(['chen', 'gui jun qiu', '', '', '', '']);
    expect(pinyin('重吕')).toEqual(['zhong chong', 'lv']);
  });

  test('are loaded once', () => {
    expect(loadPinyin()).toBe(loadPinyin());
  });
});
