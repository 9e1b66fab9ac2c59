// What a person does on the page and sees there, in few words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, Parlor, until } from './parlor.mjs';

const roomAddress = (url, room) => `${url}r/${encodeURIComponent(room)}`;

/** A server and a browser for all tests of a file. */
export function stage(...options) {
  const here = {
    /** Somebody with a browser of their own, which asks for Chinese. */
    person: (more = {}) => here.browser.person({ locale: 'zh-CN', ...more }),
    open: async (context, room = 'lobby', url = here.server.url) => {
      const page = await context.newPage();
      await page.goto(roomAddress(url, room));
      return page;
    },
    /** Comes in by the door. */
    comeIn: async (context, name, room = 'lobby', url = here.server.url) => {
      const page = await here.open(context, room, url);
      await enter(page, name);
      return page;
    },
    /** A person and their page, in one go. */
    guest: async (name, room, more, url) => {
      const context = await here.person(more);
      return here.comeIn(context, name, room, url);
    },
    /** Two tabs of one person, in the same room. */
    twoTabs: async (name, room) => {
      const context = await here.person();
      const one = await here.comeIn(context, name, room);
      const two = await here.open(context, room);
      await online(two);
      return [one, two];
    },
    speaker: (name, room) => speaker(here, name, room),
  };
  before(async () => {
    here.server = await Parlor.start(...options);
    here.browser = await Browser.start();
  });
  after(async () => {
    await here.browser?.stop();
    await here.server?.stop();
  });
  return here;
}

/** The last test of each file. */
export function noComplaints(here) {
  test('no page complained of anything', () => assert.deepEqual(here.browser.complaints, []));
}

export async function enter(page, name) {
  await page.fill('#name', name);
  await page.press('#name', 'Enter');
  await online(page);
}

export const online = page =>
  page.locator('.me small', { hasText: /^(Online|在线|線上)$/ }).waitFor();

export async function write(page, words) {
  await page.fill('#compose', words);
}

/** What stands in the composer. */
export const box = page => page.inputValue('#compose');
export const focused = page => page.evaluate(() => document.activeElement.id);

export async function say(page, words) {
  await write(page, words);
  await page.press('#compose', 'Enter');
}

/** Waits until the status line says this. */
export const status = (page, words) => page.locator('.status', { hasText: words }).waitFor();

const pending = ['queued', 'sending', 'stale', 'failed'];
const stored = `.log .msg[data-seq]${pending.map(state => `:not(.${state})`).join('')}`;

/** The rows of messages that have their number. */
export const rows = page => page.locator(stored);

/** What was said, as it stands there, without what is still on its way. */
export const lines = page => page.locator(`${stored} .said p`).allTextContents();

/** Waits until somebody's words have their number. */
export const line = (page, words) =>
  page.locator(`${stored} .said p`, { hasText: words }).first().waitFor();

/** The rows in this state: queued, sending, stale or failed. */
export const inState = (page, state) => page.locator(`.log .msg.${state}`);

/** Waits until exactly this stands there, in this order. */
export async function saidInAll(page, expected, millis) {
  let seen = [];
  try {
    await until(
      'all of it',
      async () => {
        seen = await lines(page);
        return seen.length >= expected.length;
      },
      millis,
    );
  } finally {
    assert.deepEqual(seen, expected);
  }
}

/** The page can be opened without a network from now on. */
export const keptHere = page =>
  until('the service worker has the page', () =>
    page.evaluate(() => navigator.serviceWorker.controller?.state === 'activated'),
  );

/** Marks the document, so that a reload would be noticed. */
export const mark = page =>
  page.evaluate(() => {
    globalThis.sameDocument = true;
  });
export const notReloaded = page => page.evaluate(() => globalThis.sameDocument === true);

export const roomRow = (page, room) => page.locator(`.rooms a.room[data-room="${room}"]`);
export async function goTo(page, room) {
  await roomRow(page, room).click();
  await page.locator(`.rooms a.room[data-room="${room}"][aria-current="page"]`).waitFor();
}

