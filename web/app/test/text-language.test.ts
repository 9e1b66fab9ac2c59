import { describe, expect, test } from 'vitest';
import { languageOf } from '../src/text/text-language.ts';

describe('the language of a text', () => {
  test.each([
    // any kana
    ['今日はいい天気ですね', 'zh-Hans', 'ja'],
    ['去吃ラーメン吧', 'zh-Hans', 'ja'],
    // Hangul
    ['안녕하세요', 'en', 'ko'],
    ['안녕 大家', 'zh-Hans', 'ko'],
    // its own characters prevail
    ['你好，我们明天见', 'en', 'zh-Hans'],
    ['你好，我們明天見', 'en', 'zh-Hant'],
    ['你好，我們明天見', 'zh-Hans', 'zh-Hant'],
    ['这个字写作「說」', 'zh-Hant', 'zh-Hans'],
    ['周杰倫說：这', 'zh-Hans', 'zh-Hant'],
    ['什麼時候來？後天於此', 'zh-Hans', 'zh-Hant'],
    ['什么时候来？个个都听', 'zh-Hant', 'zh-Hans'],
    ['皇后在台上，里面有松', 'zh-Hans', 'zh-Hans'],
    // neither: the page's Chinese, else zh-Hans
    ['你好', 'zh-Hant', 'zh-Hant'],
    ['你好', 'zh-Hans', 'zh-Hans'],
    ['你好', 'zh-TW', 'zh-Hant'],
    ['你好', 'zh-CN', 'zh-Hans'],
    ['你好', 'en', 'zh-Hans'],
    ['國这', 'en', 'zh-Hans'],
    // a quarter of the letters
    ['abc好', 'en', 'zh-Hans'],
    ['abcd好', 'en', 'en'],
    ['abc 123 456 好', 'en', 'zh-Hans'],
    // else the page's, and en where that is Chinese
    ['good morning', 'fr', 'fr'],
    ['good morning', 'zh-Hans', 'en'],
    ['مرحبا بكم', 'ar', 'ar'],
    ['مرحبا بكم', 'zh-Hant', 'en'],
    // no letter at all: the page's marks
    ['……！', 'zh-Hans', 'zh-Hans'],
    ['123 😀', 'en', 'en'],
    ['', 'zh-Hant', 'zh-Hant'],
  ])('of %j on a page in %s is %s', (text, page, language) => {
    expect(languageOf(text, page)).toBe(language);
  });

  test('of 10,000 marks, of lone surrogates and of direction marks is told quickly', () => {
    const start = performance.now();
    expect(languageOf(`a${'\u0301'.repeat(10_000)}`, 'en')).toBe('en');
    expect(languageOf('\ud800'.repeat(10_000), 'en')).toBe('en');
    expect(languageOf('\u202e'.repeat(10_000), 'zh-Hans')).toBe('zh-Hans');
    expect(performance.now() - start).toBeLessThan(200);
  });
});
