// Every screen of the page, drawn in every width, theme and language, and what holds on each.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { drawn } from './page.mjs';
import { here } from './parlor.mjs';
import { MIDDLE, PHONE, SMALL, WIDE, back, faultsOf, screens, smallTargets } from './screens.mjs';
import { Town, brief, days } from './town.mjs';

const shots = join(here, 'shots');
const fair = { 'zh-Hans': '旧书市集筹备', 'zh-Hant': '舊書市集籌備', en: 'Book fair' };
const words = {
  'zh-Hans': { rooms: '进入', settings: '设置', doctor: '诊断' },
  'zh-Hant': { rooms: '進入', settings: '設定', doctor: '診斷' },
  en: { rooms: 'make', settings: 'settings', doctor: 'doctor' },
};
const touch = { hasTouch: true, isMobile: true };
let town;
before(async () => {
  mkdirSync(shots, { recursive: true });
  town = await Town.build({
    rooms: {
      ...Object.fromEntries(Object.values(fair).map(room => [room, days])),
      值班与钥匙: persons => brief(persons, '值班与钥匙'),
      'English corner': persons => brief(persons, 'English corner'),
      冬至聚餐: () => [],
    },
    talks: [
      ['林晓雨', '沈砚', '小样我放你桌上了'],
      ['Marta Kowalska', '沈砚', 'Thanks for the cable.'],
    ],
  });
});
after(() => town?.stop());

/** A page in the room of the fair, with the last messages new. */
async function reading(language, viewport, more = {}) {
  const room = fair[language];
  const head = days(town.persons).length;
  const context = await town.visitor({
    viewport,
    settings: { language, ...more.looks },
    read: { [room]: head - (more.unread ?? 5) },
    rooms: [room, '值班与钥匙', 'English corner', '冬至聚餐'],
    drafts: { 'English corner': 'Same place, half past seven?' },
    ...(viewport.width < 640 ? touch : {}),
    ...more,
  });
  const page = await town.open(context, more.room ?? room);
  page.words = words[language];
  await page.locator('.msg[data-seq], .blank').first().waitFor();
  await drawn(page);
  return page;
}

async function picture(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' });
}

