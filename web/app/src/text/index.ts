import { language } from '../state/settings.ts';
import { en } from './en.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

/** A text, or its forms by number (`one` where the language has it, `other` else). */
export type Text = string | { one?: string; other: string };
export type Key = keyof typeof en;
export type Texts = Record<Key, Text>;
type Values = Record<string, string | number>;

const catalogs: Record<string, Texts> = { en, 'zh-Hans': zhHans, 'zh-Hant': zhHant };
const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

function pluralOf(tag: string, count: number): Intl.LDMLPluralRule {
  let rules = plurals.get(tag);
  if (rules === undefined) {
    rules = new Intl.PluralRules(tag);
    plurals.set(tag, rules);
  }
  return rules.select(count);
}

/** A number as the reader's language writes it. */
export function number(value: number): string {
  const tag = language.value;
  let format = numbers.get(tag);
  if (format === undefined) {
    format = new Intl.NumberFormat(tag);
    numbers.set(tag, format);
  }
  return format.format(value);
}

/** The text of this name in the reader's language; `{count}` chooses its form. */
export function t(key: Key, values: Values = {}): string {
  const tag = language.value;
  const found: Text = (catalogs[tag] ?? en)[key];
  const count = Number(values.count);
  const text =
    typeof found === 'string'
      ? found
      : pluralOf(tag, count) === 'one' && found.one !== undefined
        ? found.one
        : found.other;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date in the reader's language. */
export function date(time: Date | number, options: Intl.DateTimeFormatOptions): string {
  const tag = language.value;
  const name = `${tag} ${JSON.stringify(options)}`;
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(tag, options);
    formats.set(name, format);
  }
  return format.format(time);
}

/** 24 hours everywhere: times stand in a narrow column. */
export function clock(time: Date | number): string {
  return date(time, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** "A, B and C" in the reader's language. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(language.value, { type: 'conjunction' }).format(names);
}
