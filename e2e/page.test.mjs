// The page that comes with the server, as people use it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Browser, Parlor, here, until } from './parlor.mjs';

const shots = join(here, 'shots');
let server, browser;

before(async () => {
  server = await Parlor.start();
  browser = await Browser.start();
  mkdirSync(shots, { recursive: true });
});
after(async () => { await browser?.stop(); await server?.stop(); });

async function open(context, name) {
  const page = await context.newPage();
  await page.goto(server.url);
  if (await page.locator('#enter').isVisible()) {
    await page.fill('#name', name);
    await page.click('#enterForm .main');
  }
  await until(`${name} is in`, () => page.locator('#me').textContent());
  return page;
}
async function say(page, text) {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}
const texts = page => page.locator('.line:not(.told) .what').allTextContents();
const settled = async page => (await page.locator('.pending').count()) === 0;
const reads = (page, text) => until(`"${text}" is read`, async () =>
  (await texts(page)).includes(text));

test('two people chat in Chinese', async () => {
  const [a, b] = [await browser.person({ locale: 'zh-CN' }), await browser.person()];
  const shen = await open(a, '沈砚'), marta = await open(b, 'Marta Kowalska');
  await say(shen, '那 07 号摊位往南挪半米就行，图我改好再发。');
  await reads(marta, '那 07 号摊位往南挪半米就行，图我改好再发。');
  await say(marta, 'Looks right to me. The coffee cart needs a socket behind stall 07.');
  await reads(shen, 'Looks right to me. The coffee cart needs a socket behind stall 07.');
  assert.equal(await shen.locator('#count').textContent(), '2 人在');
  await shen.screenshot({ path: join(shots, 'room-zh-1440-light.png') });
  await marta.screenshot({ path: join(shots, 'room-en-1440-light.png') });
  await Promise.all([a.close(), b.close()]);
});

test('the server is killed with a message under way: it is there once, all else too', async () => {
  const [a, b] = [await browser.person({ locale: 'zh-CN' }), await browser.person()];
  const one = await open(a, '甲'), two = await open(b, '乙');
  await say(one, '之前的一句');
  await reads(two, '之前的一句');
  const loads = await one.evaluate(() => performance.timeOrigin);
  // Frozen first: the message leaves the page and nobody can have stored it or answered.
  process.kill(server.process.pid, 'SIGSTOP');
  await say(one, '正在路上的一句');
  await until('it is shown as being sent', async () => !(await settled(one)));
  await server.kill();
  const state = () => one.locator('#state').textContent();
  await until('the page says so', async () => /重试/.test(await state()));
  await say(one, '断开时写的一句');
  await server.launch();
  await reads(two, '断开时写的一句');
  await until('all is acknowledged', () => settled(one));
  await say(two, '之后的一句');
  await reads(one, '之后的一句');
  const wanted = ['之前的一句', '正在路上的一句', '断开时写的一句', '之后的一句'];
  for (const page of [one, two]) {
    const seen = (await texts(page)).filter(text => wanted.includes(text));
    assert.deepEqual(seen, wanted);
  }
  assert.equal(await one.evaluate(() => performance.timeOrigin), loads, 'no reload');
  await Promise.all([a.close(), b.close()]);
});

test('two tabs of one guest count as one person', async () => {
  const mine = await browser.person(), other = await browser.person();
  const first = await open(mine, 'Ann');
  const second = await open(mine, 'Ann');
  const bob = await open(other, 'Bob');
  await until('two people', async () => (await bob.locator('#count').textContent()) === '2 here');
  assert.equal(await first.locator('#me').textContent(), 'Ann');
  assert.equal(await second.locator('#me').textContent(), 'Ann');
  await say(first, 'from the first tab');
  await reads(second, 'from the first tab');
  await Promise.all([mine.close(), other.close()]);
});

test('a private message reaches that person alone, and can be answered', async () => {
  const [a, b, c] = [await browser.person(), await browser.person(), await browser.person()];
  const ann = await open(a, 'Ann'), bob = await open(b, 'Bob'), eve = await open(c, 'Eve');
  await ann.locator('#people button', { hasText: 'Bob' }).click();
  await say(ann, 'just between us');
  await bob.locator('#rooms button[data-unread]', { hasText: 'Ann' }).click();
  await reads(bob, 'just between us');
  await say(bob, 'understood');
  await reads(ann, 'understood');
  assert.equal(await eve.locator('#rooms li').count(), 1);
  await Promise.all([a.close(), b.close(), c.close()]);
});

