import { beforeEach, describe, expect, test } from 'vitest';
import {
  memoryOutbox,
  type OutboxStore,
  type Outgoing,
  type Parlor,
  type Room,
} from '../src/index.ts';
import { chat, joined, settle, World } from './world.ts';

let world: World;
let store: OutboxStore;
let parlor: Parlor;
let tea: Room;

beforeEach(async () => {
  world = new World();
  store = memoryOutbox();
  parlor = await world.online({ outbox: store });
  tea = parlor.room('tea');
});

function states(): string[] {
  return parlor.outgoing.map(({ message, state }) => `${message} ${state}`);
}

function sentTexts(type = 'chat'): unknown[] {
  return world.peer.all(type).map(({ message }) => message);
}

async function acknowledge(seq: number, room = 'tea', type = 'chat'): Promise<void> {
  const { id } = world.peer.last(type);
  world.peer.say({ type: 'ack', ref: id, id, room, seq, time: '2026-11-24T08:30:00.000Z' });
  await settle();
}

async function refuse(code: string, retryAfterMillis?: number): Promise<void> {
  const { ref } = world.peer.last('chat');
  const wait = retryAfterMillis === undefined ? {} : { retryAfterMillis };
  world.peer.say({ type: 'error', ref, code, message: `No: ${code}.`, ...wait });
  await settle();
}

async function reconnect(): Promise<void> {
  world.peer.end();
  await world.pass(30_000);
  world.peer.welcome();
  await settle();
}

describe('sending', () => {
  test('is kept before it is sent', async () => {
    let keep = () => {};
    const slow: OutboxStore = {
      ...store,
      put: (outgoing) =>
        new Promise((resolve) => {
          keep = () => store.put(outgoing).then(resolve);
        }),
    };
    parlor = await world.online({ outbox: slow });
    const outgoing = parlor.room('tea').send('one');
    expect(outgoing).toMatchObject({ room: 'tea', message: 'one', state: 'queued' });
    expect(parlor.outgoing).toEqual([outgoing]);
    await reconnect();
    expect(sentTexts()).toEqual([]);
    keep();
    await settle();
    expect(sentTexts()).toEqual(['one']);
    expect(outgoing.state).toBe('sending');
  });

  test('one after the other in a room, and beside each other in several', async () => {
    tea.send('tea 1');
    tea.send('tea 2', { replyTo: 7 });
    parlor.room('coffee').send('coffee 1');
    await settle();
    expect(sentTexts()).toEqual(['tea 1', 'coffee 1']);
    const first = world.peer.all('chat')[0]?.id;
    world.peer.say({ type: 'ack', ref: first, id: first, room: 'tea', seq: 1 });
    await settle();
    expect(sentTexts()).toEqual(['tea 1', 'coffee 1', 'tea 2']);
    expect(world.peer.last('chat')).toMatchObject({ room: 'tea', replyTo: 7 });
  });

  test('waits for the connection', async () => {
    world.peer.end();
    tea.send('one');
    await settle();
    expect(states()).toEqual(['one queued']);
    await world.pass(1_000);
    world.peer.welcome();
    await settle();
    expect(sentTexts()).toEqual(['one']);
  });

  test('what was on its way is sent again under its id', async () => {
    tea.send('one');
    tea.send('two');
    await settle();
    const { id } = world.peer.last('chat');
    world.peer.end();
    expect(states()).toEqual(['one queued', 'two queued']);
    await reconnect();
    expect(sentTexts()).toEqual(['one']);
    expect(world.peer.last('chat').id).toBe(id);
    await acknowledge(1);
    expect(sentTexts()).toEqual(['one', 'two']);
  });

  test('what is not answered within 15 s is sent again', async () => {
    tea.send('one');
    await settle();
    for (let second = 0; second < 16; second++) {
      await world.pass(1_000);
      world.peer.say({ type: 'pong', time: '' });
    }
    expect(sentTexts()).toEqual(['one', 'one']);
  });

  test('what is not answered makes the connection doubtful', async () => {
    tea.send('one');
    await settle();
    await world.pass(15_000);
    expect(world.peer.all('ping')).toHaveLength(1);
    await world.pass(5_000);
    expect(parlor.connection.state).toBe('waiting');
  });

  test('takes 500, and no more', () => {
    world.peer.end();
    for (let index = 0; index < 500; index++) {
      tea.send(`${index}`);
    }
    expect(() => tea.send('too many')).toThrow(RangeError);
    expect(parlor.outgoing).toHaveLength(500);
  });

  test('at most eight rooms at once', async () => {
    for (let index = 0; index < 20; index++) {
      parlor.room(`room ${index}`).send('hello');
    }
    await settle();
    expect(sentTexts()).toHaveLength(8);
  });
});

