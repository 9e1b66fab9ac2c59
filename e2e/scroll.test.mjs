// Scrolling in a long room: what is read stays where it is, and the document stays small.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Wire, until } from './parlor.mjs';
import {
  atEnd,
  drawn,
  firstInSight,
  goTo,
  goToNew,
  line,
  noComplaints,
  rows,
  say,
  stage,
  talk,
  topOf,
  wheel,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=100000', '--limits.messageBurst=100000');

const MOST_ROWS = 400;
let speaker;
/** A room in which 900 messages were said. */
async function long() {
  if (speaker === undefined) {
    speaker = await parlor.speaker('说话的', 'long');
    await speaker.say(...talk(900));
  }
  return 'long';
}

/** The numbers in the document, and that they are without holes and not too many. */
async function numbers(page) {
  const seqs = await rows(page).evaluateAll(all => all.map(row => Number(row.dataset.seq)));
  assert.deepEqual(
    seqs,
    seqs.map((_, i) => seqs[0] + i),
  );
  assert.ok(seqs.length <= MOST_ROWS, `${seqs.length} rows`);
  return seqs;
}

/** Follows a row, frame by frame, until `stop()` tells the largest way from where it stood. */
async function steady(page, seq) {
  await page.evaluate(each => {
    const top = () =>
      document.querySelector(`.msg[data-seq="${each}"]`)?.getBoundingClientRect().top;
    globalThis.followedFrom = top();
    globalThis.moved = 0;
    const look = () => {
      moved = Math.max(moved, Math.abs((top() ?? Infinity) - followedFrom));
      globalThis.frame = requestAnimationFrame(look);
    };
    look();
  }, seq);
  return () =>
    page.evaluate(() => {
      cancelAnimationFrame(frame);
      return moved;
    });
}

test('older messages are loaded ahead, ten times, and what is read never moves by 2 pixels', async () => {
  const wire = await Wire.to(parlor.server);
  const page = await parlor.guest('读的', await long(), {}, wire.url);
  await line(page, '第 900 句');
  let first = (await numbers(page))[0];
  for (let load = 0; load < 10; load++) {
    wire.hold();
    for (let turns = 0; turns < 60; turns++) {
      const top = await page.evaluate(() => document.querySelector('.time').scrollTop);
      if (top < 600) break;
      await wheel(page, -Math.min(400, top - 500));
    }
    const stop = await steady(page, await firstInSight(page));
    wire.release();
    await until('older ones are there', async () => (await numbers(page))[0] < first);
    await drawn(page);
    const moved = await stop();
    assert.ok(moved <= 2, `load ${load + 1} moved it by ${moved} px`);
    [first] = await numbers(page);
  }
  assert.ok(first <= 300, `read back to ${first} only`);
  await page.click('.jumpbtn');
  await line(page, '第 900 句');
  assert.ok(await atEnd(page));
  await page.context().close();
  wire.stop();
});

test('from the first message down to the end: none is left out, and the document stays small', async () => {
  const context = await parlor.person();
  const page = await parlor.open(context, `${await long()}`);
  await page.goto(`${page.url()}/1`);
  await page.fill('#name', '读的');
  await page.press('#name', 'Enter');
  await line(page, '第 1 句');
  const seen = new Set();
  await until(
    'the end',
    async () => {
      for (const seq of await numbers(page)) seen.add(seq);
      await wheel(page, 2_500);
      return seen.has(900);
    },
    30_000,
  );
  assert.equal(seen.size, 900);
  await context.close();
});

test('a link to a message opens around it, marked, also after a reload', async () => {
  const context = await parlor.person();
  const page = await context.newPage();
  await page.goto(`${parlor.server.url}r/${await long()}/123`);
  await page.fill('#name', '读的');
  await page.press('#name', 'Enter');
  const marked = page.locator('.msg.marked', { hasText: '第 123 句' });
  for (const way of ['the door', 'a reload']) {
    await marked.waitFor();
    const { top, middle } = await marked.evaluate(row => {
      const box = document.querySelector('.time').getBoundingClientRect();
      const { top: edge, height } = row.getBoundingClientRect();
      return { top: edge + height / 2 - box.top, middle: box.height / 2 };
    });
    assert.ok(Math.abs(top - middle) < 60, `by ${way} it stands at ${top}, not at ${middle}`);
    await page.locator('.jumpbtn').waitFor();
    await numbers(page);
    if (way === 'the door') await page.reload();
  }
  await page.locator('.msg.marked').waitFor({ state: 'detached' });
  assert.ok(Math.abs(await topOf(page, 123)) > 0);
  await context.close();
});

test('at the end the end stays in sight; above it nothing moves', async () => {
  const page = await parlor.guest('读的', 'end');
  const other = await parlor.speaker('Ann', 'end');
  await other.say(...talk(60));
  await line(page, '第 60 句');
  await drawn(page);
  assert.ok(await atEnd(page));
  await other.say(...talk(5, 61));
  await line(page, '第 65 句');
  await drawn(page);
  assert.ok(await atEnd(page));
  await wheel(page, -700);
  const seq = await firstInSight(page);
  const stop = await steady(page, seq);
  await other.say(...talk(40, 66));
  await page.locator('.jumpbtn', { hasText: '40 条新消息' }).waitFor();
  await drawn(page);
  assert.ok((await stop()) <= 2);
  await say(page, '我说一句'); // one's own leads to the end
  await line(page, '我说一句');
  await drawn(page);
  assert.ok(await atEnd(page));
  assert.equal(await page.locator('.jumpbtn').count(), 0);
  await page.context().close();
  await other.close();
});

test('each room keeps its place', async () => {
  const page = await parlor.guest('读的', await long());
  await line(page, '第 900 句');
  await wheel(page, -800);
  const seq = await firstInSight(page);
  const top = await topOf(page, seq);
  await goToNew(page, 'another');
  await goTo(page, 'long');
  await line(page, '第 900 句');
  await drawn(page);
  assert.ok(Math.abs((await topOf(page, seq)) - top) <= 2);
  await page.goBack();
  await page.locator('a.room[data-room="another"][aria-current]').waitFor();
  await page.goBack();
  await until('it is there again', async () => (await topOf(page, seq)) !== undefined);
  await drawn(page);
  assert.ok(Math.abs((await topOf(page, seq)) - top) <= 2);
  await page.context().close();
});

test('a window that grows or shrinks keeps the end, and the place above it', async () => {
  const page = await parlor.guest('读的', await long());
  await line(page, '第 900 句');
  await page.setViewportSize({ width: 1440, height: 600 });
  await drawn(page);
  assert.ok(await atEnd(page));
  await page.setViewportSize({ width: 1000, height: 900 });
  await drawn(page);
  assert.ok(await atEnd(page));
  await wheel(page, -800);
  const seq = await firstInSight(page);
  const top = await topOf(page, seq);
  await page.fill('#compose', '一\n二\n三\n四\n五\n六'); // the composer grows
  await drawn(page);
  assert.ok(Math.abs((await topOf(page, seq)) - top) <= 2);
  await page.context().close();
});

noComplaints(parlor);