/** Draws what is there, light and dark, and tells what is wrong with it. */
async function drawnIn(page, name) {
  const faults = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    faults.push(...(await faultsOf(page)));
    await picture(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return [...new Set(faults)].map(fault => `${name}: ${fault}`);
}

const all = Object.keys(screens);

async function drawAll(language, viewport, names = all, looks = {}) {
  const page = await reading(language, viewport, { looks });
  const faults = [];
  const kind = looks.contrast === 'more' ? '-contrast' : '';
  for (const name of names) {
    await screens[name](page);
    faults.push(...(await drawnIn(page, `${name}-${viewport.width}-${language}${kind}`)));
    if (viewport.width < 640)
      faults.push(...(await smallTargets(page)).map(small => `${name}: hard to touch: ${small}`));
    await back(page);
  }
  await page.context().close();
  return faults;
}

for (const language of ['zh-Hans', 'en']) {
  for (const viewport of [WIDE, MIDDLE, PHONE])
    test(`every screen is whole at ${viewport.width} pixels in ${language}, light and dark`, () =>
      drawAll(language, viewport).then(faults => assert.deepEqual(faults, [])));
}

test('every screen is whole in Traditional Chinese, wide and on a phone', async () => {
  assert.deepEqual(await drawAll('zh-Hant', WIDE), []);
  assert.deepEqual(await drawAll('zh-Hant', PHONE), []);
});

test('every screen is whole in high contrast, wide and on a phone', async () => {
  const looks = { contrast: 'more' };
  assert.deepEqual(await drawAll('zh-Hans', WIDE, all, looks), []);
  assert.deepEqual(await drawAll('en', PHONE, all, looks), []);
});

test('every screen is whole at 320 pixels, as it is at 200 % zoom', async () => {
  assert.deepEqual(await drawAll('en', SMALL), []);
  assert.deepEqual(await drawAll('zh-Hant', SMALL, ['room', 'settings', 'doctor']), []);
  const page = await reading('en', { width: 720, height: 450 }, { deviceScaleFactor: 2 });
  const faults = [];
  for (const [name, bring] of Object.entries(screens)) {
    await bring(page);
    faults.push(...(await faultsOf(page)).map(fault => `${name}: ${fault}`));
    await back(page);
  }
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('the door is whole in every width, and shows a wrong name in words', async () => {
  const languages = Object.keys(fair);
  for (const [i, viewport] of [WIDE, PHONE, MIDDLE, SMALL].entries()) {
    for (const language of i < 2 ? languages : languages.slice(i - 2, i - 1)) {
      const context = await town.visitor({ who: 'nobody', viewport, settings: { language } });
      const page = await town.open(context);
      const name = `join-${viewport.width}-${language}`;
      assert.deepEqual(await drawnIn(page, name), []);
      await page.fill('#name', '<b>沈砚</b> with a name that is far too long');
      assert.equal(await page.getAttribute('#name', 'aria-invalid'), 'true');
      assert.deepEqual(await faultsOf(page), []);
      await context.close();
    }
  }
});

test('an empty room says so, and a phone shows the list of rooms', async () => {
  for (const [language, viewport] of [
    ['zh-Hans', WIDE],
    ['en', PHONE],
  ]) {
    const page = await reading(language, viewport, { room: '冬至聚餐' });
    assert.deepEqual(await drawnIn(page, `empty-${viewport.width}-${language}`), []);
    if (viewport === PHONE) {
      await page.locator('.head .back').click();
      await page.locator('.side .room').first().waitFor();
      assert.deepEqual(await drawnIn(page, `list-${viewport.width}-${language}`), []);
      assert.deepEqual(await smallTargets(page), []);
    }
    await page.context().close();
  }
});

test('who comes back after a night reads on at the first new message, with what was missed beside it', async () => {
  for (const [language, viewport] of [
    ['en', WIDE],
    ['zh-Hans', PHONE],
  ]) {
    const page = await reading(language, viewport, { unread: 130 });
    await page.locator('.new').waitFor();
    await screens['catch-up'](page);
    await page.locator('.toc li').nth(1).waitFor();
    assert.ok(parseInt(await page.textContent('.aside .tot'), 10) > 60, 'what is below is new');
    assert.deepEqual(await drawnIn(page, `missed-${viewport.width}-${language}`), []);
    await page.locator('.toc button').last().click();
    await page.locator('.msg.marked').waitFor();
    assert.ok(await page.locator('.msg.marked').isVisible());
    await page.context().close();
  }
});

test('the margin says who on one line, the measure what, and the right column when', async () => {
  const page = await reading('zh-Hans', WIDE);
  const columns = await page.evaluate(() => {
    const lefts = selector => [
      ...new Set(
        [...document.querySelectorAll(selector)].map(one =>
          Math.round(one.getBoundingClientRect().left),
        ),
      ),
    ];
    return {
      texts: lefts('.log .said p, .status .m, #compose-hint span:nth-child(2)'),
      composer: Math.round(
        document.querySelector('#compose').getBoundingClientRect().left +
          parseFloat(getComputedStyle(document.querySelector('#compose')).paddingLeft),
      ),
      times: lefts('.log .when time'),
      names: [...document.querySelectorAll('.log .who .name')].every(
        name => name.getBoundingClientRect().height < 27,
      ),
    };
  });
  assert.deepEqual(columns.texts, [columns.composer]);
  assert.equal(columns.times.length, 1);
  assert.ok(columns.names);
  await page.context().close();
});

test('nothing moves once it is drawn while a room loads', async () => {
  for (const viewport of [WIDE, PHONE]) {
    const context = await town.visitor({
      viewport,
      rooms: [fair.en],
      read: { [fair.en]: days(town.persons).length },
      settings: { language: 'en' },
    });
    await context.addInitScript(() => {
      globalThis.shifts = [];
      new PerformanceObserver(list => {
        // The brackets on the bar follow what is in sight: they are to move.
        for (const { value, sources } of list
          .getEntries()
          .filter(each => !each.sources.every(({ node }) => node?.className === 'view')))
          shifts.push([
            value,
            ...sources.map(
              ({ node, previousRect, currentRect }) =>
                `${node?.className} ${previousRect.y} to ${currentRect.y}`,
            ),
          ]);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const page = await town.open(context, fair.en);
    await page.locator('.msg[data-seq]').nth(5).waitFor();
    await page.waitForLoadState('networkidle');
    await drawn(page);
    assert.deepEqual(await page.evaluate(() => shifts), []);
    await context.close();
  }
});

test('no page complained of anything', () => assert.deepEqual(town.complaints, []));
