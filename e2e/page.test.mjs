// The page that comes with the server, as people use it, and a server that is killed under it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Browser, Parlor, Wire, here, until } from './parlor.mjs';

const shots = join(here, 'shots');
let server, browser;
before(async () => {
  server = await Parlor.start('--limits.messagesPerSecond=50');
  browser = await Browser.start();
  mkdirSync(shots, { recursive: true });
});
after(async () => { await browser?.stop(); await server?.stop(); });

const person = (options = {}) => browser.person({ locale: 'zh-CN', ...options });
const open = async (context, url = server.url) => {
  const page = await context.newPage();
  await page.goto(url);
  return page;
};
const state = (page, words) => page.locator('#state', { hasText: words }).waitFor();
async function comeIn(context, name, query = '', url = server.url) {
  const page = await open(context, url + query);
  await page.fill('#name', name);
  await page.press('#name', 'Enter');
  await page.locator('#state.online').waitFor();
  return page;
}
async function say(page, words) {
  await page.fill('#text', words);
  await page.press('#text', 'Enter');
}
const line = (page, words) => // not the day's own line: some days are called 二
  page.locator('#lines .row:not(.day) .what', { hasText: words });
const said = '#lines .row:not(.pending, .told, .day) .what';
const stored = page => page.locator(said).allTextContents();
const mark = page => page.evaluate(() => { globalThis.sameDocument = true; });
const notReloaded = page => page.evaluate(() => globalThis.sameDocument === true);

test('two people chat in Chinese', async () => {
  const [first, second] = [await person(), await person()];
  const [shen, lin] = [await comeIn(first, '沈砚'), await comeIn(second, '林晓雨')];
  await line(shen, '林晓雨 进来了').waitFor();
  await say(shen, '早！<b>海报</b> A3 × 200，周四上午能取。');
  await line(lin, '早！<b>海报</b> A3 × 200，周四上午能取。').waitFor();
  await say(lin, '同意加白。');
  await line(shen, '同意加白。').waitFor();
  await shen.locator('#count', { hasText: '2 人在' }).waitFor();
  assert.deepEqual(await lin.locator('#people b').allTextContents(), ['沈砚', '林晓雨']);
  await first.close();
  await line(lin, '沈砚 离开了').waitFor();
  await second.close();
});

test('two tabs of one guest are one person, and both see what either says', async () => {
  const one = await person(), other = await person();
  const room = '?room=tabs';
  const left = await comeIn(one, '周明远', room);
  const right = await open(one, server.url + room);
  await state(right, '已连接');
  const guest = await comeIn(other, '客人', room);
  const count = words => guest.locator('#count', { hasText: words }).waitFor();
  await count('2 人在');
  await say(left, '左边说的');
  await line(right, '左边说的').waitFor();
  await say(right, '右边说的');
  await line(left, '右边说的').waitFor();
  await right.close();
  await say(left, '还在');
  await line(guest, '还在').waitFor();
  await count('2 人在');
  await left.close();
  await count('1 人在');
  await one.close();
  await other.close();
});

test('a private message reaches the other alone, and is answered', async () => {
  const people = await Promise.all([0, 1, 2].map(() => person()));
  const names = ['甲', '乙', '丙'], pages = [];
  for (const [i, context] of people.entries())
    pages.push(await comeIn(context, names[i], '?room=private'));
  await pages[0].locator('#people button', { hasText: '乙' }).click();
  await say(pages[0], '只给你');
  const direct = pages[1].locator('#directs button.unread', { hasText: '甲' });
  await direct.click();
  await line(pages[1], '只给你').waitFor();
  await say(pages[1], '收到了');
  await line(pages[0], '收到了').waitFor();
  assert.deepEqual(await stored(pages[0]), ['只给你', '收到了']);
  assert.equal(await pages[0].textContent('#title'), '乙');
  assert.equal(await pages[2].locator('#directs li').count(), 0);
  for (const context of people) await context.close();
});

