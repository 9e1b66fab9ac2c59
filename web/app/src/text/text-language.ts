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
  const { traditional, simplified } = variants();
  let balance = 0;
  for (const character of text) {
    if (traditional.has(character)) balance++;
    else if (simplified.has(character)) balance--;
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

interface Variants {
  traditional: ReadonlySet<string>;
  simplified: ReadonlySet<string>;
}

let known: Variants | undefined;

/**
 * Which characters only one of the two uses, without a table of thousands: the old national
 * charsets tell, and every browser has them. What is among the frequent ones of Big5 and not in
 * GB 2312 is Traditional; what is among the frequent ones of GB 2312 and not in Big5 Simplified.
 * What both write (里, 台, 杰) is in both. Read once, in under a millisecond or two.
 */
function variants(): Variants {
  if (known !== undefined) return known;
  const big5 = charactersOf('big5', 0xa4, 0xc6);
  const moreOfBig5 = charactersOf('big5', 0xc9, 0xf9);
  const gb = charactersOf('gbk', 0xb0, 0xd7);
  const moreOfGb = charactersOf('gbk', 0xd8, 0xf7);
  known = {
    traditional: new Set([...big5.filter(outside(gb, moreOfGb)), ...MORE_TRADITIONAL]),
    simplified: new Set([...gb.filter(outside(big5, moreOfBig5)), ...MORE_SIMPLIFIED]),
  };
  return known;
}

function outside(...lists: readonly (readonly string[])[]): (character: string) => boolean {
  const all = new Set(lists.flat());
  return (character) => !all.has(character);
}

/** The Han characters under these lead bytes, in the second half of their rows for GB 2312. */
function charactersOf(charset: 'big5' | 'gbk', firstLead: number, lastLead: number): string[] {
  const bytes: number[] = [];
  for (let lead = firstLead; lead <= lastLead; lead++) {
    if (charset === 'big5') for (let trail = 0x40; trail <= 0x7e; trail++) bytes.push(lead, trail);
    for (let trail = 0xa1; trail <= 0xfe; trail++) bytes.push(lead, trail);
  }
  return new TextDecoder(charset).decode(new Uint8Array(bytes)).match(HAN) ?? [];
}
