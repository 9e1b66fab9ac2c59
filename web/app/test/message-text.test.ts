import { describe, expect, test } from 'vitest';
import {
  foldedHead,
  isEmojiOnly,
  isLong,
  mentions,
  type Piece,
  piecesOf,
} from '../src/timeline/message-text.ts';
import { seeded } from './seeded.ts';

/** Links in <>, mentions in [], my own in [!]. */
function drawn(message: string, names: readonly string[] = [], mine = ''): string {
  const pieces = piecesOf(message, names, mine);
  expect(pieces.map((piece) => piece.text).join('')).toBe(message);
  const draw = (piece: Piece) => {
    if (piece.kind === 'link') return `<${piece.text}>`;
    return piece.kind === 'mention' ? `[${piece.me ? '!' : ''}${piece.text}]` : piece.text;
  };
  return pieces.map(draw).join('');
}

describe('links', () => {
  test.each([
    ['see https://a.cn/x', 'see <https://a.cn/x>'],
    ['HTTP://A.CN', '<HTTP://A.CN>'],
    ['mailto:li@a.cn', '<mailto:li@a.cn>'],
    ['http://localhost:3000/?a=1&b=%20#c', '<http://localhost:3000/?a=1&b=%20#c>'],
    ['http://[::1]:3000/a', '<http://[::1]:3000/a>'],
    ['https://a.cn\nhttps://b.cn', '<https://a.cn>\n<https://b.cn>'],
    // trailing punctuation
    ['https://a.cn/x.', '<https://a.cn/x>.'],
    ['https://a.cn/x?!..."', '<https://a.cn/x>?!..."'],
    ['是 https://a.cn/x。', '是 <https://a.cn/x>。'],
    ['https://a.cn/x，https://b.cn、好', '<https://a.cn/x>，<https://b.cn>、好'],
    ['（https://a.cn/x）', '（<https://a.cn/x>）'],
    ['「https://a.cn/x」', '「<https://a.cn/x>」'],
    // brackets
    ['(https://a.cn/x)', '(<https://a.cn/x>)'],
    ['(see https://a.cn/x).', '(see <https://a.cn/x>).'],
    ['https://a.cn/x_(y)', '<https://a.cn/x_(y)>'],
    ['(https://a.cn/x_(y))', '(<https://a.cn/x_(y)>)'],
    ['https://a.cn/x(', '<https://a.cn/x>('],
    ['[x](https://a.cn/y)', '[x](<https://a.cn/y>)'],
    // Chinese without spaces
    ['看https://a.cn/x很', '看<https://a.cn/x很>'],
    ['看https://a.cn很好', '看<https://a.cn>很好'],
    ['https://zh.wikipedia.org/wiki/张三', '<https://zh.wikipedia.org/wiki/张三>'],
    ['https://例子.中国/路', '<https://例子.中国/路>'],
    ['https://www.例子.中国', '<https://www.例子.中国>'],
    ['https://a.cn👍', '<https://a.cn>👍'],
    // nothing else is a link
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['data:text/html,x file:///etc ftp://a.cn', 'data:text/html,x file:///etc ftp://a.cn'],
    ['https://', 'https://'],
    ['http://. mailto: mailto:x', 'http://. mailto: mailto:x'],
    ['xhttps://a.cn', 'xhttps://a.cn'],
    ['www.a.cn', 'www.a.cn'],
    // a direction mark does not turn an address round
    ['https://a.cn/\u202egpj.exe', '<https://a.cn/>\u202egpj.exe'],
  ])('%j', (message, expected) => {
    expect(drawn(message)).toBe(expected);
  });

  test('lead where they say', () => {
    expect(piecesOf('https://a.cn/x', [], '')).toEqual([
      { kind: 'link', text: 'https://a.cn/x', href: 'https://a.cn/x' },
    ]);
  });
});

