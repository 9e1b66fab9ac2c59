import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  indexedDbOutbox,
  memoryOutbox,
  type OutboxChange,
  type OutboxStore,
  type Outgoing,
  uuidV7,
} from '../src/index.ts';
import { World } from './world.ts';

let names = 0;
const patience = { timeout: 10_000 };

function outgoing(message: string, more: Partial<Outgoing> = {}): Outgoing {
  return { id: uuidV7(), room: 'tea', message, createdAt: 1, state: 'queued', ...more };
}

async function texts(store: OutboxStore): Promise<string[]> {
  return (await store.load()).map(({ message }) => message);
}

/** The other tabs hear by a channel: this waits for the next that one of them hears. */
function nextChange(store: OutboxStore): Promise<OutboxChange> {
  return new Promise((resolve) => {
    const off = store.watch((change) => {
      off();
      resolve(change);
    });
  });
}

const stores: [string, () => OutboxStore][] = [
  ['memory', memoryOutbox],
  ['IndexedDB', () => indexedDbOutbox(`contract ${names++}`)],
];

describe.each(stores)('an outbox in %s', (_, open) => {
  test('gives what it keeps, oldest first', async () => {
    const store = open();
    const [one, two, three] = [outgoing('one'), outgoing('two'), outgoing('three')];
    for (const each of [three, one, two]) {
      await store.put(each);
    }
    expect(await store.load()).toEqual([one, two, three]);
  });

  test('keeps the state of the moment, once for each id', async () => {
    const store = open();
    const one = outgoing('one', { to: { userId: 'g-2', name: 'Bob' }, replyTo: 3 });
    await store.put(one);
    one.state = 'failed';
    one.refusal = { code: 'too_long', message: 'Too long.' };
    expect((await store.load())[0]?.state).toBe('queued');
    await store.put(one);
    expect(await store.load()).toEqual([one]);
  });

  test('forgets what is removed, and does not mind what is not there', async () => {
    const store = open();
    const [one, two] = [outgoing('one'), outgoing('two')];
    await store.put(one);
    await store.put(two);
    await store.remove(one.id);
    await store.remove(one.id);
    expect(await texts(store)).toEqual(['two']);
  });

  test('is held by who asks alone', async () => {
    const store = open();
    await new Promise<void>((resolve) => store.hold(resolve));
  });
});

describe('two tabs', () => {
  test('see the same, and hear of each other, not of themselves', async () => {
    const [one, other] = [indexedDbOutbox('tabs'), indexedDbOutbox('tabs')];
    const own: OutboxChange[] = [];
    one.watch((change) => own.push(change));
    const message = outgoing('one');
    const heard = nextChange(other);
    await one.put(message);
    expect(await heard).toEqual({ kind: 'put', outgoing: message });
    expect(await texts(other)).toEqual(['one']);
    const removed = nextChange(other);
    await one.remove(message.id);
    expect(await removed).toEqual({ kind: 'remove', id: message.id });
    expect(own).toEqual([]);
  });

  test('of different names know nothing of each other', async () => {
    const [one, other] = [indexedDbOutbox('Ann'), indexedDbOutbox('Bob')];
    await one.put(outgoing('one'));
    expect(await texts(other)).toEqual([]);
  });
});

test('what was written before a reload is sent after it, in order', async () => {
  const before = new World();
  const written = before.parlor({ outbox: indexedDbOutbox('reload') });
  written.room('tea').send('one');
  written.room('tea').send('two');
  const look = indexedDbOutbox('reload');
  await vi.waitFor(async () => expect(await texts(look)).toEqual(['one', 'two']), patience);

  const after = new World();
  await after.online({ outbox: indexedDbOutbox('reload') });
  await vi.waitFor(() => expect(after.peer.all('chat')).toHaveLength(1), patience);
  const { id, message } = after.peer.last('chat');
  expect(message).toBe('one');
  after.peer.say({ type: 'ack', ref: id, id, room: 'tea', seq: 1 });
  await vi.waitFor(() => expect(after.peer.last('chat').message).toBe('two'), patience);
  await after.pass(5_000);
  await vi.waitFor(async () => expect(await texts(look)).toEqual(['two']), patience);
});

describe('with Web Locks', () => {
  /** The part of LockManager that is used: one holder for each name, the others in a queue. */
  class Locks {
    readonly #queues = new Map<string, Promise<unknown>>();

    request(
      name: string,
      { signal }: { signal: AbortSignal },
      held: () => Promise<unknown>,
    ): Promise<unknown> {
      const before = this.#queues.get(name) ?? Promise.resolve();
      const mine = before.then(() => {
        if (signal.aborted) {
          throw signal.reason;
        }
        return held();
      });
      this.#queues.set(
        name,
        mine.catch(() => {}),
      );
      return mine;
    }
  }

  beforeEach(() => vi.stubGlobal('navigator', { locks: new Locks() }));
  afterEach(() => vi.unstubAllGlobals());

  function hold(store: OutboxStore): { held: Promise<void>; is: () => boolean; off: () => void } {
    let granted = false;
    let off = () => {};
    const held = new Promise<void>((resolve) => {
      off = store.hold(() => {
        granted = true;
        resolve();
      });
    });
    return { held, is: () => granted, off: () => off() };
  }

  test('one tab sends, and the next takes over when it goes', async () => {
    const [first, second, third] = [1, 2, 3].map(() => hold(indexedDbOutbox('locked')));
    await first?.held;
    expect([first, second, third].map((one) => one?.is())).toEqual([true, false, false]);
    second?.off(); // it does not want any more
    first?.off();
    await third?.held;
    expect(second?.is()).toBe(false);
  });
});

