// What people write and call themselves is text, whatever it looks like.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { drawn, lookAway } from './page.mjs';
import { until } from './parlor.mjs';
import { PHONE, WIDE, faultsOf } from './screens.mjs';
import { Town } from './town.mjs';

const evil = '<img src=x onerror="pwned=1"><script>pwned=1</script>';
const long = ['W'.repeat(24), '龘'.repeat(24), `Z${'\u0335\u0321\u0322\u0327'.repeat(5)}`];
const twins = ['Marta', 'M\u0430rta']; // the second with a Cyrillic letter
const messages = {
  script: '<script>pwned=1</script>',
  image: '<img src=x onerror=pwned=1>',
  drawing: '<svg onload=pwned=1><a xlink:href="javascript:pwned=1">x</a></svg>',
  mutation:
    '<math><mtext><table><mglyph><style><img src=x onerror=pwned=1></style></mglyph></table>',
  template: '{{constructor.constructor("pwned=1")()}} ${pwned=1}',
  markdown: '[x](javascript:pwned=1) ![y](x" onerror="pwned=1)',
  bidi: '\u202Egpj.exe\u202C \u2066left\u2069 \u202Ebut never closed',
  marks: `ma${'\u0301'.repeat(10_000)}rks`,
  word: 'x'.repeat(1_000),
  address: `https://example.org/${'a'.repeat(1_000)}`,
  rightToLeft: 'שלום עולם, hello مرحبا بالعالم 123',
  zeroWidth: 'zero\u200Bwidth\u200D\uFEFF\u2060joined',
  lines: `first${'\n'.repeat(400)}last`,
  calls: '@沈砚 '.repeat(1_000).trim(),
};
const noLinks = [
  'javascript:pwned=1',
  'JaVaScRiPt:pwned=1',
  'java\tscript:pwned=1',
  'vbscript:pwned=1',
  'data:text/html,<script>pwned=1</script>',
  '//evil.example/x',
  'https://good.example@evil.example/',
];
const room = 'hostile';
let town;
before(async () => {
  town = await Town.build({
    options: ['--limits.messagesPerSecond=0', '--limits.textLength=20000'],
    names: ['林晓雨', '沈砚', ...long, ...twins],
    rooms: {
      [room]: persons => {
        const all = [...Object.values(messages), ...noLinks, 'the last of them'];
        return all.map((message, i) => {
          const who = Object.values(persons).filter(({ name }) => name !== '沈砚')[
            i % (long.length + 3)
          ];
          return {
            at: Date.now() - (all.length - i) * 60_000,
            userId: who.userId,
            user: who.name,
            message,
          };
        });
      },
      talk: () => [],
    },
  });
});
after(() => town?.stop());

/** All that says EVIL says something worse, as from a server that checks nothing. */
async function visit({ rewritten = false, at = room, ...more } = {}) {
  const context = await town.visitor({
    viewport: WIDE,
    settings: { language: 'en', notifications: true },
    rooms: [at],
    ...more,
  });
  await context.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      violations.push(`${violatedDirective} ${blockedURI}`),
    );
    globalThis.told = [];
    globalThis.Notification = class {
      static permission = 'granted';
      static requestPermission = async () => 'granted';
      constructor(title, { body }) {
        told.push([title, body]);
      }
    };
  });
  const page = await context.newPage();
  page.on('dialog', () => assert.fail('a dialog opened'));
  if (rewritten)
    await page.routeWebSocket(/\/ws/, socket => {
      const server = socket.connectToServer();
      server.onMessage(text =>
        socket.send(String(text).replaceAll('EVIL', JSON.stringify(evil).slice(1, -1))),
      );
    });
  await page.goto(`${town.server.url}r/${at}`);
  await page.locator('.msg[data-seq], .blank').first().waitFor();
  return page;
}

async function isHarmless(page) {
  await drawn(page);
  const { pwned, refused, added } = await page.evaluate(() => ({
    pwned: globalThis.pwned,
    refused: violations,
    added: document.querySelectorAll(
      'script:not([src]), img, iframe, object, embed, math, mglyph, ' +
        '[onerror], [onload], [srcdoc]',
    ).length,
  }));
  assert.equal(pwned, undefined);
  assert.deepEqual(refused, []);
  assert.equal(added, 0);
}

