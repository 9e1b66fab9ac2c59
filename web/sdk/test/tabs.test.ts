import { expect, test } from 'vitest';
import type { OutboxChange, OutboxStore, Outgoing, Parlor } from '../src/index.ts';
import { memoryOutbox } from '../src/index.ts';
import { chat, joined, settle, World } from './world.ts';

/** One store with several ends, as tabs have it. `elect`: one of them sends. */
class Shared {
  readonly #kept = memoryOutbox();
  readonly #watchers = new Set<(change: OutboxChange) => void>();
  readonly #waiting: (() => void)[] = [];
  #held = false;
  readonly #elect: boolean;

  constructor(elect: boolean) {
    this.#elect = elect;
  }

  tab(): OutboxStore {
    let own: ((change: OutboxChange) => void) | undefined;
    const tell = (change: OutboxChange) => {
      for (const watcher of this.#watchers) {
        if (watcher !== own) {
          watcher(structuredClone(change));
        }
      }
    };
    return {
      load: () => this.#kept.load(),
      put: async (outgoing) => {
        await this.#kept.put(outgoing);
        tell({ kind: 'put', outgoing });
      },
      remove: async (id) => {
        await this.#kept.remove(id);
        tell({ kind: 'remove', id });
      },
      watch: (listener) => {
        own = listener;
        this.#watchers.add(listener);
        return () => this.#watchers.delete(listener);
      },
      hold: (granted) => this.#hold(granted),
    };
  }

  #hold(granted: () => void): () => void {
    if (!this.#elect) {
      granted();
      return () => {};
    }
    let holding = false;
    const take = () => {
      holding = true;
      this.#held = true;
      granted();
    };
    this.#waiting.push(take);
    this.#next();
    return () => {
      const index = this.#waiting.indexOf(take);
      if (index >= 0) {
        this.#waiting.splice(index, 1);
      }
      if (holding) {
        holding = false;
        this.#held = false;
        this.#next();
      }
    };
  }

  #next(): void {
    if (!this.#held) {
      this.#waiting.shift()?.();
    }
  }
}

interface Tab {
  world: World;
  parlor: Parlor;
}

async function tabs(shared: Shared): Promise<[Tab, Tab]> {
  const open = async () => {
    const world = new World();
    return { world, parlor: await world.online({ outbox: shared.tab() }) };
  };
  return [await open(), await open()];
}

function texts({ world }: Tab): unknown[] {
  return world.peer.all('chat').map(({ message }) => message);
}

function states({ parlor }: Tab): string[] {
  return parlor.outgoing.map(({ message, state }) => `${message} ${state}`);
}

test('what one tab writes, the one that is elected sends, and both show it', async () => {
  const [first, second] = await tabs(new Shared(true));
  second.parlor.room('tea').send('one');
  await settle();
  expect(texts(first)).toEqual(['one']);
  expect(texts(second)).toEqual([]);
  expect(states(first)).toEqual(['one sending']);
  expect(states(second)).toEqual(['one sending']);
});

test('the bubble of each tab goes with its own entry', async () => {
  const [first, second] = await tabs(new Shared(true));
  const tea = second.parlor.room('tea');
  tea.join();
  await settle();
  second.world.peer.say(joined('tea', 0, { ref: second.world.peer.last('join').ref }));
  const { id } = tea.send('one');
  await settle();
  first.world.peer.say({ type: 'ack', ref: id, id, room: 'tea', seq: 1 });
  await settle();
  expect(states(second)).toEqual(['one sent']);
  await first.world.pass(5_000);
  expect(states(first)).toEqual([]);
  expect(states(second)).toEqual(['one sent']);
  second.world.peer.say(chat('tea', 1, { userId: 'g-1', clientId: id }));
  expect(states(second)).toEqual([]);
});

test('another tab takes over when the one that sends loses its connection', async () => {
  const [first, second] = await tabs(new Shared(true));
  first.parlor.room('tea').send('one');
  first.parlor.room('tea').send('two');
  await settle();
  const { id } = first.world.peer.last('chat');
  first.world.peer.end();
  await settle();
  expect(texts(second)).toEqual(['one']);
  expect(second.world.peer.last('chat').id).toBe(id);
  second.world.peer.say({ type: 'ack', ref: id, id, room: 'tea', seq: 1, duplicate: true });
  await settle();
  expect(texts(second)).toEqual(['one', 'two']);
  expect(states(first)).toEqual(['one sent', 'two sending']);
});

test('a refusal is shown in both, and either may discard or retry', async () => {
  const [first, second] = await tabs(new Shared(true));
  const { id } = second.parlor.room('tea').send('one');
  second.parlor.room('tea').send('two');
  await settle();
  first.world.peer.say({ type: 'error', ref: id, code: 'too_long', message: 'Too long.' });
  await settle();
  expect(second.parlor.outgoing[0]).toMatchObject({ state: 'failed' });
  second.parlor.retry(id);
  await settle();
  expect(texts(first)).toEqual(['one', 'one']);
  first.world.peer.say({ type: 'error', ref: id, code: 'too_long', message: 'Too long.' });
  await settle();
  second.parlor.discard(id);
  await settle();
  expect(states(first)).toEqual(['two sending']);
});

