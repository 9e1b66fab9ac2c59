// The page that comes with the server, as people use it, and a server that is killed under it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Parlor, Wire, here, until } from './parlor.mjs';
import {
  box,
  enter,
  goToNew,
  inState,
  line,
  lines,
  mark,
  noComplaints,
  notReloaded,
  online,
  roomRow,
  saidInAll,
  say,
  stage,
  status,
  write,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50');
const { comeIn, open, person } = parlor;
const title = (page, words) => page.locator('.head h1', { hasText: words }).waitFor();
const tally = (page, count) => page.locator('.tally .num', { hasText: String(count) }).waitFor();
const system = (page, words) => page.locator('.log .sys', { hasText: words }).waitFor();
const someone = (page, name) => page.locator('.aside .person', { hasText: name });

test('two people chat in Chinese', async () => {
  const [first, second] = [await person(), await person()];
  const [shen, lin] = [await comeIn(first, '沈砚'), await comeIn(second, '林晓雨')];
  await system(shen, '林晓雨进来了');
  await say(shen, '早！<b>海报</b> A3 × 200，周四上午能取。');
  await line(lin, '早！<b>海报</b> A3 × 200，周四上午能取。');
  await say(lin, '同意加白。');
  await line(shen, '同意加白。');
  await tally(shen, 2);
  await someone(lin, '沈砚').waitFor();
  assert.equal(await lin.locator('.aside .person').count(), 2);
  await first.close();
  await system(lin, '沈砚离开了');
  await second.close();
});

test('two tabs of one guest are one person, and both see what either says', async () => {
  const [left, right] = await parlor.twoTabs('周明远', 'tabs');
  const guest = await parlor.guest('客人', 'tabs');
  await tally(guest, 2);
  await say(left, '左边说的');
  await line(right, '左边说的');
  await say(right, '右边说的');
  await line(left, '右边说的');
  await right.close();
  await say(left, '还在');
  await line(guest, '还在');
  await tally(guest, 2);
  await left.close();
  await tally(guest, 1);
  await left.context().close();
  await guest.context().close();
});

test('a private message reaches the other alone, and is answered', async () => {
  const people = await Promise.all([0, 1, 2].map(() => person()));
  const names = ['甲', '乙', '丙'],
    pages = [];
  for (const [i, context] of people.entries())
    pages.push(await comeIn(context, names[i], 'private'));
  await someone(pages[0], '乙').click();
  await title(pages[0], '乙');
  await say(pages[0], '只给你');
  await pages[1].locator('.rooms a.dm.unread', { hasText: '甲' }).click();
  await line(pages[1], '只给你');
  await say(pages[1], '收到了');
  await saidInAll(pages[0], ['只给你', '收到了']);
  await title(pages[0], '乙');
  assert.equal(await pages[2].locator('.rooms a.dm').count(), 0);
  for (const context of people) await context.close();
});

// What the client sends is stored, but its acknowledgement never comes: the hard case of the two.
for (const fate of ['lost before it was stored', 'stored, its acknowledgement lost']) {
  test(`kill -9 with a message in flight, ${fate}: it is there once`, async () => {
    const { server } = parlor;
    const wire = await Wire.to(server);
    const room = `kill-${fate.length}`;
    const [mine, other] = [await person(), await person()];
    const shen = await comeIn(mine, '沈砚', room, wire.url);
    const lin = await comeIn(other, '林晓雨', room, wire.url);
    await mark(shen);
    await mark(lin);
    await say(lin, '一');
    await line(shen, '一');
    await say(shen, '二');
    await line(lin, '二');
    await line(shen, '二');
    const before = (await server.stats()).messagesStored;
    if (fate.startsWith('lost')) server.process.kill('SIGSTOP');
    wire.muted = true;
    await say(shen, '三，路上的');
    await inState(shen, 'sending').filter({ hasText: '三，路上的' }).waitFor();
    if (fate.startsWith('stored'))
      await until('it is stored', async () => (await server.stats()).messagesStored > before);
    await server.kill();
    wire.muted = false;
    wire.cut();
    await status(shen, '连接断了');
    await say(lin, '四，断线时写的');
    await server.launch();
    for (const page of [shen, lin]) {
      await status(page, '连上了，断开期间的消息都在。');
      await until('four messages', async () => (await lines(page)).length >= 4);
      const seen = await lines(page);
      assert.deepEqual(seen.slice(0, 2), ['一', '二']);
      assert.deepEqual(seen.slice(2).sort(), ['三，路上的', '四，断线时写的'].sort());
      assert.equal(await inState(page, 'sending').count(), 0);
      assert.ok(await notReloaded(page));
    }
    await say(shen, '五');
    await line(lin, '五');
    await mine.close();
    await other.close();
    wire.stop();
  });
}

test('a token of another server is dropped, and one comes in anew', async () => {
  const context = await person();
  const page = await comeIn(context, '陈家琪');
  const keep = token =>
    page.evaluate(given => {
      const me = JSON.parse(localStorage['parlor.me']);
      if (given) localStorage['parlor.me'] = JSON.stringify({ ...me, token: given });
      return me.token;
    }, token);
  await keep('of.another.server');
  await page.reload();
  await online(page);
  await until('there is a new token', async () => (await keep()) !== 'of.another.server');
  assert.match(await page.textContent('.me'), /陈家琪/);
  await say(page, '还是能说话');
  await line(page, '还是能说话');
  await context.close();
});

test('a stop says when to come back, and the page does', async () => {
  const own = await Parlor.start();
  const context = await person();
  const page = await comeIn(context, '苏打', 'lobby', own.url);
  const gone = own.process.stop('SIGTERM');
  await status(page, '服务器正在重启，马上回来。');
  assert.equal(await gone, 0);
  await own.launch();
  await status(page, '连上了');
  await context.close();
  await own.stop();
});

test('the language changes in place, what was written stays', async () => {
  const context = await person();
  const page = await comeIn(context, '双语', 'language');
  await mark(page);
  await say(page, '一句话');
  await line(page, '一句话');
  await write(page, '草稿');
  await page.click('.me button');
  await page.locator('.choices label', { hasText: 'English' }).click();
  await page.keyboard.press('Escape');
  await page.locator('.me small', { hasText: 'Online' }).waitFor();
  assert.equal(await page.getAttribute('.tally', 'aria-label'), '1 person here');
  assert.equal(await page.getAttribute('#compose', 'placeholder'), 'Write something…');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await box(page), '草稿');
  assert.deepEqual(await lines(page), ['一句话']);
  assert.ok(await notReloaded(page));
  await page.reload();
  await page.locator('.me small', { hasText: 'Online' }).waitFor(); // remembered, the same guest
  await saidInAll(page, ['一句话']);
  assert.equal(await box(page), '草稿');
  await context.close();
});

