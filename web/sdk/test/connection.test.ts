import { beforeEach, describe, expect, test } from 'vitest';
import { ConnectionLost, type ConnectionState, type Parlor, RefusalError } from '../src/index.ts';
import { settle, World } from './world.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

function waitMillis(parlor: Parlor): number {
  const { connection } = parlor;
  return connection.state === 'waiting' ? connection.retryAt - world.now : Number.NaN;
}

describe('the way in', () => {
  test('says who one is in the URL, and speaks parlor.v1', () => {
    const parlor = world.parlor({ name: '张三', token: 'a.b', language: 'zh-Hans' });
    parlor.start();

    const { url, protocol } = world.peer;
    expect(protocol).toBe('parlor.v1');
    expect(url.origin + url.pathname).toBe('wss://chat.test/ws');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      name: '张三',
      token: 'a.b',
      lang: 'zh-Hans',
    });
  });

  test('is connecting until welcome, and comes back with the token of the guest', async () => {
    const parlor = world.parlor();
    const states: ConnectionState[] = [];
    parlor.on('connection', (state) => states.push(state));
    parlor.start();
    world.peer.welcome();
    world.peer.end();
    await world.pass(500);

    expect(states.map(({ state }) => state)).toEqual([
      'connecting',
      'online',
      'waiting',
      'connecting',
    ]);
    expect(world.peer.url.searchParams.get('token')).toBe('guest-token');
  });

  test('tells the offset of the clocks', () => {
    const parlor = world.parlor();
    const offsets: number[] = [];
    parlor.on('welcome', ({ timeOffsetMillis }) => offsets.push(timeOffsetMillis));
    parlor.start();
    world.now += 2_000;
    world.peer.welcome();

    expect(offsets).toEqual([-2_000]);
  });

  test('gives a socket up that says nothing for 15 s', async () => {
    const parlor = world.parlor();
    parlor.start();
    world.peer.open();
    await world.pass(15_000);

    expect(parlor.connection.state).toBe('waiting');
    expect(world.peer.closed).toBeDefined();
  });
});

