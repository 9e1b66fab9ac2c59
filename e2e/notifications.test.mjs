// Notifications of the system: asked for by the reader, and only for what calls them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './parlor.mjs';
import { goToNew, line, lookAway, noComplaints, say, stage } from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50');

/** Somebody who wants notifications; what the system would show is written down instead. */
async function wanting(name, room) {
  const context = await parlor.person({ permissions: ['notifications'] });
  await context.addInitScript(() => {
    window.shown = [];
    window.Notification = class {
      static permission = 'default';
      static asked = 0;
      static async requestPermission() {
        this.asked++;
        this.permission = 'granted';
        return 'granted';
      }
      constructor(heading, { body, tag }) {
        shown.push({ heading, body, tag });
        window.latest = this;
      }
      close() {}
    };
  });
  const page = await parlor.comeIn(context, name, room);
  assert.equal(await page.evaluate(() => Notification.asked), 0); // never by itself
  await page.click('.me button');
  await page.locator('dialog .switch').click();
  await until('it is on', () => page.locator('dialog .switch').isChecked());
  assert.equal(await page.evaluate(() => Notification.asked), 1);
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  return page;
}
const shown = page => page.evaluate(() => window.shown);

test('a message that names me while nobody looks is told once, and leads there', async () => {
  const page = await wanting('沈砚', 'called');
  const speaker = await parlor.speaker('林晓雨', 'called');
  await speaker.say('@沈砚 正看着');
  await line(page, '正看着');
  assert.deepEqual(await shown(page), []);
  await goToNew(page, 'else');
  const back = await lookAway(page);
  await speaker.say('没有叫谁');
  const seq = await speaker.say('@沈砚 海报到了');
  await until('it is told', async () => (await shown(page)).length > 0);
  assert.deepEqual(await shown(page), [
    { heading: '林晓雨 · called', body: '@沈砚 海报到了', tag: `called ${seq}` },
  ]);
  await page.evaluate(() => latest.onclick());
  await page.locator('.msg.marked', { hasText: '海报到了' }).waitFor();
  await back();
  await page.context().close();
  await speaker.close();
});

test('a private message while nobody looks is told, the first one too', async () => {
  const page = await wanting('沈砚', 'private');
  const other = await parlor.guest('林晓雨', 'private');
  const back = await lookAway(page);
  await other.locator('.aside .person', { hasText: '沈砚' }).click();
  await say(other, '悄悄说');
  await line(other, '悄悄说');
  await say(other, '再说一句');
  await until('both are told', async () => (await shown(page)).length >= 2);
  assert.deepEqual(
    (await shown(page)).map(each => [each.heading, each.body]),
    [
      ['林晓雨', '悄悄说'],
      ['林晓雨', '再说一句'],
    ],
  );
  await back();
  await page.context().close();
  await other.context().close();
});

test('what one says oneself is never told, nor what was missed long ago', async () => {
  const page = await wanting('沈砚', 'self');
  const second = await parlor.open(page.context(), 'self');
  await second.locator('.me small', { hasText: '在线' }).waitFor();
  const back = await lookAway(page);
  await say(second, '@沈砚 我叫我自己');
  await line(page, '我叫我自己');
  const speaker = await parlor.speaker('林晓雨', 'self');
  await speaker.say('@沈砚 你也在'); // the mark that what came before it was not told
  await until('the other one is told', async () => (await shown(page)).length > 0);
  assert.deepEqual(
    (await shown(page)).map(each => each.body),
    ['@沈砚 你也在'],
  );
  await back();
  await page.context().close();
  await speaker.close();
});

noComplaints(parlor);