test('the looks one chose are there after a reload, before any of the page’s script', async () => {
  const context = await person();
  await context.addInitScript(() => delete Navigator.prototype.serviceWorker); // it has the scripts
  const page = await comeIn(context, '好看', 'looks');
  await page.click('.me button');
  for (const choice of ['深色', '高', '紧凑'])
    await page.locator('dialog .seg label', { hasText: choice }).click();
  await page.locator('dialog input[type=range]').fill('20');
  await page.locator('dialog .seg label', { hasText: 'English' }).click();
  const looks = () =>
    page.evaluate(() => {
      const { dataset, lang, style } = document.documentElement;
      return { ...dataset, lang, size: style.getPropertyValue('--t-body') };
    });
  const chosen = {
    theme: 'dark',
    contrast: 'more',
    density: 'compact',
    lang: 'en',
    size: '1.25rem',
  };
  assert.deepEqual(await looks(), chosen);
  await page.route('**/assets/*.js', route => route.abort('connectionfailed'));
  await page.reload();
  assert.equal(await page.locator('#page > *').count(), 0);
  assert.deepEqual(await looks(), chosen);
  await context.close();
});

test('at 390 px nothing scrolls sideways, and rooms and people are one tap away', async () => {
  const context = await person({ viewport: { width: 390, height: 844 } });
  const page = await open(context, 'phone');
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await wide(), 390);
  await page.fill('#name', '名字有二十四个字那么长的一位先生从很远的地方来了');
  await page.press('#name', 'Enter');
  await page.locator('#compose').waitFor();
  await say(page, 'https://example.org/' + 'a'.repeat(300));
  await line(page, 'https://example.org/');
  assert.equal(await wide(), 390);
  await page.click('.tally');
  await page.locator('.aside .person').first().waitFor();
  assert.equal(await wide(), 390);
  await page.click('.aside header .icon');
  await page.click('.head .back');
  await roomRow(page, 'phone').click();
  await page.locator('#compose').waitFor();
  assert.ok(await page.isVisible('#compose'));
  assert.equal(await wide(), 390);
  await context.close();
});