// What the client sends is stored, but its acknowledgement never comes: the hard case of the two.
for (const fate of ['lost before it was stored', 'stored, its acknowledgement lost']) {
  test(`kill -9 with a message in flight, ${fate}: it is there once`, async () => {
    const wire = await Wire.to(server);
    const room = `?room=kill-${fate.length}`;
    const [mine, other] = [await person(), await person()];
    const shen = await comeIn(mine, '沈砚', room, wire.url);
    const lin = await comeIn(other, '林晓雨', room, wire.url);
    await mark(shen);
    await mark(lin);
    await say(lin, '一');
    await say(shen, '二');
    await line(lin, '二').waitFor();
    await line(shen, '一').waitFor();
    await until('the line before it is acknowledged', async () =>
      (await shen.locator('.pending').count()) === 0);
    const before = (await server.stats()).messagesStored;
    if (fate.startsWith('lost')) server.process.kill('SIGSTOP');
    wire.muted = true;
    await say(shen, '三，路上的');
    await shen.locator('.pending', { hasText: '三，路上的' }).waitFor();
    if (fate.startsWith('stored'))
      await until('it is stored', async () =>
        (await server.stats()).messagesStored > before);
    await server.kill();
    wire.muted = false;
    wire.cut();
    await state(shen, '连接断了');
    await say(lin, '四，断线时写的');
    await server.launch();
    for (const page of [shen, lin]) {
      await state(page, '连上了，断开期间的消息都在。');
      await until('four messages', async () => (await stored(page)).length >= 4);
      assert.deepEqual((await stored(page)).sort(), ['一', '二', '三，路上的', '四，断线时写的'].sort());
      assert.equal(await page.locator('.pending').count(), 0);
      assert.ok(await notReloaded(page));
    }
    await say(shen, '五');
    await line(lin, '五').waitFor();
    await mine.close();
    await other.close();
    wire.stop();
    wire.stop();
  });
}

test('a token of another server is dropped, and one comes in anew', async () => {
  const context = await person();
  const page = await comeIn(context, '陈家琪');
  await page.evaluate(() => { localStorage.parlorToken = 'of.another.server'; });
  await page.reload();
  await state(page, '已连接');
  assert.notEqual(await page.evaluate(() => localStorage.parlorToken), 'of.another.server');
  await context.close();
});

test('a stop says when to come back, and the page does', async () => {
  const own = await Parlor.start();
  const context = await person();
  const page = await comeIn(context, '苏打', '', own.url);
  const gone = new Promise(resolve => own.process.once('exit', resolve));
  own.process.kill('SIGTERM');
  await state(page, '连接断了');
  assert.equal(await gone, 0);
  await own.launch();
  await state(page, '连上了');
  await context.close();
  await own.stop();
});

test('Enter that chooses characters does not send; Shift and Enter begins a line', async () => {
  const context = await person();
  const page = await comeIn(context, '拼音', '?room=ime');
  await page.fill('#text', '打字中');
  for (const how of [{ isComposing: true }, { keyCode: 229 }])
    await page.dispatchEvent('#text', 'keydown', { key: 'Enter', bubbles: true, ...how });
  await page.press('#text', 'Shift+Enter');
  await page.type('#text', '第二行');
  assert.equal(await page.inputValue('#text'), '打字中\n第二行');
  assert.equal(await page.locator('.pending').count() + (await stored(page)).length, 0);
  await page.press('#text', 'Enter');
  await line(page, '第二行').waitFor();
  assert.equal(await page.inputValue('#text'), '');
  await context.close();
});

test('what is refused comes back into the field, with the reason', async () => {
  const context = await person();
  const page = await comeIn(context, '话多', '?room=long');
  await say(page, '长'.repeat(1001));
  await state(page, '没发出去：消息太长了。');
  assert.equal((await page.inputValue('#text')).length, 1001);
  await page.fill('#text', '短');
  await page.press('#text', 'Enter');
  await line(page, '短').waitFor();
  await context.close();
});

test('the language changes in place, what was written stays', async () => {
  const context = await person();
  const page = await comeIn(context, '双语', '?room=language');
  await mark(page);
  await say(page, '一句话');
  await line(page, '一句话').waitFor();
  await page.fill('#text', '草稿');
  await page.click('#me .other');
  await state(page, 'Connected');
  assert.equal(await page.textContent('#count'), '1 here');
  assert.equal(await page.getAttribute('#text', 'placeholder'), 'Write something…');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await page.inputValue('#text'), '草稿');
  assert.deepEqual(await stored(page), ['一句话']);
  assert.ok(await notReloaded(page));
  await page.reload();
  await state(page, 'Connected'); // remembered, and the same guest
  assert.deepEqual(await stored(page), ['一句话']);
  await context.close();
});

