// A server with a past: rooms in which people have talked for days, and who they are.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Browser, Parlor } from './parlor.mjs';
import { book, idle, small } from './talk.mjs';

export const people = [
  '林晓雨',
  '周明远',
  '阿May',
  'Marta Kowalska',
  '陳家琪',
  '沈砚',
  'Tom Okafor',
  '苏打',
  'Priya Nair',
  '王建国',
  'Léna Dubois',
  '值日生',
];
export const reader = '沈砚';
const DAY = 86_400_000;
const DAYS = 4;

/** The server stamps times itself; what lies days back is written where it keeps them. */
const fill = `
import json, sqlite3, sys
from datetime import datetime, timezone
db = sqlite3.connect(sys.argv[1])
for room, said in json.load(sys.stdin).items():
    number, = db.execute('select number from log where name = ?', [room]).fetchone()
    rows = []
    for seq, one in enumerate(said, 1):
        at = datetime.fromtimestamp(one['at'] / 1000, timezone.utc)
        frame = {'type': 'chat', 'room': room, 'seq': seq,
                 'time': at.isoformat(timespec='milliseconds').replace('+00:00', 'Z'),
                 'userId': one['userId'], 'user': one['user'], 'message': one['message']}
        if 'replyTo' in one: frame['replyTo'] = one['replyTo']
        body = json.dumps(frame, ensure_ascii=False, separators=(',', ':')).encode()
        rows.append((number << 36 | seq, one['at'], one['userId'], body))
    db.execute('delete from entry where id >> 36 = ?', [number])
    db.executemany('insert into entry (id, time, author, body) values (?, ?, ?, ?)', rows)
    db.execute('update log set head = ? where number = ?', [len(rows), number])
db.commit()
`;

export class Town {
  /** `past`: by room, a function of the people that gives `{ at, userId, user, message }`. */
  static async build({
    options = ['--limits.messagesPerSecond=0'],
    rooms = {},
    talks = [],
    names = people,
  }) {
    const town = new Town();
    town.server = await Parlor.start(...options);
    town.browser = await Browser.start();
    town.rooms = Object.keys(rooms);
    town.marks = {};
    await town.gather(names.map(name => ({ name })));
    await town.say(...town.rooms.map(room => [names[0], room, '…']));
    await town.whisper(talks);
    await town.crowd.close();
    await town.end();
    const past = {};
    for (const [room, written] of Object.entries(rooms)) past[room] = written(town.persons);
    town.write(past);
    await town.server.launch();
    await town.gather(Object.values(town.persons).filter(one => one.name !== reader));
    return town;
  }

