// The ten lines as they stand in README and reference, opened from disk.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folder, openBrowser, openHouse, person } from './house.mjs';

const source = readFileSync(join(folder, 'ten-lines.html'), 'utf8');
let house, browser, place;
before(async () => {
  [house, browser] = await Promise.all([openHouse(), openBrowser()]);
  place = mkdtempSync(join(tmpdir(), 'ten-lines-'));
});
after(async () => {
  await browser.close();
  await house.close();
  rmSync(place, { recursive: true });
});

test('the ten lines stand byte for byte in README and reference', () => {
  for (const file of ['README.md', 'README.zh-CN.md', 'docs/reference/protocol.md']) {
    const text = readFileSync(join(folder, '..', file), 'utf8');
    assert.ok(text.includes('```html\n' + source + '```\n'), file);
  }
});

test('two tabs with the ten lines from disk see each other', async () => {
  const file = join(place, 'ten-lines.html');
  assert.equal(source.split('localhost:3000').length, 2);
  writeFileSync(file, source.replace('localhost:3000', `localhost:${house.port}`));
  const context = await person(browser);
  const [first, second] = [await context.newPage(), await context.newPage()];
  const log = (page, line) => page.locator('#log', { hasText: line }).waitFor();
  await first.goto(pathToFileURL(file).href);
  await log(first, '* 张三 进来了 (1)');
  await second.goto(pathToFileURL(file).href);
  await log(first, '* 张三 2 进来了 (2)'); // without a token each connection is a person
  for (const [page, words] of [[first, '你好，隔壁！'], [second, '听得见 😀']]) {
    await page.fill('#input', words);
    await page.press('#input', 'Enter');
  }
  for (const page of [first, second]) {
    await log(page, '张三: 你好，隔壁！');
    await log(page, '张三 2: 听得见 😀');
  }
  await second.close();
  await log(first, '* 张三 2 离开了 (1)');
  assert.deepEqual(context.complaints, []);
});
