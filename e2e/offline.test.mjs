// Without a network: the page opens, what is written waits, and it is sent once and in order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parlor, until } from './parlor.mjs';
import {
  box,
  inState,
  keptHere,
  line,
  lines,
  mark,
  noComplaints,
  notReloaded,
  online,
  saidInAll,
  say,
  stage,
  status,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50');
const five = ['第一句', '第二句 <b>&amp;', '第三句 🙂', '第四句\n两行', '第五句'];
const hour = 3_600_000;

async function sayFive(page) {
  await status(page, '这台设备没有网络。写下来，连上后会发出去。');
  for (const text of five) await say(page, text);
  await until('five wait', async () => (await inState(page, 'queued').count()) === 5);
}

test('five messages written offline arrive once and in order, without a reload', async () => {
  const page = await parlor.guest('沈砚', 'offline');
  const other = await parlor.guest('林晓雨', 'offline');
  await mark(page);
  await page.context().setOffline(true);
  await sayFive(page);
  assert.match(await inState(page, 'queued').first().locator('.when').textContent(), /排队中/);
  await page.context().setOffline(false);
  for (const each of [page, other]) await saidInAll(each, five);
  assert.ok(await notReloaded(page));
  await page.context().close();
  await other.context().close();
});

test('five messages survive a reload without a network, and arrive once and in order', async () => {
  const page = await parlor.guest('沈砚', 'reloaded');
  const other = await parlor.guest('林晓雨', 'reloaded');
  await keptHere(page);
  await page.context().setOffline(true);
  await sayFive(page);
  await page.reload();
  await status(page, '这台设备没有网络');
  assert.match(await page.title(), /reloaded/);
  await until('five wait', async () => (await inState(page, 'queued').count()) === 5);
  assert.deepEqual(await page.locator('.msg.queued .said p').allTextContents(), five);
  await page.context().setOffline(false);
  for (const each of [page, other]) await saidInAll(each, five);
  await page.reload();
  await saidInAll(page, five);
  await page.context().close();
  await other.context().close();
});

test('the page opens while the server is down, says so, and goes on when it is back', async () => {
  const own = await Parlor.start();
  const page = await parlor.guest('周明远', 'down', {}, own.url);
  await say(page, '关门前');
  await line(page, '关门前');
  await keptHere(page);
  await own.kill();
  await page.reload();
  await status(page, '正在连接…');
  await page.locator('.status.warn', { hasText: /服务器没有应答，\d+ 秒后重试。/ }).waitFor();
  await say(page, '开门后');
  await inState(page, 'queued').waitFor();
  await own.launch();
  await saidInAll(page, ['关门前', '开门后']);
  await page.context().close();
  await own.stop();
});

/** Writes while offline, closes the page, and opens it hours later, online. */
async function hoursLater(room, ...texts) {
  const context = await parlor.person();
  const before = await parlor.comeIn(context, '陈家琪', room);
  await context.setOffline(true);
  await status(before, '这台设备没有网络'); // before, it may be on its way already
  for (const text of texts) await say(before, text);
  await until('they wait', async () => (await inState(before, 'queued').count()) === texts.length);
  await before.close();
  await context.setOffline(false);
  await context.clock.setFixedTime(Date.now() + 3 * hour);
  const page = await parlor.open(context, room);
  await online(page);
  await status(page, '3 小时前离线时写的，还要发吗？');
  await until('all ask', async () => (await inState(page, 'stale').count()) === texts.length);
  return page;
}

test('what was written hours ago asks first; Send sends it', async () => {
  const page = await hoursLater('stale', '三小时前');
  assert.deepEqual(await lines(page), []);
  await page.locator('.status button', { hasText: '发送' }).click();
  await saidInAll(page, ['三小时前']);
  await page.context().close();
});

test('what was written hours ago asks first; Back to draft puts it back, above the draft', async () => {
  const page = await hoursLater('stale-draft', '三小时前', '又一句');
  await page.fill('#compose', '现在的');
  await page.locator('.status button', { hasText: '放回草稿' }).click();
  await until('it is back', async () => (await box(page)) === '三小时前\n现在的');
  await until('one still asks', async () => (await inState(page, 'stale').count()) === 1);
  await inState(page, 'stale').hover();
  await inState(page, 'stale').locator('button', { hasText: '删除' }).click();
  await inState(page, 'stale').waitFor({ state: 'detached' });
  await page.press('#compose', 'Enter');
  await saidInAll(page, ['三小时前\n现在的']);
  await page.context().close();
});

noComplaints(parlor);