  write(past) {
    const file = join(this.server.folder, 'data', 'parlor.db');
    const done = spawnSync('python3', ['-c', fill, file], {
      input: JSON.stringify(past),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (done.status !== 0) throw new Error(done.stderr);
  }

  /** A clean stop: what was stored is in the file. */
  async end() {
    await this.server.process.stop('SIGTERM');
  }

  /** All of them behind one page, each with a socket. */
  async gather(persons) {
    this.crowd = await this.browser.person();
    this.voices = await this.crowd.newPage();
    await this.voices.goto(`${this.server.url}healthz`);
    const known = await this.voices.evaluate(
      ([all, rooms]) => {
        globalThis.sockets = {};
        globalThis.epochs = {};
        return Promise.all(
          all.map(
            ({ name, token = '' }) =>
              new Promise(done => {
                const query = new URLSearchParams({ name, token });
                const socket = new WebSocket(`ws://${location.host}/ws?${query}`, 'parlor.v1');
                sockets[name] = socket;
                let me;
                let left = rooms.length;
                socket.onmessage = ({ data }) => {
                  const frame = JSON.parse(data);
                  if (frame.type === 'welcome') {
                    me = { name, userId: frame.you.userId, token: frame.token ?? token };
                    if (left === 0) done(me);
                    else socket.send(JSON.stringify({ type: 'join', rooms }));
                  }
                  if (frame.type === 'joined' && left-- > 0) epochs[frame.room] = frame.epoch;
                  if (frame.type === 'joined' && left === 0) done(me);
                  if (frame.type === 'ack') socket.acked?.(frame);
                };
              }),
          ),
        );
      },
      [persons, this.rooms],
    );
    this.persons = { ...this.persons, ...Object.fromEntries(known.map(one => [one.name, one])) };
    this.epochs = { ...this.epochs, ...(await this.voices.evaluate(() => epochs)) };
  }

  /** Each: who, in which room, what; each is stored before the next is said. */
  say(...all) {
    return this.speak(
      all.map(([who, room, message, replyTo]) => [
        who,
        { type: 'chat', room, message, ...(replyTo ? { replyTo } : {}) },
      ]),
    );
  }

  whisper(all) {
    return this.speak(all.map(([who, to, message]) => [who, { type: 'private', to, message }]));
  }

  speak(all) {
    return this.voices.evaluate(async frames => {
      for (const [who, frame] of frames)
        await new Promise(done => {
          sockets[who].acked = done;
          sockets[who].send(JSON.stringify({ ...frame, id: crypto.randomUUID() }));
        });
    }, all);
  }

  /** Who sends `{ room: seq }` in `read` has read so far, and the rest is new. */
  async visitor({
    who = reader,
    settings = {},
    read = {},
    rooms = this.rooms,
    drafts = {},
    ...context
  } = {}) {
    const me = this.persons[who];
    const known = {
      settings,
      ...(me === undefined ? {} : { me: { name: me.name, token: me.token } }),
      rooms: ['lobby', ...rooms.filter(room => room !== 'lobby')],
      read: Object.fromEntries(
        Object.entries(read).map(([room, seq]) => [room, { seq, epoch: this.epochs[room] }]),
      ),
      drafts: Object.fromEntries(
        Object.entries(drafts).map(([room, text]) => [room, { text, id: room }]),
      ),
      lastRoom: rooms[0] ?? 'lobby',
    };
    const made = await this.browser.person(context);
    await made.addInitScript(kept => {
      if (!location.protocol.startsWith('http') || localStorage.getItem('parlor.settings')) return;
      for (const [name, value] of Object.entries(kept))
        localStorage.setItem(`parlor.${name}`, JSON.stringify(value));
    }, known);
    return made;
  }

  async open(context, room) {
    const page = await context.newPage();
    await page.goto(
      `${this.server.url}${room === undefined ? '' : `r/${encodeURIComponent(room)}`}`,
    );
    return page;
  }

  /** The doctor asks for the socket's path as a page, and is told 426: that is no complaint. */
  get complaints() {
    return this.browser.complaints.filter(each => !each.includes('status of 426'));
  }

  async stop() {
    await this.browser?.stop();
    await this.server?.stop();
  }
}

/** Four days of talk about the fair, which end with what was said this morning. */
export function days(persons) {
  const now = Date.now();
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const said = [];
  const add = (at, who, message, replyTo) => {
    const { userId, name } = persons[who];
    said.push({ at: Math.round(at), userId, user: name, message, ...(replyTo ? { replyTo } : {}) });
    return said.length;
  };
  for (let day = DAYS - 1; day > 0; day--) {
    const count = 50 + ((day * 13) % 31);
    for (let i = 0; i < count; i++) {
      const share = (i + ((i * 7919) % 10) / 10) / count;
      const hour = 8 + 13 * (share + 0.08 * Math.sin(share * 12));
      const [who, message] = small[(i + day * 5) % small.length];
      add(midnight - day * DAY + hour * 3_600_000, who, message);
    }
  }
  // Today may be young: the morning is as long as it can be.
  const morning = Math.min(now - midnight, 3_600_000) * 0.9;
  const numbers = [];
  for (const [i, [who, message, answers]] of book.entries())
    numbers.push(
      add(
        now - morning * (1 - (i + 1) / (book.length + 1)),
        who,
        message,
        answers === undefined ? undefined : numbers[answers],
      ),
    );
  return said;
}

/** A word or two, some hours ago. */
export const brief = (persons, room = '') =>
  idle.map(([who, message], i) => ({
    at: Date.now() - (6 - i) * 3_600_000 - room.length * 60_000,
    userId: persons[who].userId,
    user: who,
    message,
  }));
