import { beforeAll, describe, expect, test } from 'vitest';
import { readEntry, readFrame } from '../src/frames.ts';
import { type Vector, vectors } from './vectors.ts';
import { type Frame, joined, settle, World } from './world.ts';

function frameOf(vector: Vector): Frame {
  return JSON.parse(vector.json as string);
}

describe('what the server says', () => {
  const server = vectors('server.vectors').filter(({ json }) => json !== undefined);

  test('is all here', () => {
    expect(server.length).toBeGreaterThanOrEqual(32);
    const types = new Set(server.map((vector) => frameOf(vector).type));
    const known =
      'ack caughtUp error goaway history joined left pong reset rooms system welcome who';
    expect([...types]).toEqual(expect.arrayContaining([...known.split(' '), 'you']));
  });

  test.each(server)('$title', (vector) => {
    expect(readFrame(vector.json as string)).toEqual(frameOf(vector));
  });

  test.each(vectors('entries.vectors'))('entry: $title', (vector) => {
    const entry = frameOf(vector);
    expect(readFrame(vector.json as string)).toEqual({ type: 'entry', entry });
    expect(entry.message).toBe(vector.message);
  });
});

describe('the golden rule', () => {
  test('what is not known is ignored', () => {
    for (const text of ['{"type":"dance"}', '{}', '[]', 'null', '7', '', '{"type":7}', '{"type"']) {
      expect(readFrame(text)).toBeUndefined();
    }
    expect(readFrame('{"type":"constructor"}')).toBeUndefined();
  });

  test('new fields are welcome', () => {
    const frame = { type: 'pong', time: '', mood: 'good' };
    expect(readFrame(JSON.stringify(frame))).toEqual(frame);
  });

  test('a frame that lacks what it needs is ignored, an entry keeps its number', () => {
    expect(readFrame('{"type":"caughtUp","room":"tea"}')).toBeUndefined();
    expect(readFrame('{"type":"welcome","you":null}')).toBeUndefined();
    const unknown = { type: 'unknown', room: 'tea', seq: 4 };
    expect(readEntry({ type: 'chat', room: 'tea', seq: 4 })).toEqual(unknown);
    expect(readEntry({ type: 'edit', room: 'tea', seq: 5 })?.type).toBe('edit');
  });
});

describe('what the SDK says', () => {
  const valid = ['client-frames.vectors', 'client-text.vectors']
    .flatMap(vectors)
    .filter(({ said, dialect }) => said !== undefined && dialect !== 'tutorial')
    .map((vector) => JSON.parse(vector.frame as string) as Frame);
  const refs = new Set(['string', 'number']);
  let sent: Frame[] = [];

  /** For each field that any vector of this type holds: the types of its values. */
  function fields(type: string): Map<string, Set<string>> {
    const known = new Map<string, Set<string>>();
    for (const frame of valid.filter((one) => one.type === type)) {
      for (const [name, value] of Object.entries(frame)) {
        known.set(name, (known.get(name) ?? new Set()).add(typeof value));
      }
    }
    return known;
  }

  beforeAll(async () => {
    const world = new World();
    const parlor = await world.online();
    const tea = parlor.room('tea');
    tea.join();
    await settle();
    world.peer.say(joined('tea', 3, { ref: world.peer.last('join').ref }));
    world.peer.say({ type: 'caughtUp', room: 'tea', seq: 3 });
    tea.send('hello', { replyTo: 2 });
    parlor.sendPrivate({ userId: 'g-2', name: 'Bob' }, 'hello');
    for (const promise of [
      tea.loadBefore(3),
      tea.loadAfter(3),
      tea.loadAround(3),
      tea.who(),
      tea.stretches(60),
      parlor.directory('te'),
      parlor.directory(),
      parlor.auth('a.b.c'),
    ]) {
      promise.catch(() => {});
    }
    await settle();
    tea.leave();
    for (const { id } of [world.peer.last('chat'), world.peer.last('private')]) {
      world.peer.say({ type: 'ack', ref: id, id, room: 'tea', seq: 4 });
    }
    await world.pass(30_000);
    sent = world.peer.sent;
    tea.join();
    world.peer.end();
    await world.pass(1_000);
    world.peer.welcome();
    await settle();
    sent = [...sent, ...world.peer.sent];
  });

  test('is every kind of frame', () => {
    const types = [...new Set(sent.map(({ type }) => type))].sort();
    const all = 'auth chat history join leave ping private rooms stretches who';
    expect(types).toEqual(all.split(' '));
  });

  test('has only fields that the vectors have, of the same types', () => {
    for (const frame of sent) {
      const known = fields(frame.type);
      for (const [name, value] of Object.entries(frame)) {
        // A ref is a string or an integer everywhere.
        expect(
          name === 'ref' ? refs : (known.get(name) ?? new Set()),
          `${frame.type}.${name}`,
        ).toContain(typeof value);
      }
    }
  });

  test.each([
    ['chat', 'type ref room message id replyTo'],
    ['private', 'type ref to message id'],
    ['leave', 'type ref room'],
    ['who', 'type ref room'],
    ['auth', 'type ref token'],
    ['ping', 'type'],
  ])('%s has these fields: %s', (type, names) => {
    const frame = sent.find((one) => one.type === type) as Frame;
    expect(Object.keys(frame).sort()).toEqual(names.split(' ').sort());
  });

  test('history asks for one window, and rooms go with their places', () => {
    const histories = sent.filter(({ type }) => type === 'history');
    expect(histories.map(({ ref: _ref, type: _type, ...rest }) => rest)).toEqual([
      { room: 'tea', before: 3, limit: 50 },
      { room: 'tea', after: 3, limit: 50 },
      { room: 'tea', around: 3, limit: 50 },
    ]);
    const joins = sent.filter(({ type }) => type === 'join').map(({ rooms }) => rooms);
    expect(joins).toEqual([[{ room: 'tea', last: 50 }], [{ room: 'tea', after: 3, epoch: 'e1' }]]);
    const directories = sent.filter(({ type }) => type === 'rooms').map(({ query }) => query);
    expect(directories).toEqual(['te', undefined]);
  });

  test('ids are valid by the rules of the vectors', () => {
    for (const { id } of sent.filter(({ type }) => type === 'chat' || type === 'private')) {
      expect(id).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
    }
  });
});
