import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type ConnectionState,
  type DirectRoom,
  indexedDbOutbox,
  type Me,
  type Outgoing,
  Parlor,
  type Person,
  type Room,
  type ServerLimits,
} from 'parlor-sdk';
import { say } from './notice.ts';
import { place, routeOf } from './place.ts';
import { language } from './settings.ts';
import { remember, remembered } from './storage.ts';

/** Where everybody begins. */
export const LOBBY = 'lobby';
/** Newest messages fetched on entering a room. */
export const FIRST_LOOK = 50;
/** Rooms this device keeps in its list: the oldest fall off. */
const ROOMS_KEPT = 50;

interface Kept {
  name: string;
  token?: string;
}

const kept = remembered<Kept | undefined>('me', undefined);

/** Whether a name has been given; before, the page asks for one. */
export const entered = signal(kept !== undefined);
export const connection = signal<ConnectionState>({ state: 'connecting', attempt: 1 });
export const me = signal<Me | undefined>(undefined);
export const limits = signal<ServerLimits | undefined>(undefined);
export const outgoing = signal<readonly Outgoing[]>([]);
export const direct = signal<readonly DirectRoom[]>([]);
/** Names of the rooms in the list, in the order they were entered. */
export const listed = signal<readonly string[]>(remembered('rooms', [LOBBY]));
/** Counts up whenever any room changes: for what shows them all. */
export const anyRoom = signal(0);

export const parlor = new Parlor({
  url: routeOf('ws'),
  ...(kept?.name === undefined ? {} : { name: kept.name }),
  ...(kept?.token === undefined ? {} : { token: kept.token }),
  language: language.value,
  outbox: indexedDbOutbox('parlor'),
});

const changes = new Map<string, Signal<number>>();

function changeOf(name: string): Signal<number> {
  let change = changes.get(name);
  if (change === undefined) {
    change = signal(0);
    changes.set(name, change);
  }
  return change;
}

/** The room of this name; whoever reads it while rendering is drawn again when it changes. */
export function roomOf(name: string): Room {
  changeOf(name).value;
  return parlor.room(name);
}

/** For a component that shows this room: it is drawn again when the room changes. */
export function watch(room: Room): void {
  changeOf(room.name).value;
}

/** In a busy room changes come faster than anybody reads: what is typed is drawn in between. */
const DRAWN_EVERY_MILLIS = 50;

const touched = new Set<string>();
let drawing = false;
let drawnAt = 0;

// The first change is drawn with the next frame, those that follow at once a little later.
function touch(room: Room): void {
  touched.add(room.name);
  if (drawing) {
    return;
  }
  drawing = true;
  const draw = (): void => {
    drawing = false;
    drawnAt = performance.now();
    const names = [...touched];
    touched.clear();
    for (const name of names) {
      changeOf(name).value++;
    }
    anyRoom.value++;
  };
  const wait = drawnAt + DRAWN_EVERY_MILLIS - performance.now();
  if (document.hidden) {
    setTimeout(draw, 200);
  } else if (wait <= 0) {
    requestAnimationFrame(draw);
  } else {
    setTimeout(() => requestAnimationFrame(draw), wait);
  }
}

/** The room shown now, or undefined before one is chosen. */
export const current: ReadonlySignal<Room | undefined> = computed(() => {
  const name = place.value.room;
  return name === undefined || !entered.value ? undefined : parlor.room(name);
});

/** The person of a place like `@userId`: somebody one has not written to yet. */
export function strangerOf(room: string): Person | undefined {
  if (!room.startsWith('@')) {
    return undefined;
  }
  const userId = room.slice(1);
  return met.get(userId) ?? { userId, name: userId };
}

/** People seen in rooms, so that a private talk with one of them has a name. */
const met = new Map<string, Person>();

export function meet(person: Person): void {
  met.set(person.userId, person);
}

/**
 * Where private messages with this person stand: the direct room, or a place until there is one.
 */
export function talkWith(person: Person): string {
  meet(person);
  const known = direct.value.find((room) => room.with.userId === person.userId);
  return known?.room ?? `@${person.userId}`;
}

export function list(room: string): void {
  if (room.startsWith('~') || room.startsWith('@') || listed.value.includes(room)) {
    return;
  }
  listed.value = [...listed.value, room].slice(-ROOMS_KEPT);
  remember('rooms', listed.value);
}

export function unlist(room: string): void {
  parlor.room(room).leave();
  listed.value = listed.value.filter((name) => name !== room);
  remember('rooms', listed.value);
}

export function send(room: string, message: string, replyTo?: number): Outgoing {
  const stranger = strangerOf(room);
  return stranger === undefined
    ? parlor.room(room).send(message, replyTo === undefined ? {} : { replyTo })
    : parlor.sendPrivate(stranger, message);
}

/** Comes in by this name, for the first time on this device. */
export function enter(name: string): void {
  remember('me', { name });
  parlor.setName(name);
  entered.value = true;
  start();
}

/**
 * A guest whom the server does not know, of another database perhaps, comes in as a new one. Where
 * another tab has done so already, this one is the same new guest.
 */
function comeInAnew(code: number | undefined): void {
  const { name, token } = remembered<Kept>('me', { name: '' });
  if (token === undefined || (code !== 1008 && code !== 4001)) {
    return;
  }
  if (token !== parlor.token) {
    void parlor.auth(token).catch(() => undefined); // the state of the connection tells
    return;
  }
  remember('me', { name });
  parlor.forgetToken();
  parlor.start();
}

/** At once, also after the server said not to come back. */
export function reconnect(): void {
  parlor.start();
  parlor.retryNow();
}

function listen(): void {
  parlor.on('connection', (state) => {
    connection.value = state;
    if (state.state === 'stopped') {
      comeInAnew(state.close?.code);
    }
  });
  parlor.on('welcome', ({ me: self, token, limits: rules, direct: talks }) => {
    me.value = self;
    limits.value = rules;
    direct.value = talks;
    remember('me', { name: self.name, ...(token === undefined ? {} : { token }) });
    for (const talk of talks) {
      meet(talk.with);
    }
  });
  parlor.on('you', (self) => {
    me.value = self;
    remember('me', { ...remembered('me', {}), name: self.name });
  });
  parlor.on('joined', (room) => {
    direct.value = parlor.direct;
    touch(room);
  });
  for (const event of ['left', 'reset', 'system', 'entry'] as const) {
    parlor.on(event, ({ room }) => touch(room));
  }
  for (const event of ['caughtUp', 'entries'] as const) {
    parlor.on(event, touch);
  }
  parlor.on('outbox', () => {
    outgoing.value = [...parlor.outgoing];
  });
  parlor.on('error', (refusal) => say(refusal.message));
}

/** Connects, and joins the rooms of the list: the one in sight first. */
export function start(): void {
  const first = place.value.room ?? LOBBY;
  list(first);
  for (const name of [first, ...listed.value]) {
    if (!name.startsWith('@')) {
      parlor.room(name).join({ last: FIRST_LOOK });
    }
  }
  parlor.start();
}

listen();
effect(() => parlor.setLanguage(language.value));
