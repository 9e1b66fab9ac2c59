import { beforeEach, describe, expect, test } from 'vitest';
import type { Entry, Parlor, Room } from '../src/index.ts';
import { chat, chats, joined, settle, World } from './world.ts';

let world: World;
let parlor: Parlor;
let tea: Room;

beforeEach(async () => {
  world = new World();
  parlor = await world.online();
  tea = parlor.room('tea');
});

function ref(type: string): unknown {
  return world.peer.last(type).ref;
}

/** Joins, and takes the numbers from 1 to `head`. */
async function joinTea(head: number): Promise<void> {
  tea.join();
  await settle();
  world.peer.say(joined('tea', head, { ref: ref('join') }), ...chats('tea', 1, head));
  world.peer.say({ type: 'caughtUp', room: 'tea', seq: head });
}

async function reconnect(more = {}): Promise<void> {
  world.peer.end();
  await world.pass(30_000);
  world.peer.welcome(more);
  await settle();
}

describe('joining', () => {
  test('several rooms goes by one frame, after welcome', async () => {
    parlor = world.parlor();
    parlor.room('tea').join();
    parlor.room('coffee').join({ last: 7 });
    parlor.start();
    world.peer.welcome();
    await settle();

    expect(world.peer.sent).toEqual([
      {
        type: 'join',
        ref: expect.any(Number),
        rooms: [
          { room: 'tea', last: 50 },
          { room: 'coffee', last: 7 },
        ],
      },
    ]);
  });

  test('of more than a hundred goes by several frames', async () => {
    for (let index = 0; index < 250; index++) {
      parlor.room(`room ${index}`).join();
    }
    await settle();
    const sizes = world.peer.all('join').map((frame) => (frame.rooms as unknown[]).length);
    expect(sizes).toEqual([100, 100, 50]);
  });

  test('fills the room, its log, and tells which entries are live', async () => {
    const heard: [number, boolean][] = [];
    const told: string[] = [];
    parlor.on('entry', ({ entry, live }) => heard.push([entry.seq, live]));
    parlor.on('joined', (room) => told.push(`joined ${room.name}`));
    parlor.on('caughtUp', (room) => told.push(`caughtUp ${room.log.last}`));
    await joinTea(2);
    world.peer.say(chat('tea', 3));

    expect(heard).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(told).toEqual(['joined tea', 'caughtUp 2']);
    expect(tea).toMatchObject({ joined: true, wanted: true, epoch: 'e1', head: 3, userCount: 1 });
    expect(tea.log.ranges).toEqual([[1, 3]]);
  });

  test('a room that is refused says why, and is tried with the next connection', async () => {
    const refusals: string[] = [];
    parlor.on('error', ({ code }) => refusals.push(code));
    tea.join();
    parlor.room('coffee').join();
    await settle();
    const refusal = { code: 'not_found', message: 'Not found.', room: 'tea' };
    world.peer.say({ type: 'error', ref: ref('join'), ...refusal });
    world.peer.say(joined('coffee', 0, { ref: ref('join') }));

    expect(tea.refusal).toEqual(refusal);
    expect(refusals).toEqual(['not_found']);
    expect(parlor.room('coffee').joined).toBe(true);
    await reconnect();
    expect(world.peer.last('join').rooms).toHaveLength(2);
  });

  test('a join that is rate limited is said again when the server says', async () => {
    tea.join();
    await settle();
    const refusal = { code: 'rate_limited', message: 'Slow down.', retryAfterMillis: 1_200 };
    world.peer.say({ type: 'error', ref: ref('join'), room: 'tea', ...refusal });
    await world.pass(1_199);
    expect(world.peer.all('join')).toHaveLength(1);
    await world.pass(1);
    expect(world.peer.all('join')).toHaveLength(2);
    expect(tea.refusal).toBeUndefined();
  });

  test('left and joined again goes on where it stopped', async () => {
    await joinTea(3);
    tea.leave();
    tea.join();
    world.peer.say({ type: 'left', ref: ref('leave'), room: 'tea', reason: 'asked' });
    await settle();
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', after: 3, epoch: 'e1' }]);
  });

  test('a room that one was removed from is not joined again', async () => {
    await joinTea(3);
    world.peer.say({ type: 'left', room: 'tea', reason: 'removed', seq: 3 });
    expect(tea).toMatchObject({ joined: false, wanted: false });
    await reconnect();
    expect(world.peer.all('join')).toHaveLength(0);
  });
});

