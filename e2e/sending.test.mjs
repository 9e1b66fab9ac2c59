// The life of a message on the page: queued, sending, sent, not sent, and too fast.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parlor, Wire, refusing, until } from './parlor.mjs';
import {
  box,
  drawn,
  inState,
  line,
  lines,
  noComplaints,
  saidInAll,
  say,
  stage,
  status,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50', ...refusing('违禁词'));

/** Follows the row of this text: where it stands, and whether it was ever taken out. */
const follow = (page, text) =>
  page.evaluate(words => {
    const row = [...document.querySelectorAll('.log .msg')].find(
      each => each.querySelector('.said p').textContent === words,
    );
    const where = () => {
      const { top, height } = row.getBoundingClientRect();
      return { top, height };
    };
    globalThis.followed = { row, where, states: [row.className], began: where(), removed: 0 };
    new MutationObserver(changes => {
      for (const change of changes) {
        if ([...change.removedNodes].includes(row)) followed.removed++;
        if (change.target === row) followed.states.push(row.className);
      }
    }).observe(document.querySelector('.log'), {
      childList: true,
      subtree: true,
      attributeFilter: ['class'],
    });
  }, text);

const followed = page =>
  page.evaluate(() => {
    const { row, where, states, began, removed } = followed;
    return {
      states,
      began,
      ended: where(),
      removed,
      connected: row.isConnected,
      seq: row.dataset.seq,
    };
  });

test('a message turns from sending into sent in its place: the row stays, nothing moves', async () => {
  const wire = await Wire.to(parlor.server);
  const page = await parlor.guest('沈砚', 'place', {}, wire.url);
  await say(page, '之前的');
  await line(page, '之前的');
  wire.hold();
  await say(page, '路上的');
  await inState(page, 'sending').locator('.when', { hasText: '发送中' }).waitFor();
  await say(page, '下一条');
  await inState(page, 'queued').locator('.when', { hasText: '排队中' }).waitFor();
  await drawn(page);
  await follow(page, '路上的');
  wire.release();
  await saidInAll(page, ['之前的', '路上的', '下一条']);
  await drawn(page);
  const { states, began, ended, removed, connected, seq } = await followed(page);
  assert.ok(connected);
  assert.equal(removed, 0);
  assert.equal(seq, '2');
  assert.match(states[0], /sending/);
  assert.doesNotMatch(states.at(-1), /sending|queued/);
  assert.deepEqual(ended, began);
  await page.context().close();
  wire.stop();
});

test('a message is there at once, before the server has heard of it', async () => {
  const wire = await Wire.to(parlor.server);
  const page = await parlor.guest('沈砚', 'at once', {}, wire.url);
  wire.hold();
  await page.fill('#compose', '马上');
  const shown = await page.evaluate(
    () =>
      new Promise(done => {
        const began = performance.now();
        new MutationObserver(() => {
          if (document.querySelector('.log .msg .said p')?.textContent === '马上')
            done(performance.now() - began);
        }).observe(document.querySelector('.time'), { childList: true, subtree: true });
        const enter = { key: 'Enter', bubbles: true, cancelable: true };
        document.querySelector('#compose').dispatchEvent(new KeyboardEvent('keydown', enter));
      }),
  );
  assert.ok(shown < 200, `${shown} ms`);
  wire.release();
  await line(page, '马上');
  await page.context().close();
  wire.stop();
});

async function refused(room) {
  const page = await parlor.guest('话多', room);
  await say(page, '这是违禁词吗');
  await inState(page, 'failed').locator('.when', { hasText: '未发送' }).waitFor();
  await say(page, '后面的');
  await inState(page, 'queued').filter({ hasText: '后面的' }).waitFor();
  await page
    .locator('.status.bad[role=alert]', { hasText: '有一条没发出去，后面的在等它。' })
    .waitFor();
  const told = await page.locator('.status').textContent();
  assert.ok(told.replace(/有一条没发出去.*/, '').length > 5, `no reason is told: ${told}`);
  assert.deepEqual(await lines(page), []);
  await inState(page, 'failed').hover();
  return page;
}
const tool = (page, words) => inState(page, 'failed').locator('.tools button', { hasText: words });

test('what is refused stays, with the reason; deleted, what waits behind it goes', async () => {
  const page = await refused('delete');
  assert.match(await inState(page, 'failed').textContent(), /这是违禁词吗/);
  await tool(page, '删除').click();
  await saidInAll(page, ['后面的']);
  assert.equal(await inState(page, 'failed').count(), 0);
  await page.context().close();
});

test('what is refused can be put back into the composer and mended', async () => {
  const page = await refused('mend');
  await tool(page, '放回草稿').click();
  await line(page, '后面的');
  assert.equal(await box(page), '这是违禁词吗');
  await say(page, '这样可以吗');
  await saidInAll(page, ['后面的', '这样可以吗']);
  await page.context().close();
});

test('what is refused can be tried again, and is refused again, once', async () => {
  const page = await refused('again');
  await follow(page, '这是违禁词吗');
  await tool(page, '重试').click();
  await until('it was tried and refused', async () => {
    const { states } = await followed(page);
    return states.length > 1 && /failed/.test(states.at(-1));
  });
  assert.equal(await inState(page, 'failed').count(), 1);
  assert.deepEqual(await lines(page), []);
  await page.reload();
  await inState(page, 'failed').filter({ hasText: '这是违禁词吗' }).waitFor();
  await page.context().close();
});

test('who writes too fast is told for how long to wait, and all arrives in order', async () => {
  const own = await Parlor.start('--limits.messagesPerSecond=1', '--limits.messageBurst=2');
  const page = await parlor.guest('快手', 'fast', {}, own.url);
  const texts = ['一', '二', '三', '四', '五'];
  for (const text of texts) await say(page, text);
  await page.locator('.status.warn', { hasText: /^发得太快了，\d+ 秒后继续发。$/ }).waitFor();
  await saidInAll(page, texts);
  await page.locator('.status .m:empty').waitFor({ state: 'attached' });
  await page.context().close();
  await own.stop();
});

noComplaints(parlor);
