// The composer: Enter, drafts, limits, paste, and names that are completed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './parlor.mjs';
import {
  box,
  focused,
  goTo,
  goToNew,
  inState,
  line,
  lines,
  noComplaints,
  online,
  roomRow,
  saidInAll,
  say,
  stage,
  write,
} from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50');

test('Enter sends and the focus stays; Shift and Enter begins a line', async () => {
  const page = await parlor.guest('沈砚', 'enter');
  assert.equal(await focused(page), 'compose');
  await page.keyboard.type('第一行');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('第二行');
  assert.equal(await box(page), '第一行\n第二行');
  await page.keyboard.press('Enter');
  assert.equal(await box(page), '');
  assert.equal(await focused(page), 'compose');
  await page.keyboard.type('再来');
  await page.click('button.go');
  assert.equal(await focused(page), 'compose');
  await page.keyboard.type('   ');
  await page.keyboard.press('Enter');
  await saidInAll(page, ['第一行\n第二行', '再来']);
  assert.equal(await inState(page, 'sending').count(), 0);
  await page.context().close();
});

test('it grows with its text up to 40 % of the height, then scrolls', async () => {
  const page = await parlor.guest('沈砚', 'grows');
  const heights = () =>
    page.evaluate(() => {
      const { clientHeight, scrollHeight } = document.querySelector('#compose');
      return [clientHeight, scrollHeight];
    });
  const [atRest] = await heights();
  await write(page, '一\n二\n三');
  const [three, needed] = await heights();
  assert.ok(three > atRest + 40, `${atRest} to ${three} pixels`);
  assert.equal(three, needed);
  await write(page, '行\n'.repeat(60));
  const [most, all] = await heights();
  assert.ok(Math.abs(most - 0.4 * 900) <= 2, `${most} pixels`);
  assert.ok(all > most);
  await page.context().close();
});

test('by choice Enter makes a new line, and Ctrl with Enter sends', async () => {
  const page = await parlor.guest('沈砚', 'choice');
  await page.click('.me button');
  await page.locator('[role=radiogroup][aria-label="Enter 键"] label', { hasText: '换行' }).click();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await page.click('#compose');
  await page.keyboard.type('一');
  await page.keyboard.press('Enter');
  await page.keyboard.type('二');
  assert.equal(await box(page), '一\n二');
  await page.keyboard.press('Control+Enter');
  await saidInAll(page, ['一\n二']);
  await page.reload();
  await online(page);
  await page.keyboard.type('三');
  await page.keyboard.press('Enter');
  assert.equal(await box(page), '三\n');
  await page.context().close();
});

test('each room keeps its draft, over other rooms and a reload, and the list says so', async () => {
  const page = await parlor.guest('沈砚', 'first');
  await write(page, '第一个房间的');
  await goToNew(page, 'second');
  assert.equal(await box(page), '');
  await roomRow(page, 'first').locator('.draft', { hasText: '草稿' }).waitFor();
  await write(page, '第二个房间的');
  await goTo(page, 'first');
  assert.equal(await box(page), '第一个房间的');
  assert.equal(await roomRow(page, 'first').locator('.draft').count(), 0); // one sees it itself
  await page.reload();
  await online(page);
  assert.equal(await box(page), '第一个房间的');
  await goTo(page, 'second');
  assert.equal(await box(page), '第二个房间的');
  await page.press('#compose', 'Enter');
  await line(page, '第二个房间的');
  await goTo(page, 'first');
  assert.equal(await roomRow(page, 'second').locator('.draft').count(), 0);
  await page.context().close();
});

test('near the limit the rest is counted, and what is too long is not sent', async () => {
  const page = await parlor.guest('话多', 'long');
  const counter = page.locator('.counter');
  await write(page, '长'.repeat(900));
  assert.equal(await counter.count(), 0);
  await write(page, '长'.repeat(901));
  await page.locator('.counter', { hasText: '还能写 99 个字' }).waitFor();
  await write(page, '长'.repeat(1001));
  await page.locator('.counter.over', { hasText: '超出 1 个字。删短一些。' }).waitFor();
  assert.ok(await page.isDisabled('button.go'));
  await page.press('#compose', 'Enter');
  assert.equal((await box(page)).length, 1001);
  await page.locator('.time', { hasText: '这里还没有人说话。' }).waitFor();
  assert.equal(await page.locator('.log .msg').count(), 0);
  await page.press('#compose', 'Backspace');
  await page.locator('.counter', { hasText: '还能写 0 个字' }).waitFor();
  await page.press('#compose', 'Enter');
  await line(page, '长长');
  assert.equal(await box(page), '');
  await page.context().close();
});