describe('coming back', () => {
  test('goes on after the last number', async () => {
    await joinTea(3);
    await reconnect();
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', after: 3, epoch: 'e1' }]);
    expect(tea.joined).toBe(false);

    world.peer.say(joined('tea', 5, { ref: ref('join'), resumed: true }), ...chats('tea', 4, 5));
    expect(tea.log.ranges).toEqual([[1, 5]]);
    expect(tea.log.gaps(0, tea.head)).toEqual([]);
  });

  test('goes on after the last number though the log was trimmed', async () => {
    await joinTea(9);
    tea.log.trim(1, 4);
    await reconnect();
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', after: 9, epoch: 'e1' }]);
    world.peer.say(joined('tea', 10, { ref: ref('join'), resumed: true }), chat('tea', 10));
    expect(tea.log.gaps(0, 10)).toEqual([[5, 9]]);
  });

  test('entries that come twice are told once', async () => {
    const heard: number[] = [];
    parlor.on('entry', ({ entry }) => heard.push(entry.seq));
    await joinTea(2);
    world.peer.say(chat('tea', 2), chat('tea', 1), chat('tea', 3));
    expect(heard).toEqual([1, 2, 3]);
  });

  test('a hole is not believed: the connection is given up and the room read on', async () => {
    await joinTea(3);
    world.peer.say(chat('tea', 5));
    expect(parlor.connection).toMatchObject({ state: 'waiting', close: { code: 1006 } });
    expect(world.peer.closed).toBeDefined();
    expect(tea.log.last).toBe(3);
    await world.pass(1_000);
    world.peer.welcome();
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', after: 3, epoch: 'e1' }]);
  });

  test('a hole at the end is seen by caughtUp', async () => {
    await joinTea(3);
    await reconnect();
    world.peer.say(joined('tea', 5, { ref: ref('join'), resumed: true }), chat('tea', 4));
    world.peer.say({ type: 'caughtUp', room: 'tea', seq: 5 });
    expect(parlor.connection.state).toBe('waiting');
  });

  test('entries of a later kind have their place', async () => {
    await joinTea(1);
    world.peer.say({ type: 'reaction', room: 'tea', seq: 2, time: '', emoji: 'x' }, chat('tea', 3));
    expect(tea.log.ranges).toEqual([[1, 3]]);
    expect(tea.log.get(2)?.type).toBe('reaction');
  });
});

describe('too far behind', () => {
  test('joins near the head, and a gap remains', async () => {
    const told: string[] = [];
    await joinTea(3);
    await reconnect();
    parlor.on('joined', () => told.push('joined'));
    parlor.on('caughtUp', () => told.push('caughtUp'));
    world.peer.say(joined('tea', 2_004, { ref: ref('join'), resumed: true }));
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', last: 50 }]);

    world.peer.say(...chats('tea', 4, 6)); // of the subscription that is being moved
    world.peer.say({ type: 'caughtUp', room: 'tea', seq: 6 });
    world.peer.say(joined('tea', 2_004, { ref: ref('join') }), ...chats('tea', 1_955, 2_004));
    world.peer.say({ type: 'caughtUp', room: 'tea', seq: 2_004 });
    expect(tea.log.ranges).toEqual([
      [1, 6],
      [1_955, 2_004],
    ]);
    expect(tea.log.gaps(tea.floor, tea.head)).toEqual([[7, 1_954]]);
    expect(told).toEqual(['joined', 'caughtUp']);
  });

  test('joins near the head later, when it may not now', async () => {
    await joinTea(3);
    await reconnect();
    world.peer.say(joined('tea', 9_000, { ref: ref('join'), resumed: true }));
    const refusal = { code: 'rate_limited', message: 'Slow down.', retryAfterMillis: 100 };
    world.peer.say({ type: 'error', ref: ref('join'), room: 'tea', ...refusal });
    await world.pass(100);
    expect(world.peer.all('join').map(({ rooms }) => rooms)).toEqual([
      [{ room: 'tea', after: 3, epoch: 'e1' }],
      [{ room: 'tea', last: 50 }],
      [{ room: 'tea', last: 50 }],
    ]);
  });

  test('is more than maxCatchUp, not as much', async () => {
    await joinTea(3);
    await reconnect();
    world.peer.say(joined('tea', 2_003, { ref: ref('join'), resumed: true }));
    expect(world.peer.all('join')).toHaveLength(1);
  });

  test('a connection that breaks meanwhile begins again where it stopped', async () => {
    await joinTea(3);
    await reconnect();
    world.peer.say(joined('tea', 9_000, { ref: ref('join'), resumed: true }));
    await reconnect();
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', after: 3, epoch: 'e1' }]);
  });
});

