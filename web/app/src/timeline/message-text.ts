/** What is in the text of a message. It may be hostile: all here is linear and never throws. */

export type Piece =
  | { kind: 'text'; text: string }
  /** http, https and mailto only. */
  | { kind: 'link'; text: string; href: string }
  /** '@name'; `me`: the name is one's own. */
  | { kind: 'mention'; text: string; me: boolean };

/**
 * The pieces of a message, in order; together they are the message. Of the names that could be
 * meant the longest is, in any case. `names` must not change in place: its index is kept.
 */
export function piecesOf(message: string, names: readonly string[], mine: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  let next = 0;
  for (let at = nextStart(message, 0); at >= 0; at = nextStart(message, next)) {
    const isMention = message[at] === '@';
    const run = isMention ? '' : linkRun(message, at);
    const piece = isMention ? mentionAt(message, at, names, mine) : linkIn(run);
    // A run that is no link is done with as a whole, or each part of it would be tried again.
    next = at + Math.max(1, piece?.text.length ?? run.length);
    if (piece === undefined) continue;
    if (at > done) pieces.push({ kind: 'text', text: message.slice(done, at) });
    pieces.push(piece);
    done = next;
  }
  if (done < message.length) pieces.push({ kind: 'text', text: message.slice(done) });
  return pieces;
}

/**
 * Whether the message names this one. It cannot know of longer names: for that, ask `piecesOf`
 * with all names for a mention that is `me`.
 */
export function mentions(message: string, name: string): boolean {
  if (name === '' || !message.includes('@')) return false;
  return piecesOf(message, [name], name).some((piece) => piece.kind === 'mention');
}

const START = /@|https?:\/\/|mailto:/gi;

function nextStart(message: string, from: number): number {
  START.lastIndex = from;
  return START.exec(message)?.index ?? -1;
}

// --- Mentions

const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that put no space between words, and Korean, that hangs particles on names. */
const SPACELESS =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー]/u;

/** Whether an '@' here may begin a mention: not inside a word, not in an address like a@b.c. */
export function mayMentionAt(message: string, at: number): boolean {
  const before = characterBefore(message, at);
  return !WORD.test(before) || SPACELESS.test(before);
}

/** A name that goes on as a word is another name: '@Annabel' does not mean Ann, nor '@b.c' b. */
function endsWord(message: string, end: number): boolean {
  const next = characterAt(message, end);
  if (/\p{M}/u.test(next)) return false;
  const last = characterBefore(message, end);
  if (SPACELESS.test(next) || SPACELESS.test(last)) return true;
  if (WORD.test(next)) return false;
  return !(/[.-]/.test(next) && WORD.test(characterAt(message, end + 1)));
}

interface NameIndex {
  exact: ReadonlySet<string>;
  folded: ReadonlySet<string>;
  longest: number;
}

/** Names have 24 code points; their letters may be taken apart into three or more. */
const MOST_NAME_UNITS = 96;
const indexes = new WeakMap<readonly string[], NameIndex>();

function indexOf(names: readonly string[]): NameIndex {
  const known = indexes.get(names);
  if (known !== undefined) return known;
  let longest = 0;
  for (const name of names) longest = Math.max(longest, name.normalize('NFD').length);
  const index = {
    exact: new Set(names),
    folded: new Set(names.map(foldCase)),
    longest: Math.min(longest, MOST_NAME_UNITS),
  };
  indexes.set(names, index);
  return index;
}

function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function mentionAt(
  message: string,
  at: number,
  names: readonly string[],
  mine: string,
): Piece | undefined {
  if (names.length === 0 || !mayMentionAt(message, at)) return undefined;
  const { exact, folded, longest } = indexOf(names);
  // Names have no '@', so windows do not overlap: all of them together are one walk.
  const following = message.slice(at + 1, at + 1 + longest);
  const most = following.search(/[@\r\n]|$/);
  for (let length = most; length > 0; length--) {
    const name = following.slice(0, length);
    const isExact = exact.has(name);
    if (!isExact && !folded.has(foldCase(name))) continue;
    if (!endsWord(message, at + 1 + length)) continue;
    // Where both Ann and ann are here, the case tells them apart.
    const me = isExact ? name === mine : foldCase(name) === foldCase(mine);
    return { kind: 'mention', text: `@${name}`, me };
  }
  return undefined;
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, at: number): string {
  const isPair = /[\udc00-\udfff]/.test(text.charAt(at - 1)) && at > 1;
  return isPair ? characterAt(text, at - 2) : text.charAt(at - 1);
}

// --- Links