test('a tab that holds the outbox and is frozen is not waited for', async () => {
  const shared = new Shared(true);
  const frozen = shared.tab();
  frozen.hold(() => {});
  const world = new World();
  const parlor = await world.online({ outbox: shared.tab() });
  const tab = { world, parlor };
  parlor.room('tea').send('one');
  await settle();
  await world.pass(4_999);
  expect(texts(tab)).toEqual([]);
  await world.pass(1);
  expect(texts(tab)).toEqual(['one']);
});

test('a frozen tab that wakes up sends again, and the other one stops', async () => {
  const shared = new Shared(true);
  const frozen = shared.tab();
  frozen.hold(() => {});
  const world = new World();
  const parlor = await world.online({ outbox: shared.tab() });
  const tab = { world, parlor };
  const tea = parlor.room('tea');
  const one = tea.send('one');
  await settle();
  await world.pass(5_000);
  expect(texts(tab)).toEqual(['one']);
  const seven = { id: 'seven', room: 'cake', message: 'awake', createdAt: 7, state: 'sending' };
  await frozen.put(seven as Outgoing);
  await settle();
  world.peer.say({ type: 'ack', ref: one.id, id: one.id, room: 'tea', seq: 1 });
  tea.send('two');
  await settle();
  await world.pass(4_000);
  expect(texts(tab)).toEqual(['one']);
});

test('what waits behind a refused message makes nobody impatient', async () => {
  const [first, second] = await tabs(new Shared(true));
  const { id } = second.parlor.room('tea').send('one');
  second.parlor.room('tea').send('two');
  await settle();
  first.world.peer.say({ type: 'error', ref: id, code: 'too_long', message: 'Too long.' });
  await settle();
  await second.world.pass(30_000);
  expect(texts(second)).toEqual([]);
});

test('writing on does not put off the takeover', async () => {
  const shared = new Shared(true);
  shared.tab().hold(() => {}); // frozen
  const world = new World();
  const parlor = await world.online({ outbox: shared.tab() });
  for (const text of ['one', 'two', 'three']) {
    parlor.room('tea').send(text);
    await settle();
    await world.pass(2_000);
  }
  expect(texts({ world, parlor })).toEqual(['one']);
});

test('a private message that was sent is not put back by who hears of the room late', async () => {
  const shared = new Shared(true);
  const [first, second] = await tabs(shared);
  const { id } = second.parlor.sendPrivate({ userId: 'g-2', name: 'Bob' }, 'hello');
  await settle();
  const found = joined('~d', 1, { direct: { userId: 'g-2', name: 'Bob' } });
  first.world.peer.say(found, { type: 'ack', ref: id, id, room: '~d', seq: 1 });
  await settle();
  await first.world.pass(5_000);
  second.world.peer.say(found);
  await settle();
  expect(await shared.tab().load()).toEqual([]);
  const later = new World();
  await later.online({ outbox: shared.tab() });
  await settle();
  expect([...later.peer.all('private'), ...later.peer.all('chat')]).toEqual([]);
});

test('a tab that sends is waited for', async () => {
  const [first, second] = await tabs(new Shared(true));
  second.parlor.room('tea').send('one');
  await settle();
  await second.world.pass(20_000);
  expect(texts(second)).toEqual([]);
  expect(texts(first)).toEqual(['one']);
});

test('without an election each tab sends what it sees, under the same id', async () => {
  const [first, second] = await tabs(new Shared(false));
  const { id } = first.parlor.room('tea').send('one');
  await settle();
  expect(first.world.peer.all('chat').map((frame) => frame.id)).toEqual([id]);
  expect(second.world.peer.all('chat').map((frame) => frame.id)).toEqual([id]);
  first.world.peer.say({ type: 'ack', ref: id, id, room: 'tea', seq: 1 });
  await settle();
  second.world.peer.say({ type: 'ack', ref: id, id, room: 'tea', seq: 1, duplicate: true });
  await settle();
  expect(states(second)).toEqual(['one sent']);
});

test('what a tab that is gone left behind is sent by the next', async () => {
  const shared = new Shared(true);
  const store = shared.tab();
  const id = '0198c5b2-7a4e-7d3c-8000-000000000001';
  const createdAt = Date.parse('2026-11-24T08:29:00.000Z');
  await store.put({ id, room: 'tea', message: 'left behind', createdAt, state: 'sending' });
  await store.put({ id: `${id}2`, room: 'tea', message: 'done', createdAt, state: 'sent', seq: 1 });
  const [first] = await tabs(shared);
  expect(texts(first)).toEqual(['left behind']);
  expect((await store.load()).map(({ message }) => message)).toEqual(['left behind']);
});

test('a tab that is stopped by a listener at online leaves the outbox to others', async () => {
  const shared = new Shared(true);
  const stopped = new World();
  const parlor = stopped.parlor({ outbox: shared.tab() });
  parlor.on('connection', ({ state }) => state === 'online' && parlor.stop());
  parlor.start();
  stopped.peer.welcome();
  await settle();

  const [next] = await tabs(shared);
  next.parlor.room('tea').send('one');
  await settle();
  expect(texts(next)).toEqual(['one']);
});
