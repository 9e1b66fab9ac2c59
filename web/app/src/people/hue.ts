/** The colour and the letter by which one knows a person at a glance. */

/** 24 steps of 15 degrees, without 150 and 165, which are the accent's. */
const STEPS = 22;
const STEP_DEGREES = 15;
const ACCENT_FIRST_STEP = 10;
const ACCENT_STEPS = 2;

/** One of 22 hues, in degrees: a hash of the id, so it is the same on every device. */
export function hueOf(userId: string): number {
  const step = hashOf(userId) % STEPS;
  return (step < ACCENT_FIRST_STEP ? step : step + ACCENT_STEPS) * STEP_DEGREES;
}

/** FNV-1a over UTF-16 units, then mixed: ids differ most in their last letters. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A seal has room for one letter and its marks, not for a tower of them. */
const MOST_SEAL_UNITS = 12;

/** The first character of a name as people count, in upper case; '·' for ''. */
export function sealOf(name: string): string {
  const upper = firstGrapheme(name.trimStart()).toUpperCase();
  return firstGrapheme(upper) || '·'; // 'ß' has become 'SS'
}

function firstGrapheme(text: string): string {
  const [first] = graphemes.segment(text.slice(0, MOST_SEAL_UNITS));
  return first?.segment ?? '';
}