describe('coming back', () => {
  test('waits 0.5 s, doubling up to 30 s', async () => {
    const parlor = world.parlor();
    parlor.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      world.peer.end();
      waits.push(waitMillis(parlor));
      await world.pass(waitMillis(parlor));
    }

    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('takes each wait times 0.5 to 1.5', () => {
    for (const [chance, millis] of [
      [0, 250],
      [0.999, 750],
    ] as const) {
      world.chance = chance;
      const parlor = world.parlor();
      parlor.start();
      world.peer.end();
      expect(Math.abs(waitMillis(parlor) - millis)).toBeLessThan(2);
    }
  });

  test('a connection that stood for 5 s makes the next wait a short one', async () => {
    const parlor = world.parlor();
    parlor.start();
    for (const end of [1, 2, 3]) {
      world.peer.end();
      await world.pass(500 * 2 ** (end - 1));
    }
    world.peer.welcome();
    world.peer.end();
    expect(waitMillis(parlor)).toBe(4_000);
    await world.pass(4_000);
    world.peer.welcome();
    await world.pass(5_000);
    world.peer.end();
    expect(waitMillis(parlor)).toBe(500);
  });

  test('goaway says when, exactly', async () => {
    const parlor = await world.online();
    world.chance = 0.9;
    world.peer.say({ type: 'goaway', retryAfterMillis: 1_500 });
    world.peer.end(1012, 'restart');

    expect(parlor.connection).toMatchObject({
      state: 'waiting',
      restarting: true,
      retryAt: world.now + 1_500,
      close: { code: 1012, reason: 'restart' },
    });
    await world.pass(1_500);
    world.peer.end();
    expect(parlor.connection).toMatchObject({ state: 'waiting', restarting: true });
    expect(waitMillis(parlor)).toBeLessThanOrEqual(750);
  });

  test.each([1000, 1001, 1006, 1011, 1012, 1013, 4008, 4029, 4499])(
    'comes back after %i',
    (code) => {
      const parlor = world.parlor();
      parlor.start();
      world.peer.end(code);
      expect(parlor.connection.state).toBe('waiting');
    },
  );

  test.each([1008, 4001, 4500, 4501, 4503, 4999])('stops after %i', async (code) => {
    const parlor = await world.online();
    world.peer.end(code, 'why');
    await world.pass(600_000);

    expect(parlor.connection).toEqual({ state: 'stopped', close: { code, reason: 'why' } });
    expect(world.peers).toHaveLength(1);
  });

  test('stop() closes with 1000, and start() begins again', async () => {
    const parlor = await world.online();
    parlor.stop();
    await world.pass(600_000);
    expect(world.peer.closed?.code).toBe(1000);
    expect(parlor.connection).toEqual({ state: 'stopped' });
    expect(world.peers).toHaveLength(1);

    parlor.start();
    world.peer.welcome();
    expect(parlor.connection).toEqual({ state: 'online' });
  });

  test('retryNow() cuts the wait short, and leaves one socket', async () => {
    const parlor = world.parlor();
    parlor.start();
    world.peer.end();
    parlor.retryNow();
    parlor.retryNow();
    await world.pass(1_000);
    expect(world.peers).toHaveLength(2);
  });

  test('events of a socket that was given up are not heard', async () => {
    const parlor = await world.online();
    const [old] = world.peers;
    await world.pass(40_000); // no answer to the ping
    await world.pass(500);
    world.peer.welcome();
    old?.end(4500);
    expect(parlor.connection).toEqual({ state: 'online' });
  });
});

describe('the device', () => {
  test('without a network it is offline, and tries at once when there is one', async () => {
    const parlor = await world.online();
    world.onLine = false;
    world.peer.end();
    expect(parlor.connection).toEqual({ state: 'offline', close: { code: 1006, reason: '' } });
    await world.pass(60_000);
    expect(world.peers).toHaveLength(1);

    world.device('online');
    expect(parlor.connection).toMatchObject({ state: 'connecting' });
    expect(world.peers).toHaveLength(2);
  });

  test('that says it has no network is believed, but not against the person', async () => {
    world.onLine = false;
    const parlor = world.parlor();
    parlor.start();
    expect(parlor.connection).toEqual({ state: 'offline' });
    expect(world.peers).toHaveLength(0);
    parlor.retryNow();
    expect(parlor.connection.state).toBe('connecting');
    world.peer.end();
    expect(parlor.connection.state).toBe('offline');
  });

  test('that loses its network while connected is asked whether it is so', async () => {
    const parlor = await world.online();
    world.device('offline');
    expect(world.peer.all('ping')).toHaveLength(1);
    world.peer.say({ type: 'pong', time: '' });
    await world.pass(9_000);
    expect(parlor.connection.state).toBe('online');
    world.device('offline');
    await world.pass(5_000);
    expect(parlor.connection.state).toBe('offline');
  });

  test('that loses its network while waiting is offline', () => {
    const parlor = world.parlor();
    parlor.start();
    world.peer.end();
    world.device('offline');
    expect(parlor.connection.state).toBe('offline');
  });

  test('a page that is looked at again does not wait', () => {
    const parlor = world.parlor();
    parlor.start();
    world.peer.end();
    world.device('visible');
    expect(parlor.connection.state).toBe('connecting');
  });

  test.each([
    [79_000, 'waiting'],
    [81_000, 'connecting'],
  ])('that slept for %i ms is %s at the next beat', async (millis, state) => {
    world.chance = 0.999;
    const parlor = world.parlor();
    parlor.start();
    for (let attempt = 0; attempt < 8; attempt++) {
      world.peer.end();
      await world.pass(attempt < 7 ? waitMillis(parlor) : 0);
    }
    expect(waitMillis(parlor)).toBeGreaterThan(44_000);
    world.suspend(millis);
    await world.pass(10_000);
    expect(parlor.connection.state).toBe(state);
  });

  test('after sleep the connection is probed, and given up within 5 s', async () => {
    const parlor = await world.online();
    await world.sleep(100_000);
    expect(world.peer.all('ping')).toHaveLength(1);
    await world.pass(4_999);
    expect(parlor.connection.state).toBe('online');
    await world.pass(1);
    expect(parlor.connection.state).toBe('waiting');
  });
});

describe('the heartbeat', () => {
  test('asks when nothing was heard, and is content with any frame', async () => {
    const parlor = await world.online();
    await world.pass(29_000);
    expect(world.peer.all('ping')).toHaveLength(0);
    await world.pass(1_000);
    expect(world.peer.all('ping')).toHaveLength(1);
    world.peer.say({ type: 'system', room: 'tea', event: 'count', message: '', userCount: 3 });
    await world.pass(29_000);
    expect(parlor.connection.state).toBe('online');
    expect(world.peer.all('ping')).toHaveLength(1);
  });

  test('gives the connection up when there is no answer within 10 s', async () => {
    const parlor = await world.online();
    await world.pass(39_999);
    expect(parlor.connection.state).toBe('online');
    await world.pass(1);
    expect(parlor.connection).toMatchObject({ state: 'waiting', close: { code: 1006 } });
    expect(world.peer.closed).toBeDefined();
  });

  test('an alarm that rings late asks once more', async () => {
    const parlor = await world.online();
    await world.pass(30_000);
    await world.sleep(60_000); // a hidden page: timers are held back
    expect(parlor.connection.state).toBe('online');
    await world.pass(5_000);
    expect(parlor.connection.state).toBe('waiting');
  });
});

describe('requests', () => {
  test('are answered by their ref', async () => {
    const parlor = await world.online();
    const first = parlor.directory('a');
    const second = parlor.directory();
    const [one, two] = world.peer.all('rooms');
    const room = { room: 'tea', title: 'tea', userCount: 1, head: 3 };
    world.peer.say({ type: 'rooms', ref: two?.ref, rooms: [] });
    world.peer.say({ type: 'rooms', ref: one?.ref, rooms: [room] });
    expect(await first).toEqual([room]);
    expect(await second).toEqual([]);

    const refusals: string[] = [];
    parlor.on('error', ({ code }) => refusals.push(code));
    world.peer.say({ type: 'error', ref: one?.ref, code: 'internal', message: 'Nobody waits.' });
    expect(refusals).toEqual(['internal']);
  });

  test('reject with what the server says', async () => {
    const parlor = await world.online();
    const asked = parlor.room('tea').who();
    const { ref } = world.peer.last('who');
    world.peer.say({ type: 'error', ref, code: 'not_found', message: 'Not found.', room: 'tea' });
    const error = await asked.catch((error) => error);
    expect(error).toBeInstanceOf(RefusalError);
    expect(error.refusal).toEqual({ code: 'not_found', message: 'Not found.', room: 'tea' });
  });

  test('reject without a connection, when it breaks, and after 15 s', async () => {
    const parlor = world.parlor();
    await expect(parlor.directory()).rejects.toBeInstanceOf(ConnectionLost);
    parlor.start();
    world.peer.welcome();
    const broken = parlor.directory().catch((error) => error);
    world.peer.end();
    expect(await broken).toBeInstanceOf(ConnectionLost);

    await world.pass(500);
    world.peer.welcome();
    let late: unknown;
    parlor.directory().catch((error) => {
      late = error;
    });
    await world.pass(14_999);
    expect(late).toBeUndefined();
    await world.pass(1);
    expect(late).toBeInstanceOf(ConnectionLost);
  });
});

describe('a fresh token', () => {
  test('is shown at once on a connection that stands', async () => {
    const parlor = await world.online();
    const shown = parlor.auth('fresh');
    const { ref, token } = world.peer.last('auth');
    expect(token).toBe('fresh');
    world.peer.say({ type: 'ack', ref });
    await shown;
    expect(parlor.token).toBe('fresh');
  });

  test('brings a client back that was stopped for its old one', async () => {
    const parlor = await world.online({ token: 'old' });
    world.peer.end(4001);
    const shown = parlor.auth('fresh');
    expect(world.peer.url.searchParams.get('token')).toBe('fresh');
    world.peer.welcome({ token: undefined });
    await shown;
    expect(parlor.connection.state).toBe('online');
  });

  test('that came too late for the server is shown by coming back', async () => {
    const parlor = await world.online({ token: 'old' });
    parlor.auth('fresh').catch(() => {});
    world.peer.end(4001);
    expect(parlor.connection.state).toBe('waiting');
    await world.pass(500);
    expect(world.peer.url.searchParams.get('token')).toBe('fresh');
  });

  test('is said before welcome where no guests are let in', async () => {
    const parlor = world.parlor();
    parlor.start();
    world.peer.open();
    const shown = parlor.auth('fresh');
    expect(world.peer.last('auth')).toMatchObject({ token: 'fresh' });
    world.peer.welcome({ token: undefined });
    await shown;
    expect(parlor.token).toBe('fresh');
  });

  test('is shown after welcome though that has one for a guest', async () => {
    const parlor = world.parlor();
    parlor.start();
    const shown = parlor.auth('fresh');
    world.peer.welcome({ token: 'guest-token' });
    await settle();
    expect(parlor.token).toBe('fresh');
    const { ref, token } = world.peer.last('auth');
    expect(token).toBe('fresh');
    world.peer.say({ type: 'ack', ref });
    await shown;
  });

  test('that comes while the socket opens is shown after welcome', async () => {
    const parlor = world.parlor({ token: 'old' });
    parlor.start();
    const shown = parlor.auth('fresh');
    world.peer.welcome({ token: undefined });
    await settle();
    const { ref, token } = world.peer.last('auth');
    expect(token).toBe('fresh');
    world.peer.say({ type: 'ack', ref });
    await shown;
  });

  test('that is no good rejects', async () => {
    const parlor = world.parlor();
    parlor.start();
    const shown = parlor.auth('bad').catch((error) => error);
    world.peer.end(1008);
    expect(await shown).toBeInstanceOf(ConnectionLost);
  });
});

describe('listeners', () => {
  test('that throw harm nobody', async () => {
    const parlor = world.parlor();
    const seen: string[] = [];
    parlor.on('connection', () => {
      throw new Error('mine');
    });
    parlor.on('connection', ({ state }) => seen.push(state));
    parlor.start();
    world.peer.welcome();
    expect(seen).toEqual(['connecting', 'online']);
    expect(world.reported).toHaveLength(2);
  });

  test('are taken off by what on() returned', async () => {
    const parlor = world.parlor();
    const seen: string[] = [];
    const off = parlor.on('connection', ({ state }) => seen.push(state));
    parlor.start();
    off();
    world.peer.welcome();
    expect(seen).toEqual(['connecting']);
  });

  test('may stop the client at any moment', async () => {
    for (const at of ['connecting', 'online', 'waiting']) {
      const parlor = world.parlor();
      const count = world.peers.length;
      parlor.on('connection', ({ state }) => state === at && parlor.stop());
      parlor.start();
      if (world.peers.length > count) {
        world.peer.welcome();
        world.peer.end();
      }
      await world.pass(60_000);
      expect(parlor.connection).toEqual({ state: 'stopped' });
      expect(world.peers.length).toBeLessThanOrEqual(count + 1);
    }
  });

  test('hear of a refusal that answers nothing, and of one’s new name', async () => {
    const parlor = await world.online();
    const refusals: unknown[] = [];
    parlor.on('error', (refusal) => refusals.push(refusal));
    world.peer.say({ type: 'error', code: 'invalid_field', message: 'Wrong.', field: 'name' });
    world.peer.say({ type: 'you', userId: 'g-1', name: 'Ann 2' });
    await settle();
    expect(refusals).toEqual([{ code: 'invalid_field', message: 'Wrong.', field: 'name' }]);
    expect(parlor.me).toEqual({ userId: 'g-1', name: 'Ann 2', guest: true });
  });
});