/** Rows as wide as the page, one under the other, and what is in them within them. */
const brokenRows = page =>
  page.evaluate(() => {
    const broken = [];
    const page = document.querySelector('.page').getBoundingClientRect();
    let bottom = -Infinity;
    for (const row of document.querySelectorAll('.log > *')) {
      const box = row.getBoundingClientRect();
      const what = row.textContent.slice(0, 40);
      if (box.left < page.left - 1 || box.right > page.right + 1) broken.push(`wide: ${what}`);
      if (!row.matches('.day') && box.top < bottom - 1) broken.push(`on another: ${what}`);
      if (!row.matches('.day')) bottom = Math.max(bottom, box.bottom); // that one sticks to the top
      const said = row.querySelector('.said');
      const text = row.querySelector('.said p');
      if (text === null) continue;
      if (said.scrollWidth > said.clientWidth + 1) broken.push(`out of its column: ${what}`);
      // What towers over its line is cut off there, not drawn over the lines of others.
      if (getComputedStyle(text).overflowY !== 'clip') broken.push(`towers: ${what}`);
    }
    return broken;
  });

test('whatever is written is shown as it is written, and nothing of it runs', async () => {
  const page = await visit();
  const shown = await page.locator('.log .said p').allTextContents();
  const all = Object.entries(messages);
  for (const [i, [name, message]] of all.entries()) {
    const text = shown[i].replace(/…$/, '');
    assert.ok(text.length > 0 && message.startsWith(text), name);
    if (text !== message) assert.ok(shown[i].endsWith('…'), name);
  }
  for (const [i, text] of noLinks.entries()) {
    const row = page.locator('.log .msg').nth(all.length + i);
    assert.equal(await row.locator('.said p').textContent(), text);
    for (const link of await row.locator('.said a').all())
      assert.match(await link.getAttribute('href'), /^(https?|mailto):(?!.*@)/);
  }
  await isHarmless(page);
  for (const link of await page.locator('.log .said a').all()) {
    const rel = await link.getAttribute('rel');
    for (const word of ['noopener', 'noreferrer', 'nofollow']) assert.ok(rel.includes(word));
  }
  await page.context().close();
});

for (const viewport of [WIDE, PHONE]) {
  test(`no message and no name breaks the page at ${viewport.width} pixels`, async () => {
    const page = await visit({ viewport });
    assert.deepEqual(await brokenRows(page), []);
    for (const fold of await page.locator('.said .fold').all()) await fold.click();
    await drawn(page);
    assert.deepEqual(await brokenRows(page), []);
    assert.deepEqual(await faultsOf(page), []);
    await page.locator('.head .tally').click();
    assert.deepEqual(await faultsOf(page), []);
    await isHarmless(page);
    await page.context().close();
  });
}

test('names that look alike are two people, told apart by their colours or their words', async () => {
  const page = await visit();
  const rows = page.locator('.aside .person', { hasText: /^.?M.rta$/ });
  await rows.nth(1).waitFor();
  assert.equal(await rows.count(), 2);
  assert.deepEqual((await rows.locator('.cut').allTextContents()).sort(), [...twins].sort());
  await page.context().close();
});

test('a room, a person and a message of a server that checks nothing are text everywhere', async () => {
  const page = await visit({ rewritten: true, at: 'talk' });
  await town.gather([{ name: 'EVIL' }]);
  await town.say(['EVIL', 'talk', 'EVIL'], ['EVIL', 'talk', '@沈砚 EVIL']);
  await page.locator('.msg .said p', { hasText: evil }).first().waitFor();
  assert.equal(await page.locator('.msg .name').first().textContent(), evil);
  await page.locator('.aside .person', { hasText: 'onerror' }).waitFor();
  await isHarmless(page);

  await page.fill('#compose', '');
  await page.keyboard.type('@');
  await page.locator('.complete .opt', { hasText: evil }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.locator('dialog .opt', { hasText: evil }).waitFor();
  await page.keyboard.press('Escape');
  await isHarmless(page);

  await page.locator('.aside .person', { hasText: 'onerror' }).click();
  await page.locator('h1', { hasText: evil }).waitFor();
  assert.equal(await page.title(), `${evil} · Parlor`);
  await isHarmless(page);

  const backAgain = await lookAway(page);
  await town.say(['EVIL', 'talk', '@沈砚 EVIL again']);
  await until('it is told', () => page.evaluate(() => told.length > 0));
  const [title, body] = await page.evaluate(() => told[0]);
  assert.ok(title.startsWith(evil));
  assert.equal(body, `@沈砚 ${evil} again`);
  await backAgain();
  assert.ok((await page.title()).endsWith('Parlor'));
  await isHarmless(page);
  await page.context().close();
});

test('no page complained of anything', () => assert.deepEqual(town.complaints, []));