test('a room is entered by its name, in any script', async () => {
  const context = await person();
  const page = await comeIn(context, '甲');
  await goToNew(page, '旧书市集 2');
  await title(page, '旧书市集 2');
  assert.equal(new URL(page.url()).pathname, `/r/${encodeURIComponent('旧书市集 2')}`);
  await say(page, 'first');
  await line(page, 'first');
  await page.click('.brand button');
  await page.fill('#room-name', '？？');
  await page.locator('.field.bad', { hasText: '只能用文字、数字' }).waitFor();
  assert.ok(await page.isDisabled('dialog button[type=submit]')); // no room is called that
  await page.keyboard.press('Escape');
  await title(page, '旧书市集 2');
  await context.close();
});

test('the client of the README that resumes misses nothing and doubles nothing', async () => {
  const { server } = parlor;
  const code = readFileSync(join(here, '..', 'README.md'), 'utf8')
    .split('```js\n')
    .find(part => part.includes("'parlor.v1'"))
    .split('\n```')[0]
    .replaceAll('localhost:3000', `localhost:${server.port}`)
    .replaceAll("'lobby'", "'resume'")
    .replaceAll('room=lobby', 'room=resume');
  const context = await person();
  const page = await context.newPage();
  await page.goto(`${server.url}healthz`); // a page of the same origin, and nothing else
  await page.addScriptTag({
    content: `window.shown = []; const show = l => shown.push(l);${code}
    window.send = send;`,
  });
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
  assert.deepEqual(
    said.map(line => line.split(': ')[1]),
    ['one', 'two', 'three', 'four'],
  );
  await context.close();
});

test('it is drawn in both languages and both themes, at 390 and 1440 px', async () => {
  for (const locale of ['zh-CN', 'en-GB'])
    for (const colorScheme of ['light', 'dark']) {
      const chinese = locale === 'zh-CN';
      const context = await person({ locale, colorScheme });
      const page = await open(context, 'drawn');
      const fits = async () => {
        for (const width of [390, 1440]) {
          await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        }
      };
      await page
        .locator('h2', { hasText: chinese ? '怎么称呼你？' : 'What shall we call you?' })
        .waitFor();
      await fits();
      await enter(page, chinese ? '沈砚' : 'Shen Yan');
      await say(page, chinese ? '小样出来拍张照发这里就行。' : 'They close at five.');
      await line(page, chinese ? '小样' : 'They');
      await fits();
      const light = await page.evaluate(() => {
        const paint = document.createElement('canvas').getContext('2d');
        paint.fillStyle = getComputedStyle(document.querySelector('main')).backgroundColor;
        paint.fillRect(0, 0, 1, 1);
        return paint.getImageData(0, 0, 1, 1).data[1];
      });
      assert.ok(colorScheme === 'light' ? light > 200 : light < 80, `${colorScheme}: ${light}`);
      await context.close();
    }
});

noComplaints(parlor);
