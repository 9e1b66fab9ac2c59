/**
 * The language of a text, for `lang`: the same Han character is drawn in four ways. No more than
 * a look at its letters: a wrong answer costs a serif, not a meaning.
 */

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const HAN = /\p{Script=Han}/gu;
const LETTER = /\p{L}/gu;

/**
 * BCP 47: any kana `ja`; else Hangul `ko`; else with a quarter or more of its letters Han
 * `zh-Hant` or `zh-Hans`, whichever has more characters of its own, the page's Chinese when
 * neither has, else `zh-Hans`; else the page's language, `en` when that is Chinese. A text
 * without a letter ("……", "😀") is in the page's language.
 */
export function languageOf(text: string, page: string): string {
  if (KANA.test(text)) return 'ja';
  if (HANGUL.test(text)) return 'ko';
  const letters = countOf(LETTER, text);
  if (letters === 0) return page;
  if (countOf(HAN, text) * 4 >= letters) return chineseOf(text, page);
  return isChinese(page) ? 'en' : page;
}

function chineseOf(text: string, page: string): string {
  let balance = 0;
  for (let i = 0; i < text.length; i++) {
    const charsets = charsetsOf(text.charCodeAt(i));
    const isBig5 = (charsets & (BIG5_FREQUENT | BIG5_RARE)) !== 0;
    const isGb = (charsets & (GB_FREQUENT | GB_RARE)) !== 0;
    if ((charsets & BIG5_FREQUENT) !== 0 && !isGb) balance++;
    else if ((charsets & GB_FREQUENT) !== 0 && !isBig5) balance--;
  }
  if (balance !== 0) return balance > 0 ? 'zh-Hant' : 'zh-Hans';
  return isChinese(page) && /-(hant|tw|hk|mo)\b/i.test(page) ? 'zh-Hant' : 'zh-Hans';
}

function isChinese(language: string): boolean {
  return /^zh\b/i.test(language);
}

function countOf(letters: RegExp, text: string): number {
  let count = 0;
  for (const _ of text.matchAll(letters)) count++;
  return count;
}

/** In GB 2312, so not found by the tables, but of Traditional texts alone. */
const MORE_TRADITIONAL = '後於';
/** In Big5 as rare characters of other meaning. */
const MORE_SIMPLIFIED =
  '么儿听坏愿虫万与个优价体党厂吨复圣宁岭庄异怀怜惊扰据构机极柜气洁涂痒离确种' +
  '网肮胜腊苹茧蚕蜡触赶适';

const BIG5_FREQUENT = 1;
const BIG5_RARE = 2;
const GB_FREQUENT = 4;
const GB_RARE = 8;

/** The block of all frequent Han characters. */
const FIRST_HAN = 0x4e00;
const LAST_HAN = 0x9fff;

let charsets: Uint8Array | undefined;

/**
 * In which of the two old national charsets a character is. That tells who uses it without a
 * table of thousands, as every browser can read them: a frequent one of Big5 that is not in
 * GB 2312 is Traditional, a frequent one of GB 2312 that is not in Big5 Simplified. What both
 * write (里, 台, 杰) is in both.
 */
function charsetsOf(unit: number): number {
  if (charsets === undefined) {
    charsets = new Uint8Array(LAST_HAN - FIRST_HAN + 1);
    mark(charsets, decoded('big5', 0xa4, 0xc6), BIG5_FREQUENT);
    mark(charsets, decoded('big5', 0xc9, 0xf9), BIG5_RARE);
    mark(charsets, decoded('gbk', 0xb0, 0xd7), GB_FREQUENT);
    mark(charsets, decoded('gbk', 0xd8, 0xf7), GB_RARE);
    for (const more of MORE_TRADITIONAL) charsets[more.charCodeAt(0) - FIRST_HAN] = BIG5_FREQUENT;
    for (const more of MORE_SIMPLIFIED) charsets[more.charCodeAt(0) - FIRST_HAN] = GB_FREQUENT;
  }
  return charsets[unit - FIRST_HAN] ?? 0;
}

function mark(charsets: Uint8Array, characters: string, charset: number): void {
  for (let i = 0; i < characters.length; i++) {
    // Outside are gaps and symbols: an index beyond the array is not written.
    const index = characters.charCodeAt(i) - FIRST_HAN;
    charsets[index] = (charsets[index] ?? 0) | charset;
  }
}

/** All characters of the rows from one lead byte to another; of GBK the part that is GB 2312. */
function decoded(charset: 'big5' | 'gbk', firstLead: number, lastLead: number): string {
  const bytes: number[] = [];
  for (let lead = firstLead; lead <= lastLead; lead++) {
    if (charset === 'big5') for (let trail = 0x40; trail <= 0x7e; trail++) bytes.push(lead, trail);
    for (let trail = 0xa1; trail <= 0xfe; trail++) bytes.push(lead, trail);
  }
  return new TextDecoder(charset).decode(new Uint8Array(bytes));
}