/** What ends a link wherever it is: spaces, invisible things, quotes, emoji, Chinese marks. */
const LINK_END = /[\p{ExtPict}\p{Z}\p{C}<>"`“”‘’…、-〄〈-〠〰！-／：-＠［-｀｛-･]|$/u;
const MOST_LINK_UNITS = 2048;
const TRAILING = ".,;:!?'*~|\\^";
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** What might be a link; nothing inside a word. */
function linkRun(message: string, at: number): string {
  if (/[A-Za-z0-9]/.test(message.charAt(at - 1))) return '';
  const run = message.slice(at, at + MOST_LINK_UNITS);
  return run.slice(0, run.search(LINK_END));
}

function linkIn(run: string): Piece | undefined {
  let text = run.slice(0, hostEnd(run));
  text = text.slice(0, balancedEnd(text));
  text = text.slice(0, trailingStart(text));
  return isAddress(text) ? { kind: 'link', text, href: text } : undefined;
}

/** '看https://a.cn很好': Han right after a Latin letter of the host is the sentence going on. */
function hostEnd(text: string): number {
  const [host] = /^(?:https?:\/\/|mailto:)[^/?#(){}]*/i.exec(text) ?? [text];
  const cut = /[A-Za-z0-9][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.exec(host);
  if (cut !== null) return cut.index + 1;
  return /[(){}]/.test(text.charAt(host.length)) ? host.length : text.length;
}

/** Up to the first bracket that has no partner. */
function balancedEnd(text: string): number {
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    const opener = CLOSERS[character];
    if (opener !== undefined && text.charAt(open.pop() ?? text.length) !== opener) return i;
    if (character === '(' || character === '[' || character === '{') open.push(i);
  }
  return open[0] ?? text.length;
}

/** Punctuation at its end belongs to the sentence. A walk: a regex would try at each of them. */
function trailingStart(text: string): number {
  let end = text.length;
  while (end > 0 && TRAILING.includes(text.charAt(end - 1))) end--;
  return end;
}

function isAddress(text: string): boolean {
  try {
    const url = new URL(text);
    if (url.protocol === 'mailto:') return /^[^@]+@[^@]+$/.test(url.pathname);
    // https://bank.example@evil.example leads to evil.example: what looks so is no link.
    if (url.username !== '' || url.password !== '') return false;
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
  } catch {
    return false;
  }
}

// --- Emoji

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const MOST_EMOJI = 6;
/** The longest, a family with four skin tones, has 19. */
const MOST_EMOJI_UNITS = 200;

const FLAG = /^(?:\p{RI}{2}|\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f})$/u;
const KEYCAP = /^[0-9#*]\ufe0f?\u20e3$/;
const PICTURE = /^\p{ExtPict}(?:\ufe0f|\p{EMod})?(?:\u200d\p{ExtPict}(?:\ufe0f|\p{EMod})?)*$/u;
/** ©, ↔ and the like are emoji only when asked to be. */
const DRAWN = /^\p{EPres}|\ufe0f|\p{EMod}|\u200d/u;

/** 1 to 6 emoji and nothing else but spaces. ZWJ sequences, flags, keycaps count one. */
export function isEmojiOnly(message: string): boolean {
  if (message.length > MOST_EMOJI_UNITS) return false;
  let count = 0;
  for (const { segment } of graphemes.segment(message)) {
    if (/^\s+$/.test(segment)) continue;
    const isPicture = PICTURE.test(segment) && DRAWN.test(segment);
    if (!isPicture && !FLAG.test(segment) && !KEYCAP.test(segment)) return false;
    if (++count > MOST_EMOJI) return false;
  }
  return count > 0;
}

// --- Long messages

const LONG_LINES = 20;
const LONG_UNITS = 900;
const HEAD_LINES = 12;
const HEAD_UNITS = 600;
/** How far back a line end, a word end or a grapheme may be to cut there. */
const NEAR_LINE_UNITS = 120;
const NEAR_WORD_UNITS = 40;
const NEAR_GRAPHEME_UNITS = 64;

const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** More than 20 lines or 900 units: folded at first. */
export function isLong(message: string): boolean {
  return message.length > LONG_UNITS || lineEnd(message, LONG_LINES) < message.length;
}

/** What is shown of a long message: at most 12 lines or 600 units; all of one that is not long. */
export function foldedHead(message: string): string {
  if (!isLong(message)) return message;
  const lines = message.slice(0, lineEnd(message, HEAD_LINES));
  return lines.length <= HEAD_UNITS ? lines : lines.slice(0, cutOf(lines)).trimEnd();
}

/** Where line number `lines` ends, without its line end. */
function lineEnd(message: string, lines: number): number {
  let count = 0;
  for (const { index } of message.matchAll(LINE_END)) if (++count === lines) return index;
  return message.length;
}

function cutOf(text: string): number {
  const line = text.lastIndexOf('\n', HEAD_UNITS);
  if (line >= HEAD_UNITS - NEAR_LINE_UNITS) return line;
  const around = text.slice(0, HEAD_UNITS + NEAR_GRAPHEME_UNITS);
  const word = words.segment(around).containing(HEAD_UNITS)?.index ?? 0;
  if (word >= HEAD_UNITS - NEAR_WORD_UNITS) return word;
  const grapheme = graphemes.segment(around).containing(HEAD_UNITS)?.index ?? 0;
  if (grapheme >= HEAD_UNITS - NEAR_GRAPHEME_UNITS) return grapheme;
  // A tower of marks: only a pair is not to be torn.
  return /[\udc00-\udfff]/.test(text.charAt(HEAD_UNITS)) ? HEAD_UNITS - 1 : HEAD_UNITS;
}