describe('the bubble and the entry', () => {
  async function join(): Promise<void> {
    tea.join();
    await settle();
    world.peer.say(joined('tea', 0, { ref: world.peer.last('join').ref }));
  }

  function echo(seq: number, userId = 'g-1'): void {
    const { id } = world.peer.last('chat');
    world.peer.say(chat('tea', seq, { userId, clientId: id }));
  }

  test('ack, then entry: the bubble stays until the entry is there', async () => {
    await join();
    const outgoing = tea.send('one');
    await settle();
    await acknowledge(1);
    expect(outgoing).toMatchObject({ state: 'sent', seq: 1 });
    expect(parlor.outgoing).toEqual([outgoing]);
    echo(1);
    expect(parlor.outgoing).toEqual([]);
    expect(await store.load()).toEqual([]);
  });

  test('entry, then ack: the entry says as much', async () => {
    await join();
    const outgoing = tea.send('one');
    tea.send('two');
    await settle();
    const [first] = world.peer.all('chat');
    echo(1);
    await settle();
    expect(outgoing).toMatchObject({ state: 'sent', seq: 1 });
    expect(states()).toEqual(['two sending']);
    const errors: unknown[] = [];
    parlor.on('error', (refusal) => errors.push(refusal));
    world.peer.say({ type: 'ack', ref: first?.id, id: first?.id, room: 'tea', seq: 1 });
    expect(states()).toEqual(['two sending']);
    expect(errors).toEqual([]);
  });

  test('never both and never neither, as events tell it', async () => {
    await join();
    const shown: string[] = [];
    const look = () => shown.push(`${parlor.outgoing.length} ${tea.log.size}`);
    parlor.on('entries', look);
    parlor.on('outbox', look);
    tea.send('one');
    await settle();
    await acknowledge(1);
    echo(1);
    await settle();
    expect(new Set(shown)).toEqual(new Set(['1 0', '0 1']));
  });

  test('an entry of another person with the same id proves nothing', async () => {
    await join();
    tea.send('one');
    await settle();
    echo(1, 'g-2');
    expect(states()).toEqual(['one sending']);
  });

  test('in a room that is not joined the bubble goes 5 s after the ack', async () => {
    tea.send('one');
    await settle();
    await acknowledge(1);
    await world.pass(4_999);
    expect(states()).toEqual(['one sent']);
    await world.pass(1);
    expect(states()).toEqual([]);
    expect(await store.load()).toEqual([]);
  });
});

describe('a refusal', () => {
  test.each(['rate_limited', 'overloaded', 'storage_unavailable', 'internal'])(
    '%s: again after the time that the server says, in order',
    async (code) => {
      tea.send('one');
      tea.send('two');
      await settle();
      await refuse(code, 1_200);
      parlor.room('coffee').send('other');
      await world.pass(1_199);
      expect(sentTexts()).toEqual(['one']);
      expect(states()[0]).toBe('one queued');
      await world.pass(1);
      expect(sentTexts()).toEqual(['one', 'one', 'other']);
    },
  );

  test('without a time: later each time', async () => {
    tea.send('one');
    await settle();
    await refuse('internal');
    await world.pass(500);
    expect(sentTexts()).toHaveLength(2);
    await refuse('internal');
    await world.pass(999);
    expect(sentTexts()).toHaveLength(2);
    await world.pass(1);
    expect(sentTexts()).toHaveLength(3);
  });

  test('for good fails, and the later ones of the room wait behind it', async () => {
    const one = tea.send('one');
    tea.send('two');
    parlor.room('coffee').send('other');
    await settle();
    const [first] = world.peer.all('chat');
    world.peer.say({ type: 'error', ref: first?.ref, code: 'blocked_content', message: 'No.' });
    await settle();
    expect(states()).toEqual(['one failed', 'two queued', 'other sending']);
    expect(one.refusal).toEqual({ code: 'blocked_content', message: 'No.' });
    await reconnect();
    expect(sentTexts()).toEqual(['other']);

    parlor.retry(one.id);
    await settle();
    expect(sentTexts()).toEqual(['other', 'one']);
    expect(world.peer.last('chat').id).toBe(one.id);
    expect(one.refusal).toBeUndefined();
    await acknowledge(1);
    expect(sentTexts()).toEqual(['other', 'one', 'two']);
  });

  test('that is discarded lets the next one go', async () => {
    const one = tea.send('one');
    tea.send('two');
    await settle();
    parlor.discard(one.id); // on its way: no
    expect(states()).toHaveLength(2);
    await refuse('too_long');
    parlor.discard(one.id);
    await settle();
    expect(states()).toEqual(['two sending']);
    expect((await store.load()).map(({ message }) => message)).toEqual(['two']);
  });

  test('that is discarded while the store is read does not come back', async () => {
    const one = tea.send('one');
    await settle();
    await refuse('too_long');
    const before = await store.load();
    let give = () => {};
    store.load = () =>
      new Promise((resolve) => {
        give = () => resolve(before);
      });
    await reconnect();
    parlor.discard(one.id);
    give();
    await settle();
    expect(states()).toEqual([]);
  });

  test('of a code that is not known is for good', async () => {
    tea.send('one');
    await settle();
    await refuse('something_new');
    expect(states()).toEqual(['one failed']);
  });
});