describe('mentions', () => {
  const names = [
    '张三',
    '张三丰',
    '李四',
    'Ann',
    'Ann-Marie',
    'Mary Ann',
    '민수',
    'さくら',
    'محمد',
    'b',
  ];

  test.each([
    ['@李四，你好', '[@李四]，你好'],
    ['你好@李四你好', '你好[@李四]你好'],
    ['@张三丰 来了', '[@张三丰] 来了'],
    ['@张三 @张三丰', '[!@张三] [@张三丰]'],
    ['@张三你看', '[!@张三]你看'],
    ["@Ann-Marie's", "[@Ann-Marie]'s"],
    ["@Ann's, @ann!", "[@Ann]'s, [@ann]!"],
    ['(@Ann) @Ann.', '([@Ann]) [@Ann].'],
    ['@Mary Ann: hi', '[@Mary Ann]: hi'],
    ['@민수야 안녕', '[@민수]야 안녕'],
    ['@さくらさん', '[@さくら]さん'],
    ['مرحبا @محمد', 'مرحبا [@محمد]'],
    ['@Ann你好', '[@Ann]你好'],
    // not inside a word or an address
    ['a@b.c', 'a@b.c'],
    ['x@b', 'x@b'],
    ['@b.c @b. @b', '@b.c [@b]. [@b]'],
    ['@Annabel @Ann-Sophie @Ann_', '@Annabel @Ann-Sophie @Ann_'],
    ['@محمدية', '@محمدية'],
    ['@Ann\u0301', '@Ann\u0301'],
    ['@王五 @ Ann @', '@王五 @ Ann @'],
    ['@@Ann', '@[@Ann]'],
    ['https://a.cn/@Ann @Ann', '<https://a.cn/@Ann> [@Ann]'],
    [
      'https://good.cn@evil.cn/ https://u:p@evil.cn/',
      'https://good.cn@evil.cn/ https://u:p@evil.cn/',
    ],
  ])('%j', (message, expected) => {
    expect(drawn(message, names, '张三')).toBe(expected);
  });

  test('find a name however its letters are written', () => {
    expect(drawn('@E\u0301ric', ['Éric'], 'Éric')).toBe('[!@E\u0301ric]');
    expect(drawn('@éRIC', ['Éric'], 'Éric')).toBe('[!@éRIC]');
  });

  test('tell Ann from ann where both are here', () => {
    expect(drawn('@ann @Ann', ['Ann', 'ann'], 'ann')).toBe('[!@ann] [@Ann]');
  });

  test('ask for one name', () => {
    expect(mentions('@李四，你好', '李四')).toBe(true);
    expect(mentions('李四，你好', '李四')).toBe(false);
    expect(mentions('a@b.c', 'b')).toBe(false);
    expect(mentions('@Annabel', 'Ann')).toBe(false);
    expect(mentions('@anyone', '')).toBe(false);
  });
});

describe('emoji only', () => {
  test.each([
    '😀',
    '❤️',
    '👍🏽',
    '👨‍👩‍👧‍👦',
    '🏳️‍🌈',
    '🇨🇳',
    '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
    '1️⃣',
    '😀 😀\n😀',
    '👨🏻‍👩🏻‍👧🏻‍👦🏻'.repeat(6),
  ])('%s is', (message) => {
    expect(isEmojiOnly(message)).toBe(true);
  });

  test.each([
    '',
    ' ',
    '1',
    '123',
    '#',
    '©',
    '™',
    '😀a',
    '😀，',
    '好',
    '😀'.repeat(7),
    '🇨',
    '🇨🇳🇨',
    '\u200d',
    `😀${'\u0301'.repeat(10)}`,
  ])('%j is not', (message) => {
    expect(isEmojiOnly(message)).toBe(false);
  });
});

