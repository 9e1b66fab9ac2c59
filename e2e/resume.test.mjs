// The client of the reference that resumes, run as it stands there in a real browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { folder, openBrowser, openHouse, person, until } from './house.mjs';

const fence = /```js\n(const unsent[\s\S]*?)```/;
const text = file => readFileSync(join(folder, '..', file), 'utf8');
const client = fence.exec(text('docs/reference/protocol.md'))[1];
let house, browser;
before(async () => {
  const free = ['--limits.messagesPerSecond=0'];
  [house, browser] = await Promise.all([openHouse(...free), openBrowser()]);
});
after(async () => { await browser.close(); await house.close(); });

test('README shows the client of the reference, to the letter', () => {
  for (const file of ['README.md', 'README.zh-CN.md']) {
    assert.equal(fence.exec(text(file))?.[1], client, file);
  }
});

test('kill -9 twice under load: the client that resumes misses nothing and doubles nothing',
  async () => {
    const context = await person(browser);
    const at = client.replace('localhost:3000', `localhost:${house.port}`);
    assert.notEqual(at, client);
    const pages = [await context.newPage(), await context.newPage()];
    for (const page of pages) {
      await page.evaluate(code => {
        globalThis.lines = [];
        globalThis.show = line => globalThis.lines.push(line);
        (0, eval)(code + '; globalThis.send = send; globalThis.unsent = unsent;');
      }, at);
    }
    const sent = [];
    for (let i = 0; i < 200; i++) {
      sent.push(`第 ${i} 条`);
      await pages[i % 2].evaluate(words => globalThis.send(words), sent.at(-1));
      if (i === 60 || i === 140) { await house.kill(); await house.start(); }
    }
    const rest = page => page.evaluate(() => globalThis.unsent.size);
    await until(async () => await rest(pages[0]) + await rest(pages[1]) === 0, 'all acknowledged');
    for (const page of pages) {
      const seen = () => page.evaluate(() => globalThis.lines);
      await until(async () => (await seen()).length >= sent.length, 'all seen');
      const numbers = (await seen()).map(line => Number(line.split(' ')[0]));
      assert.deepEqual(numbers, sent.map((_, i) => i + 1));
      const words = (await seen()).map(line => line.slice(line.indexOf(': ') + 2));
      assert.deepEqual(words.sort(), [...sent].sort());
    }
  });