describe('written long ago', () => {
  const HOUR = 3_600_000;

  async function kept(message: string, ageMillis: number): Promise<Outgoing> {
    const createdAt = world.now - ageMillis;
    const id = `0198c5b2-7a4e-7d3c-8000-${String(createdAt).padStart(14, '0')}`;
    const outgoing: Outgoing = { id, room: 'tea', message, createdAt, state: 'sending' };
    await store.put(outgoing);
    return outgoing;
  }

  test('asks first, and lets what is written now pass', async () => {
    const old = await kept('old', 3 * HOUR);
    await kept('half an hour later', 2.5 * HOUR - HOUR);
    parlor = await world.online({ outbox: store });
    expect(states()).toEqual(['old stale', 'half an hour later stale']);
    parlor.room('tea').send('new');
    await settle();
    expect(sentTexts()).toEqual(['new']);

    await acknowledge(1);
    parlor.confirm(old.id);
    await settle();
    expect(sentTexts()).toEqual(['new', 'old']);
  });

  test('is a matter of the time at which it would be sent', async () => {
    tea.send('one');
    tea.send('two');
    await settle();
    await acknowledge(1);
    world.peer.end();
    world.device('offline');
    await world.pass(2 * HOUR + 1);
    world.device('online');
    world.peer.welcome();
    await settle();
    expect(states()).toEqual(['two stale']);
    expect(sentTexts()).toEqual([]);
  });

  test('two hours are not too old, and Infinity never asks', async () => {
    await kept('just in time', 2 * HOUR);
    parlor = await world.online({ outbox: store });
    expect(sentTexts()).toEqual(['just in time']);

    world = new World();
    store = memoryOutbox();
    await kept('very old', 10_000 * HOUR);
    parlor = await world.online({ outbox: store, staleAfterMillis: Number.POSITIVE_INFINITY });
    expect(sentTexts()).toEqual(['very old']);
  });
});

describe('private messages', () => {
  const bob = { userId: 'g-2', name: 'Bob' };

  test('go to the person until the room is known, then to the room', async () => {
    const first = parlor.sendPrivate(bob, 'one');
    const second = parlor.sendPrivate(bob, 'two');
    expect(first).toMatchObject({ room: '@g-2', to: bob });
    await settle();
    expect(world.peer.all('private')).toEqual([
      { type: 'private', ref: first.id, id: first.id, to: 'g-2', message: 'one' },
    ]);
    await acknowledge(1, '~direct00', 'private');

    expect(second).toMatchObject({ room: '~direct00', state: 'sending' });
    expect(second.to).toBeUndefined();
    expect(world.peer.last('chat')).toMatchObject({ room: '~direct00', message: 'two' });
    expect(parlor.room('~direct00').with).toEqual(bob);
    expect(parlor.sendPrivate(bob, 'three').room).toBe('~direct00');
  });

  test('go to the room that the other one has just opened', async () => {
    parlor.sendPrivate(bob, 'one');
    const second = parlor.sendPrivate(bob, 'two');
    await settle();
    world.peer.say(joined('~direct00', 1, { direct: bob, resumed: true }));
    expect(second.room).toBe('~direct00');
  });

  test('go to the room of welcome', async () => {
    world.peer.end();
    const kept = parlor.sendPrivate(bob, 'one');
    await world.pass(30_000);
    world.peer.welcome({ direct: [{ room: '~direct00', epoch: 'e1', head: 3, with: bob }] });
    await settle();
    expect(world.peer.last('chat')).toMatchObject({ id: kept.id, room: '~direct00' });
  });

  test('are done when their entry comes before the ack', async () => {
    const outgoing = parlor.sendPrivate(bob, 'one');
    await settle();
    world.peer.say(joined('~direct00', 1, { direct: bob, resumed: true }));
    world.peer.say(chat('~direct00', 1, { userId: 'g-1', clientId: outgoing.id }));
    expect(parlor.outgoing).toEqual([]);
    await acknowledge(1, '~direct00', 'private');
    expect(parlor.outgoing).toEqual([]);
  });
});

describe('a pause that the server asked for', () => {
  test('is not shortened by a later, shorter one', async () => {
    tea.send('one');
    parlor.room('cake').send('two');
    await settle();
    const [one, two] = world.peer.all('chat').map(({ ref }) => ref);
    const no = { type: 'error', message: 'Later.' };
    world.peer.say({ ...no, ref: one, code: 'overloaded', retryAfterMillis: 5_000 });
    world.peer.say({ ...no, ref: two, code: 'rate_limited', retryAfterMillis: 200 });
    await settle();
    await world.pass(4_900);
    expect(sentTexts()).toEqual(['one', 'two']);
    await world.pass(200);
    expect(sentTexts().length).toBeGreaterThan(2);
  });

  test('is forgotten with the connection: what it said is told no more', async () => {
    tea.send('one');
    await settle();
    await refuse('rate_limited', 60_000);
    expect(parlor.outgoing[0]?.refusal).toMatchObject({ code: 'rate_limited' });
    world.peer.end();
    await settle();
    expect(parlor.outgoing[0]).toMatchObject({ state: 'queued' });
    expect(parlor.outgoing[0]?.refusal).toBeUndefined();
  });
});
