// Input methods, in the order in which browsers really send their events: no word that is chosen
// with Enter sends the message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { box, inState, line, lines, noComplaints, saidInAll, stage } from './page.mjs';

const parlor = stage('--limits.messagesPerSecond=50');

/** Nothing went out, and nothing is on its way. */
async function nothingSent(page) {
  assert.deepEqual(await lines(page), []);
  for (const state of ['queued', 'sending']) assert.equal(await inState(page, state).count(), 0);
}

/** Later than any browser would still send a keydown of the input method. */
const later = page =>
  page.evaluate(
    () =>
      new Promise(done => {
        const end = performance.now() + 100;
        const wait = () => (performance.now() > end ? done() : requestAnimationFrame(wait));
        wait();
      }),
  );

test('Enter that chooses characters does not send; Shift and Enter begins a line', async () => {
  const page = await parlor.guest('拼音', 'chromium');
  const devtools = await page.context().newCDPSession(page);
  const compose = text =>
    devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  const key = (type, code, windowsVirtualKeyCode) =>
    devtools.send('Input.dispatchKeyEvent', { type, key: 'Enter', code, windowsVirtualKeyCode });
  for (const part of ['d', 'da', 'da z', '打字']) {
    await key('rawKeyDown', 'KeyD', 229);
    await compose(part);
  }
  assert.equal(await box(page), '打字');
  await key('rawKeyDown', 'Enter', 229);
  await devtools.send('Input.insertText', { text: '打字' });
  await key('keyUp', 'Enter', 13);
  assert.equal(await box(page), '打字');
  await nothingSent(page);
  await compose('zhong');
  await devtools.send('Input.insertText', { text: '中' });
  await later(page);
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('第二行');
  assert.equal(await box(page), '打字中\n第二行');
  await page.keyboard.press('Enter');
  await saidInAll(page, ['打字中\n第二行']);
  assert.equal(await box(page), '');
  await page.context().close();
});

/** One event of such a sequence: a type, and what it says. */
const down = more => ['keydown', { key: 'Enter', code: 'Enter', ...more }];
const sequences = {
  'Chromium and Firefox: keydown 229 while composing, then the end': [
    ['compositionstart'],
    ['compositionupdate'],
    down({ keyCode: 229, isComposing: true }),
    ['compositionend'],
    ['keyup', { key: 'Enter' }],
  ],
  'Safari: the end, then keydown 229': [
    ['compositionstart'],
    ['compositionupdate'],
    ['compositionend'],
    down({ keyCode: 229 }),
  ],
  'Safari, older: the end, then keydown 13': [
    ['compositionstart'],
    ['compositionupdate'],
    ['compositionend'],
    down({ keyCode: 13 }),
  ],
  'Korean: keydown 13 that is marked as composing': [
    ['compositionstart'],
    ['compositionupdate'],
    down({ keyCode: 13, isComposing: true }),
    ['compositionend'],
  ],
};

for (const [name, sequence] of Object.entries(sequences)) {
  test(`${name}: nothing is sent, a later Enter sends`, async () => {
    const room = `ime ${Object.keys(sequences).indexOf(name)}`;
    const page = await parlor.guest('拼音', room);
    await page.fill('#compose', '打字中');
    await page.evaluate(events => {
      const element = document.querySelector('#compose');
      for (const [type, more] of events) {
        const Kind = type.startsWith('key') ? KeyboardEvent : CompositionEvent;
        element.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, ...more }));
      }
    }, sequence);
    assert.equal(await box(page), '打字中');
    await nothingSent(page);
    await later(page);
    await page.press('#compose', 'Enter');
    await line(page, '打字中');
    assert.equal(await box(page), '');
    await page.context().close();
  });
}

test('no key of the page fires while characters are composed', async () => {
  const page = await parlor.guest('拼音', 'keys');
  await page.fill('#compose', 'k');
  await page.evaluate(() => {
    const element = document.querySelector('#compose');
    element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    for (const more of [{ key: 'k', ctrlKey: true }, { key: '/', ctrlKey: true }, { key: 'F6' }])
      element.dispatchEvent(
        new KeyboardEvent('keydown', {
          bubbles: true,
          cancelable: true,
          keyCode: 229,
          isComposing: true,
          ...more,
        }),
      );
  });
  assert.equal(await page.locator('dialog').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'compose');
  await page.context().close();
});

noComplaints(parlor);
