// What is unread: in the list of rooms, the title, the icon, and how it is read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './parlor.mjs';
import {
  goTo,
  goToNew,
  line,
  lookAway,
  noComplaints,
  roomRow,
  say,
  stage,
  status,
  talk,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50');
const unread = (page, room) => page.locator(`a.room.unread[data-room="${room}"]`);
const title = (page, words) =>
  until(`the title is ${words}`, async () => (await page.title()) === words);
const icon = page =>
  page.evaluate(() => new URL(document.querySelector('link[rel=icon]').href).pathname);

test('another room is bold and counts what names me; title and icon say so too', async () => {
  const page = await parlor.guest('沈砚', 'quiet');
  await goToNew(page, 'here');
  const speaker = await parlor.speaker('林晓雨', 'quiet');
  await title(page, 'here · Parlor');
  assert.equal(await icon(page), '/icon.svg');
  await speaker.say('一句');
  await unread(page, 'quiet').waitFor();
  await title(page, '• here · Parlor');
  assert.equal(await icon(page), '/icon-unread.svg');
  assert.equal(await roomRow(page, 'quiet').locator('.count').count(), 0);
  await speaker.say('@沈砚 看一下', '还有 @沈砚，别忘了');
  await roomRow(page, 'quiet').locator('.count', { hasText: '2' }).waitFor();
  await title(page, '(2) here · Parlor');
  const weight = await roomRow(page, 'quiet')
    .locator('.cut')
    .first()
    .evaluate(each => Number(getComputedStyle(each).fontWeight));
  assert.ok(weight >= 600, `it is not bold: ${weight}`);
  assert.match(await roomRow(page, 'quiet').locator('.sr').textContent(), /3 条新消息.*2 条提到你/);
  await goTo(page, 'quiet');
  await page.locator('.msg.calls').first().waitFor();
  await title(page, 'quiet · Parlor');
  assert.equal(await icon(page), '/icon.svg');
  await goTo(page, 'here');
  assert.equal(await unread(page, 'quiet').count(), 0);
  await page.context().close();
  await speaker.close();
});

test('while nobody looks nothing is read, in the room that is shown neither', async () => {
  const page = await parlor.guest('沈砚', 'away');
  const speaker = await parlor.speaker('林晓雨', 'away');
  const back = await lookAway(page);
  await speaker.say('@沈砚 在吗');
  await line(page, '在吗');
  await title(page, '(1) away · Parlor');
  await back();
  await title(page, 'away · Parlor');
  await page.context().close();
  await speaker.close();
});

test('what one says on another device makes nothing unread', async () => {
  const page = await parlor.guest('沈砚', 'own');
  await goToNew(page, 'else');
  const me = await page.evaluate(() => localStorage['parlor.me']);
  const device = await parlor.person(); // it knows who one is, and not what was read
  await device.addInitScript(kept => {
    if (location.protocol.startsWith('http')) localStorage.setItem('parlor.me', kept);
  }, me);
  const second = await parlor.open(device, 'own');
  await say(second, '我自己说的');
  await line(second, '我自己说的');
  const speaker = await parlor.speaker('林晓雨', 'own');
  await speaker.say('别人说的'); // when this has come, so has what was said before it
  await unread(page, 'own').waitFor();
  assert.match(await roomRow(page, 'own').locator('.sr').textContent(), /^1 条新消息$/);
  await speaker.close();
  await device.close();
  await page.context().close();
});

test('unread from here puts the mark back, and Escape reads the room', async () => {
  const page = await parlor.guest('沈砚', 'mark');
  const speaker = await parlor.speaker('林晓雨', 'mark');
  await speaker.say(...talk(6));
  await line(page, '第 6 句');
  const row = page.locator('.msg', { hasText: '第 3 句' });
  await row.hover();
  await row.locator('.tools button[aria-label="从这里标为未读"]').click();
  await page.locator('.new', { hasText: '4 条' }).waitFor();
  await goToNew(page, 'else');
  await unread(page, 'mark').waitFor();
  assert.match(await roomRow(page, 'mark').locator('.sr').textContent(), /4 条新消息/);
  await goTo(page, 'mark');
  await page.keyboard.press('Escape');
  await page.locator('.new').waitFor({ state: 'detached' });
  await goTo(page, 'else');
  assert.equal(await unread(page, 'mark').count(), 0);
  await page.context().close();
  await speaker.close();
});

test('Shift and Escape reads all rooms, and can be undone', async () => {
  const page = await parlor.guest('沈砚', 'one');
  await goToNew(page, 'two');
  await goToNew(page, 'three');
  const speakers = [await parlor.speaker('林晓雨', 'one'), await parlor.speaker('林晓雨 2', 'two')];
  for (const each of speakers) await each.say('新的');
  for (const room of ['one', 'two']) await unread(page, room).waitFor();
  await page.keyboard.press('Shift+Escape');
  await status(page, '所有房间都标为已读了。');
  assert.equal(await page.locator('a.room.unread').count(), 0);
  await page.locator('.status button', { hasText: '撤销' }).click();
  for (const room of ['one', 'two']) await unread(page, room).waitFor();
  await page.keyboard.press('Shift+Escape');
  await page.locator('a.room.unread').first().waitFor({ state: 'detached' });
  await page.reload();
  await roomRow(page, 'two').waitFor();
  assert.equal(await page.locator('a.room.unread').count(), 0);
  await page.context().close();
  for (const each of speakers) await each.close();
});

test('a room one was never in is unread only from when one entered it', async () => {
  const speaker = await parlor.speaker('林晓雨', 'old');
  await speaker.say('很早以前');
  const page = await parlor.guest('沈砚', 'old');
  await line(page, '很早以前');
  assert.equal(await page.locator('.new').count(), 0);
  await title(page, 'old · Parlor');
  await goToNew(page, 'else');
  assert.equal(await unread(page, 'old').count(), 0);
  await page.context().close();
  await speaker.close();
});

noComplaints(parlor);
