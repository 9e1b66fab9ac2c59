import type {
  DirectRoom,
  Entry,
  Me,
  Person,
  RefusalFrame,
  RoomListing,
  ServerLimits,
  Stretch,
  SystemSignal,
} from './types.ts';

/** What binds an answer to its request. */
export type Ref = string | number;

export interface Welcome {
  type: 'welcome';
  you: Me;
  token?: string;
  direct: DirectRoom[];
  limits: ServerLimits;
  heartbeatMillis: number;
  time: string;
}

export interface Joined {
  type: 'joined';
  ref?: Ref;
  room: string;
  title: string;
  epoch: string;
  head: number;
  floor: number;
  userCount: number;
  role: string;
  resumed: boolean;
  direct?: Person;
}

export interface Left {
  type: 'left';
  ref?: Ref;
  room: string;
  reason: string;
  seq?: number;
}

export interface Reset {
  type: 'reset';
  room: string;
  epoch: string;
  from: number;
  head: number;
  reason: string;
}

export interface Ack {
  type: 'ack';
  ref?: Ref;
  id?: string;
  room?: string;
  seq?: number;
  time?: string;
  duplicate?: boolean;
}

export interface History {
  type: 'history';
  ref?: Ref;
  room: string;
  entries: Entry[];
  head: number;
  floor: number;
}

export interface Who {
  type: 'who';
  ref?: Ref;
  room: string;
  people: Person[];
  userCount: number;
}

export interface Stretches {
  type: 'stretches';
  ref?: Ref;
  room: string;
  head: number;
  floor: number;
  stretches: Stretch[];
}

export interface Refused extends RefusalFrame {
  type: 'error';
  ref?: Ref;
}

/** Everything that the server says, as far as this version knows it. */
export type ServerFrame =
  | Welcome
  | Joined
  | Left
  | Reset
  | Ack
  | History
  | Who
  | Stretches
  | Refused
  | { type: 'rooms'; ref?: Ref; rooms: RoomListing[] }
  | { type: 'pong'; ref?: Ref; time: string }
  | { type: 'caughtUp'; room: string; seq: number }
  | ({ type: 'system' } & SystemSignal)
  | ({ type: 'you' } & Person)
  | { type: 'goaway'; retryAfterMillis: number }
  | { type: 'entry'; entry: Entry };

/** A place in a `join`: where one of the rooms goes on. */
export interface Place {
  room: string;
  after?: number;
  epoch?: string;
  last?: number;
}

/** Everything that this version says. */
export type ClientFrame =
  | { type: 'chat'; ref: Ref; room: string; message: string; id: string; replyTo?: number }
  | { type: 'private'; ref: Ref; to: string; message: string; id: string }
  | { type: 'join'; ref: Ref; rooms: Place[] }
  | { type: 'leave'; ref: Ref; room: string }
  | { type: 'auth'; ref: Ref; token: string }
  | { type: 'ping' }
  | (Question & { ref: Ref });

/** Frames that ask for something and change nothing. */
export type Question =
  | ({ type: 'history'; room: string; limit: number } & HistoryWindow)
  | { type: 'who'; room: string }
  | { type: 'stretches'; room: string; count: number }
  | { type: 'rooms'; query?: string };

export type HistoryWindow = { before: number } | { after: number } | { around: number };

type Kind = 'string' | 'number' | 'object' | 'boolean';

// What has to be there before a frame is believed. Frames with more fields are welcome.
const required: Record<string, Record<string, Kind>> = {
  welcome: { you: 'object', direct: 'object', limits: 'object', heartbeatMillis: 'number' },
  joined: { room: 'string', epoch: 'string', head: 'number', floor: 'number', resumed: 'boolean' },
  left: { room: 'string', reason: 'string' },
  reset: { room: 'string', epoch: 'string', from: 'number', head: 'number', reason: 'string' },
  ack: {},
  history: { room: 'string', entries: 'object', head: 'number', floor: 'number' },
  who: { room: 'string', people: 'object', userCount: 'number' },
  stretches: { room: 'string', head: 'number', floor: 'number', stretches: 'object' },
  error: { code: 'string', message: 'string' },
  rooms: { rooms: 'object' },
  pong: {},
  caughtUp: { room: 'string', seq: 'number' },
  system: { room: 'string', event: 'string', userCount: 'number' },
  you: { userId: 'string', name: 'string' },
  goaway: { retryAfterMillis: 'number' },
};

const chatFields: Record<string, Kind> = {
  time: 'string',
  userId: 'string',
  user: 'string',
  message: 'string',
};

/**
 * Reads a frame of the server. Undefined for what is to be ignored: a type that is not known,
 * a known one that lacks what it needs. A type that is not known but has `room` and
 * `seq` is an entry of a later version: it keeps its number.
 */
export function readFrame(text: string): ServerFrame | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(frame) || typeof frame.type !== 'string') {
    return undefined;
  }
  if (frame.type === 'chat' || !Object.hasOwn(required, frame.type)) {
    const entry = readEntry(frame);
    return entry && { type: 'entry', entry };
  }
  return has(frame, required[frame.type] ?? {}) ? (frame as unknown as ServerFrame) : undefined;
}

/** Reads what has a number. A message that lacks something keeps its number as `unknown`. */
export function readEntry(frame: unknown): Entry | undefined {
  if (!isRecord(frame) || typeof frame.room !== 'string' || typeof frame.seq !== 'number') {
    return undefined;
  }
  if (typeof frame.type === 'string' && (frame.type !== 'chat' || has(frame, chatFields))) {
    return frame as unknown as Entry;
  }
  return { type: 'unknown', room: frame.room, seq: frame.seq };
}

function has(frame: Record<string, unknown>, fields: Record<string, Kind>): boolean {
  return Object.entries(fields).every(
    ([name, kind]) => typeof frame[name] === kind && frame[name] !== null,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