describe('long messages', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`).join('\n');

  test('are those of more than 20 lines or 900 units', () => {
    expect(isLong(lines(20))).toBe(false);
    expect(isLong(lines(21))).toBe(true);
    expect(isLong(lines(21).replaceAll('\n', '\r\n'))).toBe(true);
    expect(isLong('好'.repeat(900))).toBe(false);
    expect(isLong('好'.repeat(901))).toBe(true);
  });

  test('show 12 lines', () => {
    expect(foldedHead(lines(21))).toBe(lines(12));
    expect(foldedHead(lines(20))).toBe(lines(20));
  });

  test('are cut at a line end that is near', () => {
    const message = `${'a'.repeat(500)}\n${'b '.repeat(300)}`;
    expect(foldedHead(message)).toBe('a'.repeat(500));
  });

  test('are cut at the end of a word that is near', () => {
    const head = foldedHead('seven77 '.repeat(120));
    expect(head).toBe('seven77 '.repeat(75).trimEnd());
    expect(foldedHead(`ab ${'seven77 '.repeat(120)}`)).toBe(
      `ab ${'seven77 '.repeat(74)}`.trimEnd(),
    );
  });

  test('of one word are cut at a grapheme', () => {
    expect(foldedHead('x'.repeat(1000))).toBe('x'.repeat(600));
    expect(foldedHead(`x${'👨‍👩‍👧‍👦'.repeat(100)}`)).toBe(`x${'👨‍👩‍👧‍👦'.repeat(54)}`);
    expect(foldedHead(`x${'😀'.repeat(500)}`)).toBe(`x${'😀'.repeat(299)}`);
  });

  test('of towers of marks show at least the tower, and no half of a pair', () => {
    expect(foldedHead(`a${'\u0301'.repeat(10_000)}`)).toHaveLength(600);
    const head = foldedHead(`a${'\u{1d165}'.repeat(5_000)}`);
    expect(head).toHaveLength(599);
    expect(head).not.toMatch(/[\ud800-\udbff]$/);
  });
});

describe('hostile messages', () => {
  const size = 20_000;
  const fill = (text: string) => text.repeat(size / text.length);
  const names = Array.from({ length: 5_000 }, (_, i) => `name ${i}`);

  test.each([
    ['marks', `a${fill('\u0301')}`],
    ['@', fill('@')],
    ['@ and letters', fill('@n')],
    ['@ and names', fill('@name 77')],
    ['starts of links', fill('http://')],
    ['starts of brackets', fill('http://a(')],
    ['brackets', `http://a/${fill('(')}`],
    ['closed brackets', `http://a/${fill('()')}`],
    ['trailing points', `http://a${fill('.')}`],
    ['trailing points after nothing', fill('http://;;;;;;;;;;;;')],
    ['mailto', fill('mailto:@')],
    ['letters', fill('x')],
    ['spaces', fill(' ')],
    ['line ends', fill('\r\n')],
    ['direction marks', fill('\u202e@\u2066')],
    ['half pairs', fill('\ud83d@')],
    ['joiners', fill('😀\u200d')],
    ['digits and keycaps', fill('1\u20e3')],
  ])('of %s take no time and lose nothing', (_, message) => {
    const start = performance.now();
    drawn(message, names, 'name 77');
    mentions(message, 'name 77');
    isEmojiOnly(message);
    expect(message.startsWith(foldedHead(message))).toBe(true);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('any message', () => {
  const bits = [
    ...['@', 'http://', 'https://', 'mailto:', 'a', '.', 'b.c', '(', ')', '[', ']', '{', '}', '@a'],
    ...[
      '张三',
      '。',
      '，',
      ' ',
      '\n',
      '\r\n',
      '\ud83d',
      '\ude00',
      '😀',
      '\u200d',
      '\ufe0f',
      '\u0301',
    ],
    ...['\u202e', '/', '?', '#', ':', '0', 'é', '민', 'さ', '\0', '\u2028', '"', '%', '\\', '🇨'],
  ];

  test('is its pieces, leads to known places only and has a head of at most 600', () => {
    const random = seeded(20261124);
    for (let round = 0; round < 5_000; round++) {
      const parts = Array.from({ length: 1 + random(14) }, () => bits[random(bits.length)] ?? '');
      const message = parts.join('');
      const pieces = piecesOf(message, ['a', '张三', 'b.c', 'é'], 'a');
      expect(pieces.map((piece) => piece.text).join('')).toBe(message);
      for (const piece of pieces) {
        expect(piece.text).not.toBe('');
        if (piece.kind === 'link') expect(piece.href).toMatch(/^(https?:\/\/|mailto:)./i);
      }
      const long = message.repeat(Math.ceil(1200 / message.length));
      const head = foldedHead(long);
      expect(head.length).toBeLessThanOrEqual(600);
      expect(long.startsWith(head)).toBe(true);
      isEmojiOnly(message);
    }
  });
});