test('a paste that is too long asks first', async () => {
  const page = await parlor.guest('话多', 'paste', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const asked = [];
  let answer = false;
  page.on('dialog', dialog => {
    asked.push(dialog.message());
    void (answer ? dialog.accept() : dialog.dismiss());
  });
  const paste = async text => {
    await page.evaluate(each => navigator.clipboard.writeText(each), text);
    await page.keyboard.press('Control+V');
  };
  await paste('短的');
  assert.equal(await box(page), '短的');
  await paste('长'.repeat(1200));
  await until('it asked', () => asked.length === 1);
  assert.deepEqual(asked, ['这段文字比一条消息的上限多 202 个字。还要粘贴吗？']);
  assert.equal(await box(page), '短的');
  answer = true;
  await paste('长'.repeat(1200));
  await until('it is there', async () => (await box(page)).length === 1202);
  assert.equal(asked.length, 2);
  await page.context().close();
});

test('a name after @ is completed by letters, by Han and by pinyin', async () => {
  const names = ['林晓雨', '林小河', 'Marta Kowalska'];
  const others = await Promise.all(names.map(name => parlor.speaker(name, 'names')));
  const page = await parlor.guest('沈砚', 'names');
  await page.locator('.aside .person').nth(3).waitFor();
  const options = page.locator('.complete [role=option]');
  const type = async words => {
    await write(page, '');
    await page.keyboard.type(words);
  };
  const offered = async words => {
    let seen;
    await until(`offered: ${words}`, async () => {
      seen = (await options.locator('.cut').allTextContents()).sort();
      return seen.join() === [...words].sort().join();
    }).catch(() => assert.deepEqual(seen, words));
  };
  const chosen = words =>
    page.locator('.complete [aria-selected=true]', { hasText: words }).waitFor();

  await type('你好 @mar');
  await offered(['Marta Kowalska']);
  await page.keyboard.press('Tab');
  assert.equal(await box(page), '你好 @Marta Kowalska ');
  assert.equal(await focused(page), 'compose');

  await type('@林');
  await offered(['林晓雨', '林小河']);
  const first = await page.locator('.complete [aria-selected=true] .cut').textContent();
  await page.keyboard.press('ArrowDown');
  await chosen(first === '林晓雨' ? '林小河' : '林晓雨');
  await page.keyboard.press('ArrowDown'); // round
  await chosen(first);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  assert.equal(await box(page), `@${first} `); // chosen, not sent
  assert.deepEqual(await lines(page), []);

  await type('@lxy');
  await offered(['林晓雨']);
  await page.keyboard.press('Enter');
  assert.equal(await box(page), '@林晓雨 ');
  await page.keyboard.type('来吗');
  await page.keyboard.press('Enter');
  await line(page, '@林晓雨 来吗');
  await page.locator('.said .at', { hasText: '@林晓雨' }).waitFor();

  await type('@linxiao');
  await offered(['林晓雨', '林小河']);
  await page.keyboard.press('Escape');
  await options.first().waitFor({ state: 'detached' });
  assert.equal(await box(page), '@linxiao');
  await page.keyboard.press('Enter');
  await saidInAll(page, ['@林晓雨 来吗', '@linxiao']);
  await type('a@lin');
  await write(page, '');
  assert.equal(await options.count(), 0); // an address is no name
  await page.context().close();
  for (const other of others) await other.close();
});

test('a reply quotes, leads to what it answers, and is dropped by Escape', async () => {
  const page = await parlor.guest('沈砚', 'reply');
  const speaker = await parlor.speaker('林晓雨', 'reply');
  await speaker.say('几点关门？');
  await line(page, '几点关门？');
  const row = page.locator('.msg', { hasText: '几点关门？' }).first();
  const reply = async () => {
    await row.hover();
    await row.locator('.tools button').first().click();
    await page.locator('.replybar', { hasText: '几点关门？' }).waitFor();
  };
  await reply();
  assert.equal(await focused(page), 'compose');
  await page.keyboard.press('Escape');
  await page.locator('.replybar').waitFor({ state: 'detached' });
  await reply();
  await page.keyboard.type('五点');
  await page.keyboard.press('Enter');
  await line(page, '五点');
  await page.locator('.msg .quote', { hasText: '几点关门？' }).click();
  await page.locator('.msg.marked', { hasText: '几点关门？' }).waitFor();
  assert.equal(await page.locator('.replybar').count(), 0);
  await page.context().close();
  await speaker.close();
});

noComplaints(parlor);