describe('a reset', () => {
  async function reset(reason: string, epoch: string, from: number, head: number): Promise<void> {
    await joinTea(5);
    await reconnect();
    world.peer.say(joined('tea', head, { ref: ref('join'), epoch }));
    world.peer.say({ type: 'reset', room: 'tea', epoch, from, head, reason });
  }

  test('to another epoch forgets the log, and fills its end', async () => {
    const told: unknown[] = [];
    parlor.on('reset', ({ reason, from }) => told.push([reason, from]));
    await reset('epoch', 'e2', 41, 40);
    expect(told).toEqual([['epoch', 41]]);
    expect(tea.log.size).toBe(0);
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', last: 50 }]);

    world.peer.say({ type: 'caughtUp', room: 'tea', seq: 40 }, chat('tea', 41));
    world.peer.say(joined('tea', 41, { ref: ref('join'), epoch: 'e2' }), ...chats('tea', 1, 41));
    expect(tea.log.ranges).toEqual([[1, 41]]);
    expect(tea.epoch).toBe('e2');
    await reconnect();
    expect(world.peer.last('join').rooms).toEqual([{ room: 'tea', after: 41, epoch: 'e2' }]);
  });

  test('because one was ahead forgets the log, too', async () => {
    await reset('ahead', 'e1', 1, 0);
    expect(tea.log.size).toBe(0);
    world.peer.say({ type: 'caughtUp', room: 'tea', seq: 0 }, chat('tea', 1));
    expect(tea.log.ranges).toEqual([[1, 1]]);
    expect(parlor.connection.state).toBe('online');
  });

  test('because entries expired leaves a gap and goes on', async () => {
    await reset('expired', 'e1', 21, 22);
    world.peer.say(...chats('tea', 21, 22), { type: 'caughtUp', room: 'tea', seq: 22 });
    expect(tea.log.ranges).toEqual([
      [1, 5],
      [21, 22],
    ]);
    expect(tea.log.gaps(tea.floor, tea.head)).toEqual([]);
    expect(parlor.connection.state).toBe('online');
  });
});

describe('direct rooms', () => {
  const bob = { userId: 'g-2', name: 'Bob' };

  test('come without being asked, live, and are resumed', async () => {
    const live: Entry[] = [];
    parlor.on('entry', (event) => event.live && live.push(event.entry));
    world.peer.say(joined('~direct00', 7, { title: 'Bob', direct: bob, resumed: true }));
    world.peer.say(chat('~direct00', 7), { type: 'caughtUp', room: '~direct00', seq: 7 });

    const room = parlor.room('~direct00');
    expect(room).toMatchObject({ with: bob, title: 'Bob', wanted: true, joined: true });
    expect(live.map(({ seq }) => seq)).toEqual([7]);
    expect(parlor.direct).toEqual([{ room: '~direct00', epoch: 'e1', head: 7, with: bob }]);
    await reconnect();
    expect(world.peer.last('join').rooms).toEqual([{ room: '~direct00', after: 7, epoch: 'e1' }]);
  });

  test('that come unasked while they are being resumed have no hole', async () => {
    world.peer.say(joined('~direct00', 7, { direct: bob }), chat('~direct00', 7));
    await reconnect();
    world.peer.say(joined('~direct00', 9, { direct: bob, resumed: true }), chat('~direct00', 9));
    world.peer.say(joined('~direct00', 9, { ref: ref('join'), direct: bob, resumed: true }));
    world.peer.say(...chats('~direct00', 8, 9));
    expect(parlor.room('~direct00').log.ranges).toEqual([[7, 9]]);
    expect(parlor.connection.state).toBe('online');
  });

  test('of welcome are known by their person, and not joined', async () => {
    await reconnect({ direct: [{ room: '~direct00', epoch: 'e1', head: 3, with: bob }] });
    expect(parlor.room('~direct00')).toMatchObject({ with: bob, title: 'Bob', wanted: false });
    expect(world.peer.all('join')).toHaveLength(0);
  });
});

