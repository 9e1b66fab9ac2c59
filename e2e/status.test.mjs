// The status line: what it says in each state, drawn, and that nothing moves when it speaks.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inState, status } from './page.mjs';
import { here, refusing } from './parlor.mjs';
import { PHONE, WIDE, faultsOf } from './screens.mjs';
import { Town, days } from './town.mjs';

const shots = join(here, 'shots');
const views = [
  { language: 'zh-Hans', room: '旧书市集筹备', viewport: WIDE },
  { language: 'en', room: 'Book fair', viewport: PHONE, hasTouch: true, isMobile: true },
];
let town, pages;
before(async () => {
  mkdirSync(shots, { recursive: true });
  town = await Town.build({
    options: ['--limits.messagesPerSecond=1', '--limits.messageBurst=3', ...refusing('芜菁')],
    rooms: Object.fromEntries(views.map(({ room }) => [room, days])),
  });
  pages = [];
  for (const view of views) pages.push(await arrive(view, ['沈砚', '苏打'][pages.length]));
});
after(() => town?.stop());

async function arrive({ language, room, ...context }, who) {
  const made = await town.visitor({ who, settings: { language }, rooms: [room], ...context });
  const page = await town.open(made, room);
  await page.locator('.msg[data-seq]').first().waitFor();
  return page;
}

/** Where the composer stands, and how far the end of what was said is from the edge. */
const placesOf = page =>
  page.evaluate(() => ({
    composer: Math.round(document.querySelector('.cbox').getBoundingClientRect().top),
    toEnd: Math.round(
      document.querySelector('.time').getBoundingClientRect().bottom -
        document.querySelector('.log').getBoundingClientRect().bottom,
    ),
  }));

/** Waits until both pages say it, draws them, and compares where things are with before. */
const says = (state, chinese, english) =>
  Promise.all(
    pages.map(async (page, i) => {
      const { viewport, language } = views[i];
      await status(page, [chinese, english][i]);
      // At once: some of what it says is soon over.
      await page.screenshot({
        path: join(shots, `status-${state}-${viewport.width}-${language}.png`),
      });
      assert.deepEqual(await faultsOf(page), [], state);
      assert.deepEqual(await placesOf(page), places[i], state);
    }),
  );
let places;

/** By the button: on a phone Enter makes a new line. */
async function say(page, words) {
  await page.fill('#compose', words);
  await page.locator('.cbox .go').click();
}
const both = act => Promise.all(pages.map(act));

test('at first it says that the page connects, and the room stands as it will', async () => {
  places = await both(placesOf);
  for (const [i, view] of views.entries()) {
    const context = await town.visitor({
      who: '王建国',
      settings: { language: view.language },
      rooms: [view.room],
      viewport: view.viewport,
    });
    const page = await context.newPage();
    await page.routeWebSocket(/\/ws/, () => {}); // it opens, and nobody speaks
    await page.goto(`${town.server.url}r/${encodeURIComponent(view.room)}`);
    await status(page, ['正在连接…', 'Connecting…'][i]);
    assert.deepEqual(await faultsOf(page), []);
    assert.equal((await placesOf(page)).composer, places[i].composer);
    await page.screenshot({
      path: join(shots, `status-connecting-${view.viewport.width}-${view.language}.png`),
    });
    await context.close();
  }
});

test('a message that goes out too fast waits, and the line says for how long', async () => {
  await both(async page => {
    const waits = page.locator('.status.warn');
    // As many as it takes: a slow machine is not that fast.
    for (let said = 0; said < 5 || (said < 30 && (await waits.count()) === 0); said++)
      await say(page, `${said}`);
  });
  await says('too-fast', '发得太快了', 'That was fast');
  await both(page =>
    page.locator('.msg.queued, .msg.sending').last().waitFor({ state: 'detached' }),
  );
});

test('a refused message says why, in red and with a way on', async () => {
  await both(page => say(page, '芜菁'));
  await says('not-sent', '有一条没发出去', 'One message was not sent');
  const lines = await pages[1]
    .locator('.status .m > span')
    .evaluate(text => text.getBoundingClientRect().height / 20);
  assert.ok(lines >= 2, 'on a phone it has two lines');
  await both(async page => {
    // By pointing: what is said in two lines lies on neither.
    await inState(page, 'failed').locator('.again').click();
    await inState(page, 'failed').locator('.again').hover();
    await inState(page, 'failed').locator('.tools .no').click();
  });
});

test('a restart, a long absence and the way back are told in one place', async () => {
  await town.end();
  await says('restarting', '服务器正在重启', 'The server is restarting');
  await both(page => say(page, '线槽我周五带过去。'));
  await Promise.all([
    status(pages[0], /连接断了，\d+ 秒后重试/),
    status(pages[1], /Trying again in \d+ sec/),
  ]);
  await says('offline', '现在重试', 'Try now');
  assert.equal(await inState(pages[0], 'queued').count(), 1);
  await town.server.launch();
  await both(page =>
    page
      .locator('.status button')
      .first()
      .click()
      .catch(() => {}),
  );
  await says('resumed', '连上了', 'Nothing was missed');
});

test('no page complained of anything', () => assert.deepEqual(town.complaints, []));
