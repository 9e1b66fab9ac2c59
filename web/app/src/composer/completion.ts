import { mayMentionAt } from '../timeline/message-text.ts';

/** Names completed while one types, and the same matching for the switcher. */

export interface Candidate {
  userId: string;
  name: string;
  here: boolean;
  lastSpoke: number;
}

/** UTF-16 ranges of the text, end excluded: what to underline. */
export type Ranges = readonly (readonly [number, number])[];

export interface Match {
  candidate: Candidate;
  ranges: Ranges;
}

/**
 * Syllables without tones, one string per character ('' for what is not Han). A character with
 * several readings has all of them in its string, parted by a space, the commonest first; ü is v.
 */
export type Pinyin = (han: string) => string[];

const MOST_WORD = 24;
/** What a name is made of; no line end, no second '@'. */
const NAME_SO_FAR = /^(?! )(?!.* {2})[\p{L}\p{N}\p{M} ._-]*$/u;

/**
 * The `@word` before the caret, if one is being typed: an '@' where a mention may begin, and at
 * most 24 characters of a name after it, which does not begin with a space.
 */
export function mentionBefore(
  text: string,
  caret: number,
): { from: number; query: string } | undefined {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret <= from || caret - from > 2 * MOST_WORD + 1) return undefined;
  const query = text.slice(from + 1, caret);
  if ([...query].length > MOST_WORD || !NAME_SO_FAR.test(query)) return undefined;
  return mayMentionAt(text, from) ? { from, query } : undefined;
}

/**
 * Best first: prefix before inside, here before elsewhere, recent first. Matches by letters (case
 * and accents folded), Han characters, and pinyin, full or initials, when `pinyin` is loaded.
 */
export function complete(
  query: string,
  candidates: readonly Candidate[],
  pinyin?: Pinyin,
  limit = 8,
): Match[] {
  const folded = foldQuery(query);
  const found: (Match & { isPrefix: boolean })[] = [];
  for (const candidate of candidates) {
    const match = find(folded, candidate.name, pinyin);
    if (match === undefined) continue;
    found.push({ candidate, ranges: match.ranges, isPrefix: match.score >= Score.prefix });
  }
  found.sort(
    (a, b) =>
      Number(b.isPrefix) - Number(a.isPrefix) ||
      Number(b.candidate.here) - Number(a.candidate.here) ||
      b.candidate.lastSpoke - a.candidate.lastSpoke ||
      a.candidate.name.length - b.candidate.name.length ||
      (a.candidate.name < b.candidate.name ? -1 : 1),
  );
  return found.slice(0, limit).map(({ candidate, ranges }) => ({ candidate, ranges }));
}

/** The higher the better. */
const Score = { inside: 1, word: 2, prefix: 3, whole: 4 } as const;

interface TextMatch {
  score: number;
  ranges: Ranges;
}

/** The same matching for the switcher. The score: 4 the whole text, 3 its begin, 2 of a word, 1. */
export function matchText(query: string, text: string, pinyin?: Pinyin): TextMatch | undefined {
  return find(foldQuery(query.trim()), text, pinyin);
}

/** An empty query matches everything, at its begin. */
function find(query: string, text: string, pinyin: Pinyin | undefined): TextMatch | undefined {
  if (query === '') return { score: Score.prefix, ranges: [] };
  const folded = fold(text);
  return findLetters(query, text, folded) ?? (pinyin && findPinyin(query, text, folded, pinyin));
}

// --- Letters

/** A text as it is compared, and for each of its units where it comes from. */
interface Folded {
  letters: string;
  from: number[];
  to: number[];
}

/** Letters that Unicode does not take apart. */
const PLAIN: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
};

function plain(character: string): string {
  // The quick way for nearly all: lists of thousands are folded at each key.
  if (character <= '\x7f') return character.toLowerCase();
  if (character >= '\u4e00' && character <= '\u9fff') return character;
  const letters = character.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return PLAIN[letters] ?? letters;
}

function foldQuery(query: string): string {
  return Array.from(query.slice(0, MOST_TEXT_UNITS), plain).join('');
}

function fold(text: string): Folded {
  const folded: Folded = { letters: '', from: [], to: [] };
  let at = 0;
  for (const character of text.slice(0, MOST_TEXT_UNITS)) {
    const letters = plain(character);
    const end = at + character.length;
    for (let i = 0; i < letters.length; i++) {
      folded.from.push(at);
      folded.to.push(end);
    }
    // A mark belongs to its letter.
    if (letters === '' && folded.to.length > 0) folded.to[folded.to.length - 1] = end;
    folded.letters += letters;
    at = end;
  }
  return folded;
}

function findLetters(query: string, text: string, folded: Folded): TextMatch | undefined {
  const { letters } = folded;
  const anywhere = letters.indexOf(query);
  if (anywhere < 0) return undefined;
  // Rather at the begin of a word than inside the word before.
  const at = anywhere === 0 ? 0 : (wordStart(letters, query) ?? anywhere);
  return matchAt(text, folded, at, at + query.length);
}