/** Enters a room by its name, as one does who was never there. */
export async function goToNew(page, room) {
  await page.click('.brand button');
  await page.fill('#room-name', room);
  await page.press('#room-name', 'Enter');
  await roomRow(page, room).waitFor();
}

/** Two frames: what was to be drawn is drawn. */
export const drawn = page =>
  page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
  );

/** Where the row of this message is on the screen, in pixels from the top. */
export const topOf = (page, seq) =>
  page.evaluate(
    each => document.querySelector(`.msg[data-seq="${each}"]`)?.getBoundingClientRect().top,
    seq,
  );

/** The number of the first message that is whole on the screen. */
export const firstInSight = page =>
  page.evaluate(() => {
    const edge = document.querySelector('.time').getBoundingClientRect();
    const rows = [...document.querySelectorAll('.msg[data-seq]')];
    const row = rows.find(each => each.getBoundingClientRect().top >= edge.top + 60);
    return Number(row?.dataset.seq);
  });

export const atEnd = page =>
  page.evaluate(() => {
    const { scrollHeight, clientHeight, scrollTop } = document.querySelector('.time');
    return scrollHeight - clientHeight - scrollTop < 2;
  });

/** Turns the wheel over the messages: upwards below zero. */
export async function wheel(page, pixels) {
  const box = await page.locator('.time').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(0, pixels);
  await drawn(page);
}

/** Takes the focus off the window, as another window in front of it does. */
export async function lookAway(page) {
  const away = await page.context().newCDPSession(page);
  await away.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  const other = await page.context().newPage();
  await other.bringToFront();
  await until('the page is behind', () => page.evaluate(() => !document.hasFocus()));
  return async () => {
    await other.close();
    await away.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await page.bringToFront();
    await until('the page is in front', () => page.evaluate(() => document.hasFocus()));
    await away.detach();
  };
}

/** Somebody without a page: a socket and a name, quick to speak. */
async function speaker(here, name, room) {
  const context = await here.person();
  const page = await context.newPage();
  await page.goto(`${here.server.url}healthz`); // of the same origin, and nothing else
  await page.evaluate(
    ([who, where]) =>
      new Promise(done => {
        const query = `name=${encodeURIComponent(who)}&room=${encodeURIComponent(where)}&echo=0`;
        window.ws = new WebSocket(`ws://${location.host}/ws?${query}`, 'parlor.v1');
        window.acks = new Map();
        ws.onmessage = ({ data }) => {
          const frame = JSON.parse(data);
          if (frame.type === 'joined') done();
          if (frame.type === 'ack') acks.get(frame.ref)?.(frame.seq);
        };
      }),
    [name, room],
  );
  return {
    page,
    /** One text or several; resolves with the number of the last. */
    say: (...texts) =>
      page.evaluate(async all => {
        let last;
        for (let start = 0; start < all.length; start += 100) {
          const sent = all.slice(start, start + 100).map(
            message =>
              new Promise(done => {
                const id = crypto.randomUUID();
                acks.set(id, done);
                ws.send(JSON.stringify({ type: 'chat', ref: id, id, message }));
              }),
          );
          last = (await Promise.all(sent)).at(-1);
        }
        return last;
      }, texts),
    answer: (replyTo, message) =>
      page.evaluate(
        ([to, text]) => ws.send(JSON.stringify({ type: 'chat', message: text, replyTo: to })),
        [replyTo, message],
      ),
    to: (userId, message) =>
      page.evaluate(
        ([to, text]) => ws.send(JSON.stringify({ type: 'private', to, message: text })),
        [userId, message],
      ),
    close: () => context.close(),
  };
}

/** So many texts of different lengths, told apart by their number. */
export const talk = (count, from = 1) =>
  Array.from(
    { length: count },
    (_, i) => `第 ${from + i} 句 ${'话'.repeat(((from + i) * 37) % 90)}`,
  );