test('a room is entered by its name, in any script', async () => {
  const context = await browser.person();
  const page = await open(context, 'Ann');
  await page.fill('#room', '旧书市集 2');
  await page.press('#room', 'Enter');
  await until('it is shown', async () =>
    (await page.locator('#title').textContent()) === '旧书市集 2');
  await say(page, 'first');
  await reads(page, 'first');
  await context.close();
});

test('Enter that chooses a Chinese word does not send', async () => {
  const context = await browser.person({ locale: 'zh-CN' });
  const page = await open(context, '甲');
  await page.fill('#text', 'nihao');
  await page.evaluate(() => document.querySelector('#text').dispatchEvent(
    new KeyboardEvent('keydown',
      { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
  assert.equal(await page.inputValue('#text'), 'nihao');
  await page.press('#text', 'Shift+Enter');
  assert.equal(await page.inputValue('#text'), 'nihao\n');
  await page.press('#text', 'Enter');
  assert.equal(await page.inputValue('#text'), '');
  await context.close();
});

test('the language changes without a reload', async () => {
  const context = await browser.person({ locale: 'zh-CN' });
  const page = await open(context, '甲');
  const loads = await page.evaluate(() => performance.timeOrigin);
  await page.click('nav .plain');
  assert.equal(await page.getAttribute('#text', 'placeholder'), 'Write something…');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await page.evaluate(() => performance.timeOrigin), loads);
  await context.close();
});

test('a token of another server is dropped, and one comes in anew', async () => {
  const context = await browser.person();
  const page = await open(context, 'Ann');
  await page.evaluate(() => localStorage.setItem('parlor.token', 'of.another.server'));
  await page.reload();
  await until('in again', () => page.locator('#me').textContent());
  await say(page, 'still here');
  await until('stored', () => settled(page));
  await context.close();
});

test('it fits a phone, in both themes, and what people write stays text', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const locale of ['zh-CN', 'en-US']) {
      const context = await browser.person(
        { viewport: { width: 390, height: 844 }, colorScheme, locale });
      const page = await open(context, locale === 'zh-CN' ? '沈砚' : 'Marta');
      await say(page, '<img src=x onerror=alert(1)><script>alert(2)</script>');
      await until('sent', () => settled(page));
      assert.equal(await page.locator('#lines img, #lines script').count(), 0);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 390, `${wide} px wide`);
      const shot = screen =>
        page.screenshot(
          { path: join(shots, `${screen}-${locale.slice(0, 2)}-${colorScheme}.png`) });
      await shot('phone');
      await page.setViewportSize({ width: 1440, height: 900 });
      await shot('desk');
      await page.evaluate(() => localStorage.clear());
      await page.reload();
      await shot('enter');
      await context.close();
    }
  }
});

test('the client of the README that resumes misses nothing and doubles nothing', async () => {
  const code = readFileSync(join(here, '..', 'README.md'), 'utf8')
    .split('```js\n').find(part => part.includes("'parlor.v1'")).split('\n```')[0]
    .replaceAll('localhost:3000', `localhost:${server.port}`)
    .replaceAll("'lobby'", "'resume'").replaceAll('room=lobby', 'room=resume');
  const context = await browser.person();
  const page = await context.newPage();
  await page.goto(`${server.url}healthz`); // a page of the same origin, and nothing else
  await page.addScriptTag({ content: `window.shown = []; const show = l => shown.push(l);${code}
    window.send = send;` });
  const shown = () => page.evaluate(() => shown.map(line => line.replace(/^\d+ /, '')));
  const write = async text => {
    await page.evaluate(each => send(each), text);
  };
  await until('connected', () => page.evaluate(() => ws.readyState === 1 && token !== ''));
  await write('one');
  await until('one', async () => (await shown()).some(line => line.endsWith(': one')));
  process.kill(server.process.pid, 'SIGSTOP');
  await write('two');
  await server.kill();
  await write('three');
  await server.launch();
  await until('three', async () => (await shown()).some(line => line.endsWith(': three')), 40_000);
  await write('four');
  await until('four', async () => (await shown()).some(line => line.endsWith(': four')));
  const said = (await shown()).filter(line => /: (one|two|three|four)$/.test(line));
  assert.deepEqual(said.map(line => line.split(': ')[1]), ['one', 'two', 'three', 'four']);
  await context.close();
});

test('no page complained of anything', () => assert.deepEqual(browser.complaints, []));