function wordStart(letters: string, query: string): number | undefined {
  for (const separator of ' -_.') {
    const at = letters.indexOf(separator + query);
    if (at >= 0) return at + 1;
  }
  return undefined;
}

function matchAt(text: string, folded: Folded, start: number, end: number): TextMatch {
  const from = folded.from[start] ?? 0;
  const to = folded.to[end - 1] ?? text.length;
  return { score: scoreOf(text, from, to), ranges: [[from, to]] };
}

function scoreOf(text: string, from: number, to: number): number {
  if (from === 0) return to === text.length ? Score.whole : Score.prefix;
  return /[\s._-]/.test(text.charAt(from - 1)) ? Score.word : Score.inside;
}

// --- Pinyin

/** Longer texts and queries are names of nobody; it keeps all of this in bounds. */
const MOST_TEXT_UNITS = 256;
const MOST_PINYIN_UNITS = 64;
const HAN = /\p{Script=Han}/u;

/** Where Latin stands for Han: 'lxy', 'linxiaoyu', 'linxy', 'lin', '林xy' for 林晓雨. */
function findPinyin(
  query: string,
  text: string,
  folded: Folded,
  pinyin: Pinyin,
): TextMatch | undefined {
  if (!/[a-z]/.test(query) || query.endsWith(' ') || !HAN.test(text)) return undefined;
  const wanted = query.replace(/[\s'’]/g, '');
  if (wanted.length > MOST_PINYIN_UNITS) return undefined;
  const characters = readingsOf(folded.letters, pinyin);
  for (let start = 0; start < characters.length; start++) {
    const end = matchEnd(characters, start, wanted);
    if (end > start) return matchUnits(text, folded, characters, start, end);
  }
  return undefined;
}

interface Readable {
  /** Index into the folded letters. */
  at: number;
  letter: string;
  readings: readonly string[];
}

function readingsOf(letters: string, pinyin: Pinyin): Readable[] {
  const syllables = pinyin(letters);
  let at = 0;
  return Array.from(letters, (letter, i) => {
    const readings = HAN.test(letter) ? (syllables[i] ?? '').split(' ').filter(Boolean) : [];
    // ü is typed as v, and as u.
    for (const r of [...readings]) if (r.includes('v')) readings.push(r.replace('v', 'u'));
    const readable = { at, letter, readings };
    at += letter.length;
    return readable;
  });
}

/**
 * Where a match that begins at `start` ends, -1 for none. `reached`: how much of the query the
 * characters so far can stand for; a set, as 'xian' is 先 and 西安.
 */
function matchEnd(characters: readonly Readable[], start: number, wanted: string): number {
  let reached = new Set([0]);
  for (let i = start; i < characters.length && reached.size > 0; i++) {
    const character = characters[i];
    if (character === undefined) break;
    if (character.letter === ' ' && i > start) continue;
    const next = new Set<number>();
    for (const at of reached) for (const to of steps(character, wanted, at)) next.add(to);
    if (next.has(wanted.length)) return i + 1;
    reached = next;
  }
  return -1;
}

/** How far the query may be after this character: itself, a syllable, its begin. */
function* steps({ letter, readings }: Readable, wanted: string, at: number): Generator<number> {
  if (wanted.startsWith(letter, at)) yield at + letter.length;
  for (const reading of readings) {
    if (wanted.startsWith(reading, at)) yield at + reading.length;
    else if (reading.startsWith(wanted.slice(at))) yield wanted.length; // still being typed
    for (const initial of [reading.slice(0, 1), /^[zcs]h/.exec(reading)?.[0]]) {
      if (initial && wanted.startsWith(initial, at)) yield at + initial.length;
    }
  }
}

function matchUnits(
  text: string,
  folded: Folded,
  characters: readonly Readable[],
  start: number,
  end: number,
): TextMatch {
  return matchAt(
    text,
    folded,
    characters[start]?.at ?? 0,
    characters[end]?.at ?? folded.letters.length,
  );
}

let loading: Promise<Pinyin> | undefined;

/** Loads the readings, once, a chunk of their own. After a failure the next call tries again. */
export function loadPinyin(): Promise<Pinyin> {
  // By character, not by phrase: in a name any reading may be meant, and the phrases of the
  // library, 60 KB packed, stay out of the chunk.
  loading ??= import('pinyin-pro').then(
    ({ polyphonic }) => {
      const known = new Map<string, string>();
      return (han) =>
        Array.from(han, (character) => {
          let readings = known.get(character);
          if (readings === undefined) {
            readings = HAN.test(character) ? readingsIn(polyphonic(character, PLAIN_PINYIN)) : '';
            known.set(character, readings);
          }
          return readings;
        });
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

const PLAIN_PINYIN = { toneType: 'none', type: 'string', v: true } as const;

/** For a character that it does not know the library gives back the character. */
function readingsIn([readings = '']: readonly string[]): string {
  return /^[a-z ]+$/.test(readings) ? readings : '';
}