describe('history', () => {
  function answer(type: string, from: number, to: number, head: number): void {
    const entries = chats('tea', from, to);
    world.peer.say({ type: 'history', ref: ref(type), room: 'tea', entries, head, floor: 0 });
  }

  test('fills gaps from each side', async () => {
    tea.join();
    await settle();
    world.peer.say(joined('tea', 9, { ref: ref('join') }), ...chats('tea', 8, 9));
    let changes = 0;
    parlor.on('entries', () => changes++);
    const before = tea.loadBefore(8, 2);
    expect(world.peer.last('history')).toMatchObject({ room: 'tea', before: 8, limit: 2 });
    answer('history', 6, 7, 9);
    await before;
    const around = tea.loadAround(2);
    expect(world.peer.last('history')).toMatchObject({ room: 'tea', around: 2, limit: 50 });
    answer('history', 1, 3, 9);
    await around;
    expect(tea.log.gaps(0, tea.head)).toEqual([[4, 5]]);
    const after = tea.loadAfter(3);
    expect(world.peer.last('history')).toMatchObject({ room: 'tea', after: 3 });
    answer('history', 4, 5, 9);
    await after;
    expect(tea.log.ranges).toEqual([[1, 9]]);
    await settle();
    expect(changes).toBe(4); // with the one of the live entries, which were one task
  });

  test('and live entries do not pile up beyond the bound of a log', async () => {
    await joinTea(8_192);
    expect(tea.log.size).toBe(8_192);
    world.peer.say(chat('tea', 8_193));
    expect(tea.log.size).toBeLessThanOrEqual(8_192);
    expect(tea.log.last).toBe(8_193);
    expect(tea.log.gaps(0, tea.head)).toEqual([[1, tea.log.first - 1]]);
  });

  test('stretches and who are asked by room', async () => {
    const asked = tea.stretches(10);
    expect(world.peer.last('stretches')).toMatchObject({ room: 'tea', count: 10 });
    const stretches = [{ seq: 1, time: '2026-11-24T08:30:00.000Z' }];
    const bounds = { room: 'tea', head: 9, floor: 0 };
    world.peer.say({ type: 'stretches', ref: ref('stretches'), ...bounds, stretches });
    expect(await asked).toEqual({ head: 9, floor: 0, stretches });

    const who = tea.who();
    world.peer.say({ type: 'who', ref: ref('who'), room: 'tea', people: [], userCount: 4 });
    expect(await who).toEqual({ people: [], userCount: 4 });
    expect(tea.userCount).toBe(4);
  });
});

test('system lines are told, and count the people', async () => {
  await joinTea(0);
  const lines: unknown[] = [];
  parlor.on('system', ({ room, signal }) => lines.push([room.name, signal.event, signal.message]));
  const line = { event: 'join', user: 'Bob', userId: 'g-2', message: 'Bob came', userCount: 2 };
  world.peer.say({ type: 'system', room: 'tea', ...line });
  expect(lines).toEqual([['tea', 'join', 'Bob came']]);
  expect(tea.userCount).toBe(2);
});

test('an entry that history brought first is told all the same, once', async () => {
  const told: number[] = [];
  parlor.on('entry', ({ entry }) => told.push(entry.seq));
  await joinTea(3);
  const loaded = tea.loadAfter(3);
  await settle();
  const page = { room: 'tea', head: 4, floor: 0, entries: [chat('tea', 4)] };
  world.peer.say({ type: 'history', ref: ref('history'), ...page });
  await loaded;
  world.peer.say(chat('tea', 4));
  expect(told).toEqual([1, 2, 3, 4]);
});
