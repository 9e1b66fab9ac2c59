// Going places: the quick switcher, the directory, and the room's log drawn beside it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from './parlor.mjs';
import { online } from './page.mjs';
import { days, reader, Town } from './town.mjs';

const FAIR = '旧书市集筹备';
let town;
let length;
before(async () => {
  town = await Town.build({
    rooms: {
      [FAIR]: persons => {
        const all = days(persons);
        length = all.length;
        return all;
      },
      tea: days,
    },
  });
});
after(() => town?.stop());

async function visit(more) {
  const context = await town.visitor({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    ...more,
  });
  const page = await town.open(context, FAIR);
  await online(page);
  await page.locator('.bar rect').first().waitFor();
  return page;
}

const inSight = (page, seq) =>
  until(`message ${seq} is in sight`, () =>
    page.evaluate(each => {
      const row = document.querySelector(`.msg[data-seq="${each}"]`)?.getBoundingClientRect();
      const edge = document.querySelector('.time').getBoundingClientRect();
      return row !== undefined && row.bottom > edge.top && row.top < edge.bottom;
    }, seq),
  );
const seqsInSight = page =>
  page.evaluate(() => {
    const edge = document.querySelector('.time').getBoundingClientRect();
    return [...document.querySelectorAll('.msg[data-seq]')]
      .filter(row => {
        const box = row.getBoundingClientRect();
        return box.bottom > edge.top && box.top < edge.bottom;
      })
      .map(row => Number(row.dataset.seq));
  });

test('the switcher finds rooms and people by letters and by pinyin, and leads there', async () => {
  const page = await visit();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('jiushu');
  await page.locator('.opt[aria-selected="true"]', { hasText: FAIR }).waitFor();
  await page.locator('.dialog input').fill('tea');
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: 'tea' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('@lxy');
  const options = page.locator('.dialog .opt');
  await until('one person is left', async () => (await options.count()) === 1);
  assert.equal(await options.textContent(), '林林晓雨');
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: '林晓雨' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('#');
  await until('rooms only', async () => (await options.allTextContents()).length >= 2);
  assert.ok((await options.allTextContents()).every(each => !each.includes('林晓雨')));
  await page.context().close();
});

test('the switcher does things, too: dark, and all rooms read', async () => {
  const page = await visit();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('深色');
  await page.keyboard.press('Enter');
  await until('it is dark', () =>
    page.evaluate(() => document.documentElement.dataset.theme === 'dark'),
  );
  await page.context().close();
});

test('the bar draws the whole log, what is read and what is new, and a click leads there', async () => {
  const page = await visit({ read: { [FAIR]: length - 30 } });
  const ticks = page.locator('.bar rect');
  await page.locator('.bar rect.un').first().waitFor({ state: 'attached' });
  const fresh = await page.locator('.bar rect.un').count();
  assert.ok((await page.locator('.bar rect.was').count()) > fresh, 'most is drawn as read');
  assert.ok((await page.locator('.bar .dayno').count()) > 0);
  assert.ok((await ticks.count()) <= 120);
  const track = await page.locator('.bar .track').boundingBox();
  await page.mouse.click(track.x + 20, track.y + 3);
  await inSight(page, 1);
  const brackets = page.locator('.bar .view');
  await until('the brackets stand at the top', () =>
    brackets.evaluate(view => parseFloat(view.style.top) < 20),
  );
  await page.context().close();
});

test('the bar is a slider: arrows go by stretch and say which, Enter goes there', async () => {
  const page = await visit();
  const track = page.locator('.bar .track');
  await track.focus();
  await page.keyboard.press('Home');
  const said = await track.getAttribute('aria-valuetext');
  assert.match(said, /\d+ 条/);
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await track.getAttribute('aria-valuetext'), said);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await inSight(page, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await until('the end is near', async () => (await seqsInSight(page)).at(-1) > length - 40);
  await page.context().close();
});

test('the panel lists what was missed and leads to what is for me', async () => {
  const page = await visit({ read: { [FAIR]: length - 60 } });
  await page.locator('.new').waitFor(); // one reads on there, far above what names one
  await page.click('.head button[aria-label="补读"]');
  const panel = page.locator('.aside', { hasText: '补读' });
  await panel.locator('.toc li').first().waitFor();
  assert.equal(await page.locator('.page .bar').count(), 0, 'one bar at a time');
  await town.say(['Marta Kowalska', FAIR, `@${reader} can you hear me?`]);
  await panel.locator('.toc li', { hasText: 'can you hear me?' }).waitFor();
  const next = panel.locator('button', { hasText: '下一条和你有关的' });
  await panel.locator('.toc li', { hasText: '16 A socket' }).waitFor();
  const call = page.locator('.msg.calls.marked', { hasText: '16 A socket' });
  assert.equal(await call.count(), 0);
  await next.click();
  await call.waitFor();
  await page.context().close();
});

test('no page complained of anything', () => assert.deepEqual(town.complaints, []));
