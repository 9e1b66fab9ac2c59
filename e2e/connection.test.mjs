// A connection that breaks, for a moment and for long: what is told, and that nothing moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Wire, until } from './parlor.mjs';
import {
  atEnd,
  box,
  drawn,
  firstInSight,
  inState,
  line,
  lines,
  lookAway,
  noComplaints,
  saidInAll,
  say,
  stage,
  status,
  talk,
  topOf,
  wheel,
  write,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=100000', '--limits.messageBurst=100000');

/** Notes each thing that the status line says from now on, with its kind. */
const note = page =>
  page.evaluate(() => {
    const element = document.querySelector('.status');
    globalThis.told = [];
    const read = () => {
      const kind = element.className.replace('status row3', '').trim();
      const entry = `${kind}: ${element.textContent}`;
      if (told.at(-1) !== entry) told.push(entry);
    };
    new MutationObserver(read).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
const silent = page => page.locator('.status .m:empty').waitFor({ state: 'attached' });
const told = page => page.evaluate(() => globalThis.told.filter(each => each !== ': '));

test('a blip is told quietly, and only that it is over', async () => {
  const wire = await Wire.to(parlor.server);
  const page = await parlor.guest('沈砚', 'blip', {}, wire.url);
  await note(page);
  wire.cut();
  await status(page, '连上了，断开期间的消息都在。');
  await silent(page);
  assert.deepEqual(await told(page), [
    'plain: 连接断了，正在重新连接…',
    'good: 连上了，断开期间的消息都在。',
  ]);
  await page.context().close();
  wire.stop();
});

test('killed while one types: the words, the place of the caret and the focus stay', async () => {
  const { server } = parlor;
  const page = await parlor.guest('沈砚', 'typing');
  await page.keyboard.type('写到一');
  await server.kill();
  await page.keyboard.type('半，断');
  await status(page, '连接断了，正在重新连接…');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('了还在写');
  await server.launch();
  await status(page, '连上了');
  await page.keyboard.type('，');
  assert.equal(await box(page), '写到一半，了还在写，断');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'compose');
  await page.context().close();
});

test('an outage longer than the grace counts down, and can be ended by hand', async () => {
  const { server } = parlor;
  const page = await parlor.guest('林晓雨', 'long');
  await note(page);
  const began = Date.now();
  await server.kill();
  await say(page, '断了也写');
  await inState(page, 'queued').filter({ hasText: '断了也写' }).waitFor();
  const count = page.locator('.status.warn', { hasText: /连接断了，\d+ 秒后重试。/ });
  await count.waitFor();
  assert.ok(Date.now() - began >= 4_500, 'nothing is said in the first five seconds');
  const seconds = async () => Number((await count.textContent()).match(/(\d+) 秒/)[1]);
  const first = await seconds();
  await until('it counts', async () => (await seconds().catch(() => first)) !== first);
  await page.locator('.status button', { hasText: '为什么？' }).waitFor();
  await server.launch();
  // By hand, or by itself in the same moment.
  await page
    .locator('.status button', { hasText: '现在重试' })
    .click({ timeout: 2_000 })
    .catch(() => {});
  await status(page, '连上了');
  await saidInAll(page, ['断了也写']);
  const words = (await told(page)).map(each => each.replace(/\d+ 秒/, 'n 秒'));
  assert.equal(words[0], 'plain: 连接断了，正在重新连接…');
  await silent(page);
  await page.context().close();
});

test('killed while scrolled up: what is read does not move, and what came is counted', async () => {
  const { server } = parlor;
  const speaker = await parlor.speaker('说话的', 'scrolled');
  await speaker.say(...talk(80));
  const page = await parlor.guest('读的', 'scrolled');
  await line(page, '第 80 句');
  await wheel(page, -900);
  const seq = await firstInSight(page);
  const top = await topOf(page, seq);
  await server.kill();
  await status(page, '连接断了');
  await server.launch();
  const again = await parlor.speaker('说话的', 'scrolled');
  await status(page, '连上了');
  await again.say(...talk(3, 81));
  await page.locator('.jumpbtn', { hasText: '条新消息' }).waitFor();
  await drawn(page);
  assert.ok(Math.abs((await topOf(page, seq)) - top) <= 2);
  assert.ok(!(await atEnd(page)));
  await page.click('.jumpbtn');
  await line(page, '第 83 句');
  const all = (await lines(page)).map(each => Number(each.match(/\d+/)[0]));
  assert.deepEqual(
    all,
    all.map((_, i) => all[0] + i),
  );
  assert.equal(all.at(-1), 83);
  await page.context().close();
  await speaker.close();
  await again.close();
});

test('killed while nobody looks: whoever looks again finds everything, once', async () => {
  const { server } = parlor;
  const page = await parlor.guest('周明远', 'hidden');
  await say(page, '一');
  await line(page, '一');
  const back = await lookAway(page);
  await write(page, '草稿');
  await server.kill();
  await server.launch();
  const speaker = await parlor.speaker('别人', 'hidden');
  await speaker.say('二', '三');
  await back();
  await saidInAll(page, ['一', '二', '三']);
  await page.locator('.new', { hasText: '2 条' }).waitFor();
  assert.equal(await box(page), '草稿');
  await page.context().close();
  await speaker.close();
});

test('frozen by the browser: thawed, it reads on where it stopped', async () => {
  const page = await parlor.guest('陈家琪', 'frozen');
  const speaker = await parlor.speaker('别人', 'frozen');
  await speaker.say('之前');
  await line(page, '之前');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await speaker.say('冻住的时候', '还有一句');
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await saidInAll(page, ['之前', '冻住的时候', '还有一句']);
  await page.context().close();
  await speaker.close();
});

noComplaints(parlor);
