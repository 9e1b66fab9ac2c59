// Two tabs of one person: one outbox, one set of drafts, one memory of what is read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './parlor.mjs';
import {
  box,
  goToNew,
  inState,
  line,
  lines,
  lookAway,
  noComplaints,
  online,
  roomRow,
  saidInAll,
  say,
  stage,
  status,
  write,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50');
const { twoTabs } = parlor;

test('what one tab queued is sent once by the other, when only that is left', async () => {
  const [one, two] = await twoTabs('沈砚', 'left');
  const context = one.context();
  await context.setOffline(true);
  for (const page of [one, two]) await status(page, '这台设备没有网络');
  for (const text of ['一', '二', '三']) await say(one, text);
  await until('the other tab shows them', async () => (await inState(two, 'queued').count()) === 3);
  await one.close();
  await context.setOffline(false);
  await saidInAll(two, ['一', '二', '三']);
  const other = await parlor.guest('林晓雨', 'left');
  await saidInAll(other, ['一', '二', '三']);
  await context.close();
  await other.context().close();
});

test('both tabs write in turn: all of it is there once, in one order', async () => {
  const [one, two] = await twoTabs('沈砚', 'both');
  const texts = ['一', '二', '三', '四', '五', '六'];
  for (const [i, text] of texts.entries()) {
    const [mine, other] = i % 2 === 0 ? [one, two] : [two, one];
    await say(mine, text);
    await other.locator('.log .msg .said p', { hasText: text }).waitFor();
  }
  for (const page of [one, two]) await saidInAll(page, texts);
  await one.context().close();
});

test('the tab that sends is closed in the middle: the other goes on, nothing is doubled', async () => {
  const [one, two] = await twoTabs('沈砚', 'closed');
  const texts = Array.from({ length: 12 }, (_, i) => `第 ${i + 1} 句`);
  for (const text of texts) await say(one, text);
  await line(two, '第 1 句');
  await one.close();
  await saidInAll(two, texts);
  await two.context().close();
});

test('a draft written in one tab stands in the other, and is gone from both when sent', async () => {
  const [one, two] = await twoTabs('沈砚', 'drafts');
  await write(one, '写到一半');
  await until('it is there', async () => (await box(two)) === '写到一半');
  await two.press('#compose', 'Enter');
  await line(one, '写到一半');
  await until('it is gone', async () => (await box(one)) === '');
  await one.context().close();
});

/** What is left of the text without other letters than these. */
const only = (letters, text) => [...text].filter(each => letters.includes(each)).join('');

test('two tabs are written in at the same moment: neither loses a letter of its text', async () => {
  const [one, two] = await twoTabs('沈砚', 'at once');
  const [left, right] = ['abcdefghij', 'qrstuvwxyz'];
  for (const [page, start] of [
    [one, 'a'],
    [two, 'q'],
  ])
    await page.keyboard.type(start);
  await Promise.all([
    one.keyboard.type(left.slice(1), { delay: 20 }),
    two.keyboard.type(right.slice(1), { delay: 20 }),
  ]);
  assert.equal(only(left, await box(one)), left);
  assert.equal(only(right, await box(two)), right);
  for (const page of [one, two]) await page.reload();
  await online(one);
  await online(two);
  const mine = await box(one);
  assert.equal(only(left, mine), left);
  assert.equal(only(right, await box(two)), right);
  await two.press('#compose', 'Enter');
  await line(one, right.slice(-3));
  assert.equal(await box(one), mine); // what the other sent was not this
  await one.press('#compose', 'Enter');
  await saidInAll(two, [await lines(two).then(all => all[0]), mine]);
  await one.context().close();
});

test('who goes on with a draft in the other tab and sends it there has none left in the first', async () => {
  const [one, two] = await twoTabs('沈砚', 'goes on');
  await one.keyboard.type('begun here');
  await until('it is there', async () => (await box(two)) === 'begun here');
  await two.keyboard.press('End');
  await two.keyboard.type(', ended there');
  const whole = 'begun here, ended there';
  await until('it is here', async () => (await box(one)) === whole);
  await two.keyboard.press('Enter');
  await line(one, whole);
  for (const page of [one, two]) await until('it is gone', async () => (await box(page)) === '');
  await one.context().close();
});

test('what is read in one tab is read in the other', async () => {
  const [one, two] = await twoTabs('沈砚', 'here');
  for (const page of [one, two]) await goToNew(page, 'there');
  await roomRow(two, 'here').click();
  await roomRow(one, 'here').click();
  const back = await lookAway(two); // of two windows only one is in front
  const speaker = await parlor.speaker('别人', 'there');
  await speaker.say('看见没有');
  for (const page of [one, two]) await page.locator('a.room.unread[data-room="there"]').waitFor();
  await roomRow(one, 'there').click();
  await line(one, '看见没有');
  await until(
    'it is read there',
    async () => (await two.locator('a.room.unread[data-room="there"]').count()) === 0,
  );
  await back();
  await one.context().close();
  await speaker.close();
});

noComplaints(parlor);
