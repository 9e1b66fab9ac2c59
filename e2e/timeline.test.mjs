// What stands in the timeline, and how.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Wire, until } from './parlor.mjs';
import {
  drawn,
  goTo,
  goToNew,
  line,
  lines,
  lookAway,
  noComplaints,
  online,
  rows,
  say,
  stage,
  status,
  talk,
  topOf,
  wheel,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=100000', '--limits.messageBurst=100000');

test('messages of one author stand together, under one name', async () => {
  const page = await parlor.guest('读的', 'groups');
  const [ann, bob] = [await parlor.speaker('Ann', 'groups'), await parlor.speaker('Bob', 'groups')];
  // Their coming in is told on a line of its own, which parts a group.
  await page.locator('.tally .num', { hasText: '3' }).waitFor();
  await ann.say('a1', 'a2');
  await bob.say('b1');
  await ann.say('a3');
  await line(page, 'a3');
  const names = await rows(page).evaluateAll(all =>
    all.map(row => {
      const [seal, name] = ['.seal', '.name'].map(part => row.querySelector(`.who ${part}`));
      return seal === null ? '' : name.textContent;
    }),
  );
  assert.deepEqual(names, ['Ann', '', 'Bob', 'Ann']);
  for (const each of [ann, bob]) await each.close();
  await page.context().close();
});

test('a day has its head, which stays in sight and says today and yesterday', async () => {
  const context = await parlor.person();
  const speaker = await parlor.speaker('Ann', 'days');
  await speaker.say(...talk(40));
  const page = await parlor.comeIn(context, '读的', 'days');
  const head = page.locator('.day');
  await head.filter({ hasText: '今天' }).waitFor();
  assert.equal(await head.count(), 1);
  assert.equal(await head.locator('.n').textContent(), String(new Date().getDate()));
  await line(page, '第 40 句');
  const inSight = () =>
    page.evaluate(() => {
      const edge = document.querySelector('.time').getBoundingClientRect().top;
      return document.querySelector('.day').getBoundingClientRect().top - edge;
    });
  assert.ok(Math.abs(await inSight()) <= 2, 'it sticks to the top');
  await context.clock.setFixedTime(Date.now() + 24 * 3_600_000);
  await page.reload();
  await head.filter({ hasText: '昨天' }).waitFor();
  await context.close();
  await speaker.close();
});

test('what comes while one looks elsewhere stands below a divider, until one leaves the room', async () => {
  const page = await parlor.guest('读的', 'divider');
  const speaker = await parlor.speaker('Ann', 'divider');
  await speaker.say('看过的');
  await line(page, '看过的');
  await say(page, '我的');
  await line(page, '我的');
  const back = await lookAway(page);
  await speaker.say('新一', '新二');
  await line(page, '新二');
  const divider = page.locator('.new');
  await divider.filter({ hasText: '2 条' }).waitFor();
  const below = () =>
    divider.evaluate(each => each.nextElementSibling.querySelector('p').textContent);
  assert.equal(await below(), '新一');
  await back();
  await speaker.say('新三');
  await line(page, '新三');
  await drawn(page);
  assert.equal(await below(), '新一'); // it stays where it is while one reads
  await goToNew(page, 'elsewhere');
  await goTo(page, 'divider');
  await line(page, '新三');
  assert.equal(await divider.count(), 0);
  await page.context().close();
  await speaker.close();
});

test('who comes and goes is told on one line, folded', async () => {
  const page = await parlor.guest('读的', 'coming');
  const names = ['甲', '乙', '丙', '丁', '戊'];
  const others = [];
  for (const name of names) others.push(await parlor.speaker(name, 'coming'));
  const told = page.locator('.sys', { hasText: '进来了' });
  await told.filter({ hasText: '另外 3 人' }).waitFor();
  assert.equal(await page.locator('.sys').count(), 1);
  await told.locator('button', { hasText: '展开' }).click();
  for (const name of names) await told.filter({ hasText: name }).waitFor();
  await others[0].say('说一句');
  await line(page, '说一句');
  await others.pop().close();
  await page.locator('.sys', { hasText: '戊离开了' }).waitFor();
  assert.equal(await page.locator('.sys').count(), 2);
  for (const other of others) await other.close();
  await page.context().close();
});

test('emoji alone are large, links are safe, markup is text, and long messages are folded', async () => {
  const page = await parlor.guest('读的', 'text');
  const said = words => page.locator('.log .said', { hasText: words }).last();
  await say(page, '👍🏽 🎉');
  await line(page, '🎉');
  assert.equal(await said('🎉').locator('p.big').count(), 1);
  await say(page, '好 👍');
  await line(page, '好 👍');
  assert.equal(await said('好').locator('p.big').count(), 0);
  await say(page, '看 https://example.org/a?b=1，<img src=x onerror=alert(1)> javascript:alert(2)');
  await line(page, '看 https');
  const links = said('看').locator('a');
  assert.equal(await links.count(), 1);
  assert.equal(await links.getAttribute('href'), 'https://example.org/a?b=1');
  assert.match(await links.getAttribute('rel'), /\bnoopener\b.*\bnoreferrer\b/);
  assert.equal(await links.getAttribute('target'), '_blank');
  assert.equal(await page.locator('.log img').count(), 0);
  const long = Array.from({ length: 30 }, (_, i) => `第 ${i + 1} 行`).join('\n');
  await page.fill('#compose', long);
  await page.press('#compose', 'Enter');
  await line(page, '第 12 行');
  const text = said('第 12 行');
  assert.ok(!(await text.textContent()).includes('第 13 行'));
  await text.locator('button', { hasText: '展开全文' }).click();
  assert.ok((await text.textContent()).includes('第 30 行'));
  await text.locator('button', { hasText: '收起' }).click();
  assert.ok(!(await text.textContent()).includes('第 13 行'));
  await page.context().close();
});

test('a quote of what is not loaded yet says so, and is filled in once it is', async () => {
  const speaker = await parlor.speaker('Ann', 'quoted');
  const asked = await speaker.say('几点关门？');
  await speaker.say(...talk(120));
  await speaker.answer(asked, '五点。');
  const page = await parlor.guest('读的', 'quoted');
  await line(page, '五点。');
  const quote = page.locator('.msg .quote');
  assert.equal(await quote.textContent(), '更早的一条消息');
  await until('what it quotes is loaded', async () => {
    await wheel(page, -2_000);
    return (await topOf(page, asked)) !== undefined;
  });
  await quote.filter({ hasText: 'Ann几点关门？' }).waitFor();
  await page.context().close();
  await speaker.close();
});

test('away for more than can be caught up: a gap says so, and is loaded when asked for', async () => {
  const wire = await Wire.to(parlor.server);
  const speaker = await parlor.speaker('Ann', 'gap');
  await speaker.say(...talk(10));
  const page = await parlor.guest('读的', 'gap', {}, wire.url);
  await line(page, '第 10 句');
  wire.down();
  await status(page, '连接断了');
  // More than the system takes in between: the server must not have sent all of it when the page
  // asks to be let off the rest.
  await speaker.say(...talk(2_000, 11).map(text => text.padEnd(900, '长')), ...talk(200, 2_011));
  wire.unasked = 8 << 10;
  await wire.up();
  await until('handshake, join, and join again', () => wire.words >= 3);
  await page.waitForTimeout(1_000); // it has come to the server
  wire.release();
  await line(page, '第 2210 句');
  const gap = page.locator('.gap');
  await gap.waitFor();
  const missing = async () =>
    Number((await gap.textContent()).match(/中间有 ([\d,]+) 条/)[1].replace(',', ''));
  // What came before it gave up catching up is there.
  const missed = await missing();
  assert.ok(missed > 500 && missed <= 2_150, `${missed} are missing`);
  await gap.locator('button', { hasText: '载入' }).click();
  // Sixty by the button; whoever comes near the gap has sixty more loaded by that, too.
  await until('it is less', async () => (await missing()) <= missed - 60);
  assert.equal((missed - (await missing())) % 60, 0);
  const said = (await lines(page)).map(each => Number(each.match(/\d+/)[0]));
  assert.ok(said.length >= 110 && said.length % 60 === 50, `${said.length} are there`);
  assert.deepEqual(
    said,
    said.map((_, i) => 2_211 - said.length + i),
  );
  await page.context().close();
  await speaker.close();
  wire.stop();
});

test('another database under the same address: the end is loaded anew, and it is said', async () => {
  const page = await parlor.guest('读的', 'epoch');
  await say(page, '旧的');
  await line(page, '旧的');
  const { server } = parlor;
  await server.kill();
  const { rmSync } = await import('node:fs');
  rmSync(`${server.folder}/data`, { recursive: true, force: true });
  await server.launch();
  await online(page);
  await until('what is gone is not shown', async () => (await lines(page)).length === 0);
  await say(page, '新的');
  await line(page, '新的');
  assert.deepEqual(await lines(page), ['新的']);
  await page.context().close();
});

noComplaints(parlor);