test('at 390 px nothing scrolls sideways, and rooms and people are one tap away', async () => {
  const context = await person({ viewport: { width: 390, height: 844 } });
  const page = await open(context, server.url + '?room=phone');
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await wide(), 390);
  await page.fill('#name', '名字有二十四个字那么长的一位先生从很远的地方来了');
  await page.press('#name', 'Enter');
  await state(page, '已连接');
  await say(page, 'https://example.org/' + 'a'.repeat(300));
  await line(page, 'https://example.org/').waitFor();
  assert.equal(await wide(), 390);
  await page.click('header button');
  await page.locator('#people b').first().waitFor();
  assert.equal(await wide(), 390);
  await page.locator('#rooms button', { hasText: 'phone' }).click();
  assert.ok(await page.isVisible('#text'));
  await context.close();
});

test('a room is entered by its name, in any script', async () => {
  const context = await person();
  const page = await comeIn(context, '甲');
  await page.fill('#goal', '旧书市集 2');
  await page.press('#goal', 'Enter');
  await page.locator('#title', { hasText: '旧书市集 2' }).waitFor();
  await say(page, 'first');
  await line(page, 'first').waitFor();
  await page.fill('#goal', '？？');
  await page.press('#goal', 'Enter');
  await page.locator('#title', { hasText: 'lobby' }).waitFor(); // no room is called that
  await context.close();
});

test('the client of the README that resumes misses nothing and doubles nothing', async () => {
  const code = readFileSync(join(here, '..', 'README.md'), 'utf8')
    .split('```js\n').find(part => part.includes("'parlor.v1'")).split('\n```')[0]
    .replaceAll('localhost:3000', `localhost:${server.port}`)
    .replaceAll("'lobby'", "'resume'").replaceAll('room=lobby', 'room=resume');
  const context = await person();
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

test('the page is under 300 lines in all', () => {
  const place = join(here, '../server/src/main/resources/page');
  const lines = readdirSync(place).map(file => readFileSync(join(place, file), 'utf8').split('\n'));
  assert.ok(lines.reduce((sum, each) => sum + each.length - 1, 0) < 300);
});

test('it is drawn in both languages and both themes, at 390 and 1440 px', async () => {
  const own = await Parlor.start(); // without the rooms of the other tests
  const guests = await Promise.all([0, 1].map(() => person()));
  for (const locale of ['zh-CN', 'en-GB']) for (const colorScheme of ['light', 'dark']) {
    const chinese = locale === 'zh-CN', query = `?room=${chinese ? '旧书市集' : 'Book fair'}`;
    const kind = `${locale.slice(0, 2)}-${colorScheme}.png`;
    const file = (name, width) => join(shots, `${name}-${width}-${kind}`);
    const context = await person({ locale, colorScheme });
    const page = await open(context, own.url + query);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.screenshot({ path: file('door', width) });
    }
    const spoken = chinese
      ? ['早！印刷厂回话了：海报 A3 × 200，周四上午能取；“书脊”那版的蓝色会偏暗，他们建议加 10% 的白。',
        'Looks right to me. The coffee cart needs a 16 A socket; the only one is behind stall 07.',
        '插座的事我下午順路問管理處，他們 5 點下班。延長線公司倉庫有兩條「二十米」的，夠用。',
        '同意加白。小样出来拍张照发这里就行，不用再寄。']
      : ['Good morning. The printer called back: two hundred posters, ready on Thursday.',
        'Looks right to me. The coffee cart needs a 16 A socket; the only one is behind stall 07.',
        'Could you ask the caretaker whether we may run a cable along the wall?',
        'I will, this afternoon. They close at five.'];
    await page.fill('#name', chinese ? '沈砚' : 'Shen Yan');
    await page.press('#name', 'Enter');
    await page.locator('#state.online').waitFor();
    const others = [];
    if (colorScheme === 'light') for (const [i, name] of ['林晓雨', 'Marta Kowalska'].entries()) {
      const other = await open(guests[i], own.url + query);
      if (await other.isVisible('#name')) {
        await other.fill('#name', name);
        await other.press('#name', 'Enter');
      }
      await other.locator('#state.online').waitFor();
      others.push(other);
    }
    const talk = others.length ? [others[0], others[1], others[0], page] : [];
    for (const [i, speaker] of talk.entries()) {
      await say(speaker, spoken[i]);
      await line(page, spoken[i]).waitFor();
    }
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.waitForTimeout(300);
      await page.screenshot({ path: file('room', width) });
    }
    await context.close();
  }
  await Promise.all(guests.map(each => each.close()));
  await own.stop();
});

test('no page complained of anything', () => assert.deepEqual(browser.complaints, []));
