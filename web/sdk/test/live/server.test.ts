import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  type ConnectionState,
  type Entry,
  isChat,
  Parlor,
  type ParlorOptions,
  type Room,
  type SocketConstructor,
  uuidV7,
} from '../../src/index.ts';

// Against a real server: PARLOR_URL, for example http://127.0.0.1:3000/ws.
const url = process.env.PARLOR_URL ?? '';
const socketOfNode = WebSocket as unknown as SocketConstructor;
const parlors: Parlor[] = [];

function parlor(name: string, more: Partial<ParlorOptions> = {}): Parlor {
  const made = new Parlor({ url, name, environment: { WebSocket: socketOfNode }, ...more });
  parlors.push(made);
  made.start();
  return made;
}

function freshRoom(): string {
  return `room ${uuidV7()}`;
}

/** Waits until it holds, looking after each event that may change it. */
function until(parlor: Parlor, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const offs: (() => void)[] = [];
    const look = () => {
      if (holds()) {
        for (const off of offs) {
          off();
        }
        resolve();
      }
    };
    for (const event of [
      'connection',
      'joined',
      'left',
      'caughtUp',
      'entries',
      'outbox',
    ] as const) {
      offs.push(parlor.on(event, look));
    }
    look();
  });
}

function texts(room: Room): string[] {
  return room.log
    .between(1, room.head)
    .filter(isChat)
    .map((entry) => entry.message);
}

/** Cuts the connection as a network does: no Close frame. */
function cut(sockets: WebSocket[]): void {
  sockets.at(-1)?.terminate();
}

function recording(sockets: WebSocket[]): SocketConstructor {
  return class extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol);
      sockets.push(this);
    }
  } as unknown as SocketConstructor;
}

afterEach(() => {
  for (const one of parlors.splice(0)) {
    one.stop();
  }
});

// `npm run test:live` does not begin without PARLOR_URL, so that nothing is skipped there.
describe.skipIf(url === '')('against a server', () => {
  test('two people chat, and the bubble goes when the entry is there', async () => {
    const name = freshRoom();
    const ann = parlor('Ann').room(name);
    const other = parlor('Bob');
    const bob = other.room(name);
    ann.join();
    bob.join();
    const live: Entry[] = [];
    other.on('entry', ({ entry, live: isLive }) => isLive && live.push(entry));
    await until(other, () => bob.joined);

    ann.send('one');
    ann.send('two');
    const [sender] = parlors as [Parlor];
    await until(other, () => bob.log.last === 2);
    await until(sender, () => sender.outgoing.length === 0 && ann.log.last === 2);

    expect(texts(bob)).toEqual(['one', 'two']);
    expect(texts(ann)).toEqual(['one', 'two']);
    expect(live.map((entry) => entry.seq)).toEqual([1, 2]);
  });

  test('after a cut everything goes on: nothing missing, nothing twice', async () => {
    const name = freshRoom();
    const sockets: WebSocket[] = [];
    const reader = parlor('Ann', { environment: { WebSocket: recording(sockets) } });
    const writer = parlor('Bob');
    const read = reader.room(name);
    read.join();
    await until(reader, () => read.joined);
    const seen: number[] = [];
    reader.on('entry', ({ entry }) => seen.push(entry.seq));
    writer.room(name).send('before');
    await until(reader, () => read.log.last === 1);

    const me = reader.me?.userId;
    cut(sockets);
    await until(reader, () => reader.connection.state === 'waiting');
    read.send('written in between');
    writer.room(name).send('missed');
    await until(writer, () => writer.outgoing.every((one) => one.state === 'sent'));
    reader.retryNow();
    await until(reader, () => read.log.last === 3 && reader.outgoing.length === 0);

    expect(reader.me?.userId).toBe(me);
    expect(seen).toEqual([1, 2, 3]);
    expect(texts(read)).toEqual(['before', 'missed', 'written in between']);
  });

  test('history fills the log from any side, and the directory knows the room', async () => {
    const name = freshRoom();
    const one = parlor('Ann');
    const room = one.room(name);
    room.join({ last: 2 });
    for (let index = 1; index <= 12; index++) {
      room.send(`text ${index}`);
    }
    await until(one, () => room.log.last === 12);
    room.log.trim(12, 12);

    await room.loadBefore(12, 3);
    expect(room.log.ranges).toEqual([[9, 12]]);
    await room.loadAfter(0, 2);
    expect(room.log.gaps(room.floor, room.head)).toEqual([[3, 8]]);
    await room.loadAround(5, 100);
    expect(room.log.ranges).toEqual([[1, 12]]);
    expect((await room.who()).userCount).toBe(1);
    const listed = await one.directory(name.slice(0, 64));
    expect(listed).toContainEqual(expect.objectContaining({ room: name, head: 12 }));
  });

  test('a private message makes a direct room on both sides', async () => {
    const ann = parlor('Ann');
    const bob = parlor('Bob');
    await until(bob, () => bob.me !== undefined);
    await until(ann, () => ann.me !== undefined);
    const { userId, name } = bob.me as { userId: string; name: string };

    const sent = ann.sendPrivate({ userId, name }, 'only for you');
    expect(sent.room).toBe(`@${userId}`);
    const directOf = (parlor: Parlor) => [...parlor.rooms.values()].find((room) => room.with);
    await until(bob, () => directOf(bob)?.log.last === 1);
    await until(ann, () => directOf(ann)?.log.last === 1 && ann.outgoing.length === 0);

    expect(directOf(bob)?.with?.userId).toBe(ann.me?.userId);
    expect(directOf(bob)?.wanted).toBe(true);
    expect(ann.sendPrivate({ userId, name }, 'again').room).toBe(directOf(ann)?.name);
    await until(bob, () => directOf(bob)?.log.last === 2);
  });

  test('thirty messages at once pass the rate limit in their order', async () => {
    const one = parlor('Ann');
    const room = one.room(freshRoom());
    room.join();
    const wanted = Array.from({ length: 30 }, (_, index) => `text ${index}`);
    for (const text of wanted) {
      room.send(text);
    }
    await until(one, () => one.outgoing.length === 0 && room.log.last === 30);

    expect(texts(room)).toEqual(wanted);
  });

  test('a message that is too long fails, and the next waits until it is discarded', async () => {
    const one = parlor('Ann');
    const room = one.room(freshRoom());
    room.join();
    const long = room.send('x'.repeat(1_001));
    room.send('short');
    await until(one, () => long.state === 'failed');
    expect(long.refusal?.code).toBe('too_long');
    expect(one.outgoing.map((message) => message.state)).toEqual(['failed', 'queued']);

    one.discard(long.id);
    await until(one, () => one.outgoing.length === 0);
    expect(texts(room)).toEqual(['short']);
  });

  test('a token that is no good stops the client', async () => {
    const states: ConnectionState[] = [];
    const one = parlor('Ann', { token: 'no token at all' });
    one.on('connection', (state) => states.push(state));
    await until(one, () => one.connection.state === 'stopped');

    expect(states.at(-1)).toMatchObject({ state: 'stopped', close: { code: 1008 } });
  });
});
