// The page for those who do not see it, do not use a pointer, or need other colours.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { drawn, line, online, wheel } from './page.mjs';
import { until } from './parlor.mjs';
import { PHONE, WIDE, back, screens } from './screens.mjs';
import { Town, brief, days } from './town.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const words = { rooms: 'make', settings: 'settings', doctor: 'doctor' };
const room = 'Book fair';
let town, head;
before(async () => {
  town = await Town.build({
    rooms: { [room]: days, 'English corner': persons => brief(persons), empty: () => [] },
    talks: [['林晓雨', '沈砚', '小样我放你桌上了']],
  });
  head = days(town.persons).length;
});
after(() => town?.stop());

async function visit(options = {}) {
  const context = await town.visitor({
    viewport: WIDE,
    settings: { language: 'en', ...options.settings },
    rooms: [room, 'English corner', 'empty'],
    read: { [room]: head - 5 },
    ...options.context,
  });
  const page = await town.open(context, options.room ?? room);
  page.words = words;
  await page.locator('.msg[data-seq], .blank').first().waitFor();
  return page;
}

/** In high contrast that of AAA is asked for. */
async function violationsOf(page, contrast) {
  await drawn(page);
  // By the debugger, whom no policy asks.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    enhanced =>
      axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: { 'color-contrast-enhanced': { enabled: enhanced } },
        resultTypes: ['violations'],
      }),
    contrast === 'more',
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html, any }) => `${html.slice(0, 120)} ${any[0]?.message ?? ''}`)
        .join(' | ')}`,
  );
}

for (const contrast of ['system', 'more']) {
  test(`axe finds nothing on any screen, light and dark, contrast ${contrast}`, async () => {
    for (const viewport of [WIDE, PHONE]) {
      const page = await visit({ settings: { contrast }, context: { viewport } });
      for (const [name, bring] of Object.entries(screens)) {
        await bring(page);
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          assert.deepEqual(
            await violationsOf(page, contrast),
            [],
            `${name} ${viewport.width} ${colorScheme}`,
          );
        }
        await back(page);
      }
      await page.context().close();
    }
  });
}

test('axe finds nothing at the door, in an empty room and on the phone’s list', async () => {
  const door = await town.open(await town.visitor({ who: 'nobody', settings: { language: 'en' } }));
  assert.deepEqual(await violationsOf(door), []);
  await door.fill('#name', '<b>');
  assert.deepEqual(await violationsOf(door), []);
  const empty = await visit({ room: 'empty', context: { viewport: PHONE } });
  assert.deepEqual(await violationsOf(empty), []);
  await empty.locator('.head .back').click();
  assert.deepEqual(await violationsOf(empty), []);
  await door.context().close();
  await empty.context().close();
});

test('the page has its landmarks, one h1, and a name for everything', async () => {
  const page = await visit();
  const tree = await page.locator('body').ariaSnapshot();
  for (const part of [
    'navigation "Rooms"',
    'main',
    'region "Messages"',
    'complementary "People"',
    'navigation "Catch up"',
    'textbox "Write a message"',
    'slider',
  ])
    assert.ok(tree.includes(part), part);
  assert.equal(await page.locator('h1').count(), 1);
  assert.equal(await page.locator('h1').textContent(), room);
  assert.doesNotMatch(tree, /- (button|link|textbox|slider|checkbox|radio)( \[[^\]]*\])*:?$/m);
  await page.context().close();
});

const focused = page =>
  page.evaluate(() => {
    const one = document.activeElement;
    return one.id || one.dataset.seq || one.getAttribute('aria-label') || one.className;
  });
const here = (page, title) => page.locator('h1', { hasText: title }).waitFor();

test('one comes in, goes about, writes and answers in private by the keyboard alone', async () => {
  const page = await town.open(
    await town.visitor({
      who: 'nobody',
      settings: { language: 'en' },
      rooms: [room, 'English corner'],
    }),
    room,
  );
  await page.keyboard.type('Ann');
  await page.keyboard.press('Enter');
  await online(page);
  await here(page, room);
  assert.equal(await focused(page), 'compose');
  await page.keyboard.type('Hello from the keys');
  await page.keyboard.press('Enter');
  await line(page, 'Hello from the keys');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('engl');
  await page.keyboard.press('Enter');
  await here(page, 'English corner');
  await page.keyboard.press('Alt+ArrowUp');
  await here(page, room);
  await page.keyboard.press('Alt+ArrowDown');
  await here(page, 'English corner');
  await page.keyboard.press('Alt+ArrowUp');
  await here(page, room);

  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.locator('.aside :focus').waitFor();
  await page.keyboard.press('Tab'); // to the search
  await page.keyboard.type('阿May');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await here(page, '阿May');
  await page.keyboard.press('Tab');
  await page.focus('#compose');
  await page.keyboard.type('Only for you');
  await page.keyboard.press('Enter');
  await line(page, 'Only for you');
  await page.context().close();
});

test('messages are read back by arrows, j and k; exactly one takes the Tab', async () => {
  const page = await visit();
  const tabbable = () => page.locator('.log .msg[tabindex="0"]').count();
  assert.equal(await tabbable(), 1);
  await page.locator('.log .msg[tabindex="0"]').focus();
  const last = Number(await focused(page));
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), String(last - 1));
  await page.keyboard.press('k');
  assert.equal(await focused(page), String(last - 2));
  await page.keyboard.press('j');
  assert.equal(await focused(page), String(last - 1));
  assert.equal(await tabbable(), 1);
  await page.keyboard.press('r');
  await page.locator('.replybar').waitFor();
  await page.locator('#compose:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.replybar').waitFor({ state: 'detached' });
  await page.context().close();
});

test('F6 goes through the parts of the page and round again, backwards with Shift', async () => {
  const page = await visit();
  await page.focus('#compose');
  const part = () =>
    page.evaluate(() =>
      ['.side', '.time', '.cbox', '.bar', '.aside'].find(each =>
        document.querySelector(each)?.contains(document.activeElement),
      ),
    );
  const seen = [];
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('F6');
    seen.push(await part());
  }
  assert.deepEqual([...seen].sort(), ['.aside', '.bar', '.cbox', '.side', '.time']);
  assert.equal(seen.at(-1), '.cbox');
  await page.keyboard.press('Shift+F6');
  assert.equal(await part(), '.time');
  await page.context().close();
});

test('every dialog closes by Escape and gives the focus back', async () => {
  const page = await visit();
  for (const [keys, start] of [
    ['Control+k', '#compose'],
    ['Control+/', '#compose'],
    ['Control+k', '.find'],
    ['?', '.find'],
  ]) {
    await page.focus(start);
    const before = await focused(page);
    await page.keyboard.press(keys);
    await page.locator('dialog[open]').waitFor();
    assert.ok(await page.evaluate(() => document.activeElement.closest('dialog') !== null));
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    assert.equal(await focused(page), before, `${keys} from ${start}`);
  }
  await page.context().close();
});

test('the first stop on the page leads to the composer, past all that stands before it', async () => {
  const page = await visit();
  await page.focus('.brand button');
  await page.keyboard.press('Shift+Tab');
  assert.ok(await page.locator('.skip:focus').isVisible());
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'compose');
  await page.context().close();
});

test('new messages are said once, with who said them; not history, not own, not while one reads above', async () => {
  const page = await visit({ room: 'English corner' });
  await page.evaluate(() => {
    globalThis.heard = [];
    new MutationObserver(() => {
      const text = document.querySelector('[data-announcements]').textContent;
      if (text !== '') heard.push(text);
    }).observe(document.querySelector('[data-announcements]'), {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const heard = () => page.evaluate(() => heard);
  const corner = 'English corner';
  await page.fill('#compose', 'my own');
  await page.press('#compose', 'Enter');
  await town.say(['周明远', corner, 'Good evening'], ['阿May', corner, 'Hello']);
  await until('it is said', async () => (await heard()).length === 1);
  assert.deepEqual(await heard(), ['周明远: Good evening. 阿May: Hello']);
  await town.say(...['1', '2', '3', '4'].map(word => ['苏打', corner, word]));
  await until('they are counted', async () => (await heard()).length === 2);
  assert.equal((await heard())[1], '4 new messages');
  await page.keyboard.press('Alt+ArrowUp');
  await here(page, room);
  await page.locator('.msg[data-seq]').nth(20).waitFor();
  await wheel(page, -1_500);
  await page.locator('.jumpbtn').waitFor();
  await town.say(['周明远', room, 'below what one reads']);
  await page.locator('.jumpbtn', { hasText: '1' }).click();
  await page.locator('.msg .said p', { hasText: 'below what one reads' }).waitFor();
  await town.say(['周明远', room, 'at the end']);
  await until('it is said', async () => (await heard()).length > 2);
  assert.deepEqual((await heard()).slice(2), ['周明远: at the end']);
  await page.context().close();
});

test('in forced colours the focus is seen, and with less motion nothing moves', async () => {
  for (const media of [
    { forcedColors: 'active' },
    { reducedMotion: 'reduce' },
    { contrast: 'more' },
  ]) {
    const page = await visit();
    await page.emulateMedia(media);
    await page.evaluate(() => {
      globalThis.moved = [];
      for (const type of ['animationstart', 'transitionrun'])
        addEventListener(type, event => {
          const lasts = event.target
            .getAnimations({ subtree: true })
            .some(each => each.effect.getComputedTiming().duration > 1);
          if (lasts) moved.push(`${type} of ${event.target.className}`);
        });
    });
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      const ring = await page.evaluate(() => {
        const one = document.activeElement;
        const seen = [
          getComputedStyle(one),
          getComputedStyle(one, '::before'),
          ...(one.closest('.cbox, .find') ? [getComputedStyle(one.closest('.cbox, .find'))] : []),
        ];
        return {
          what: one.className || one.id,
          widths: seen
            .filter(style => style.outlineStyle !== 'none')
            .map(style => parseFloat(style.outlineWidth)),
        };
      });
      assert.ok(
        ring.widths.some(width => width >= 2),
        `no ring on ${ring.what}`,
      );
    }
    if (media.reducedMotion) {
      await page.locator('.head .acts .icon').last().hover();
      await page.keyboard.press('Control+k');
      await page.locator('dialog .opt').first().hover();
      await town.say(['周明远', room, 'comes in without a move']);
      await page.locator('.msg .said p', { hasText: 'without a move' }).waitFor();
      await drawn(page);
      assert.deepEqual(await page.evaluate(() => moved), []);
    }
    await page.context().close();
  }
});

test('no page complained of anything', () => assert.deepEqual(town.complaints, []));