describe('a page that is closed right after Enter', () => {
  const noteOf = (name: string, id: string) =>
    `${encodeURIComponent(`parlor-outbox-${name}`)}/${id}`;
  class Kept {
    [key: string]: unknown;
    getItem(key: string): string | null {
      return (this[key] as string | undefined) ?? null;
    }
    setItem(key: string, value: string): void {
      this[key] = value;
    }
    removeItem(key: string): void {
      delete this[key];
    }
  }
  let kept: Kept;
  beforeEach(() => {
    kept = new Kept();
    vi.stubGlobal('localStorage', kept);
  });
  afterEach(() => vi.unstubAllGlobals());

  test('has noted the message before the call returns, and strikes it when saved', async () => {
    const store = indexedDbOutbox(`journal ${names++}`);
    const done = store.put(outgoing('at once'));
    expect(Object.values(kept).map((text) => JSON.parse(text as string).message)).toEqual([
      'at once',
    ]);
    await done;
    expect(Object.keys(kept)).toEqual([]);
    expect(await texts(store)).toEqual(['at once']);
  });

  test('leaves a note from which the next one takes it, into the database, once', async () => {
    const name = `journal ${names++}`;
    const message = outgoing('closed too soon');
    kept.setItem(noteOf(name, message.id), JSON.stringify(message));
    expect(await texts(indexedDbOutbox(name))).toEqual(['closed too soon']);
    expect(Object.keys(kept)).toEqual([]);
    expect(await texts(indexedDbOutbox(name))).toEqual(['closed too soon']);
  });

  test('that had discarded a message does not send it after all', async () => {
    const name = `journal ${names++}`;
    const message = outgoing('discarded');
    await indexedDbOutbox(name).put(message);
    const done = indexedDbOutbox(name).remove(message.id);
    expect(kept.getItem(noteOf(name, message.id))).toBe('null');
    await done;
    kept.setItem(noteOf(name, message.id), 'null'); // closed before the database had done it
    await indexedDbOutbox(name).put(message);
    kept.setItem(noteOf(name, message.id), 'null');
    expect(await texts(indexedDbOutbox(name))).toEqual([]);
    expect(Object.keys(kept)).toEqual([]);
  });

  test('leaves no note of what was sent, also where nothing can be saved', async () => {
    vi.stubGlobal('indexedDB', { open: () => ({}) });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.useFakeTimers();
    const name = `journal ${names++}`;
    const store = indexedDbOutbox(name);
    const message = outgoing('sent');
    const put = store.put(message);
    await vi.advanceTimersByTimeAsync(4_000);
    await put;
    expect(kept.getItem(noteOf(name, message.id))).toContain('"queued"');
    await store.put({ ...message, state: 'stale' });
    expect(kept.getItem(noteOf(name, message.id))).toContain('"stale"');
    expect(await texts(store)).toEqual(['sent']);
    await store.put({ ...message, state: 'sent', seq: 1 });
    expect(Object.keys(kept)).toEqual([]);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('leaves a confirmation that counts more than what the database says', async () => {
    const name = `journal ${names++}`;
    const message = outgoing('old', { state: 'stale' });
    await indexedDbOutbox(name).put(message);
    const confirmed = { ...message, state: 'queued', confirmedAt: 7 };
    kept.setItem(noteOf(name, message.id), JSON.stringify(confirmed));
    kept.setItem(noteOf(name, 'broken'), '{');
    expect((await indexedDbOutbox(name).load()).map(({ state }) => state)).toEqual(['queued']);
  });

  test('is another one for another name, whatever that begins with', async () => {
    const name = `journal ${names++}`;
    const message = outgoing('of a/b');
    kept.setItem(noteOf(`${name}/b`, message.id), JSON.stringify(message));
    expect(await texts(indexedDbOutbox(name))).toEqual([]);
  });
});

test('a database that the browser closed is opened again', async () => {
  const name = `closed ${names++}`;
  const store = indexedDbOutbox(name);
  await store.put(outgoing('before'));
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(`parlor-outbox-${name}`);
    request.onsuccess = resolve;
  });
  await store.put(outgoing('after'));
  expect(await texts(indexedDbOutbox(name))).toEqual(['after']);
});

test('what is removed right after it was put is gone, in the order of the calls', async () => {
  vi.stubGlobal('indexedDB', undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const store = indexedDbOutbox(`order ${names++}`);
  const message = outgoing('sent at once');
  void store.put(message);
  await store.remove(message.id);
  expect(await texts(store)).toEqual([]);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('without IndexedDB', () => {
  let indexedDbOutbox: typeof import('../src/index.ts').indexedDbOutbox;
  beforeEach(async () => {
    vi.resetModules(); // a warning that was given already is not given again
    ({ indexedDbOutbox } = await import('../src/index.ts'));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test('that hangs, it does not wait for ever', async () => {
    vi.useFakeTimers();
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubGlobal('indexedDB', { open: () => ({}) });
    const store = indexedDbOutbox('hangs');
    const message = outgoing('one');
    const put = store.put(message);
    await vi.advanceTimersByTimeAsync(3_000);
    await put;
    expect(await texts(store)).toEqual(['one']);
  });

  test('it lives in memory, and warns once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubGlobal('indexedDB', undefined);
    const [one, other] = [indexedDbOutbox('none'), indexedDbOutbox('none either')];
    const message = outgoing('one');
    await one.put(message);
    await other.put(message);
    expect(await texts(one)).toEqual(['one']);
    await one.remove(message.id);
    expect(await texts(one)).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
