/**
 * The shapes that the SDK speaks in. What stands in frames has the names of the wire
 * (docs/reference/protocol.md); numbers of entries are integers from 1.
 */

/** A person, as the server names one. */
export interface Person {
  userId: string;
  name: string;
}

/** What one is called, and by which right. */
export interface Me extends Person {
  guest: boolean;
}

/** A message as it stands in the room's log. Later kinds of entries have other types. */
export interface ChatEntry {
  type: 'chat';
  room: string;
  /** Its number: from 1, by 1, without holes. */
  seq: number;
  /** ISO-8601, UTC, milliseconds. */
  time: string;
  userId: string;
  user: string;
  message: string;
  /** The sender's own key. */
  clientId?: string;
  /** The number of the message that this one answers. */
  replyTo?: number;
}

/** An entry of a kind that this version does not know: it has its place in the log, no more. */
export interface UnknownEntry {
  type: string;
  room: string;
  seq: number;
  time?: string;
}

export type Entry = ChatEntry | UnknownEntry;

export function isChat(entry: Entry): entry is ChatEntry {
  return entry.type === 'chat';
}

/** Rules of the server, told in `welcome`. 0 means none. */
export interface ServerLimits {
  /** UTF-16 units of a message. */
  textLength: number;
  /** Code points of a name. */
  nameLength: number;
  roomNameLength: number;
  messagesPerSecond: number;
  messageBurst: number;
}

/**
 * A refusal by the server: `code` is one of docs/reference/refusals.md, `message` is for people.
 */
export interface RefusalFrame {
  code: string;
  message: string;
  field?: string;
  room?: string;
  /** Wait so long before the next try. */
  retryAfterMillis?: number;
}

/** Why a connection ended: the code and reason of its Close frame, 1006 when there was none. */
export interface CloseInfo {
  code: number;
  reason: string;
}

/**
 * The state of the connection.
 *
 * - `connecting`: a socket is being opened, for the first time or again (`attempt` from 1).
 * - `online`: `welcome` has come.
 * - `waiting`: lost; the next try is at `retryAt` (milliseconds since the epoch). `restarting`: the
 *   server said that it goes away and comes back.
 * - `offline`: the device says that it has no network; tried at once when it says it has.
 * - `stopped`: by `stop()`, or the server said not to come back like this (`close`): 1008, 4500 and
 *   above, 4001 without a fresh token.
 */
export type ConnectionState =
  | { state: 'connecting'; attempt: number }
  | { state: 'online' }
  | { state: 'waiting'; retryAt: number; attempt: number; close: CloseInfo; restarting: boolean }
  | { state: 'offline'; close?: CloseInfo }
  | { state: 'stopped'; close?: CloseInfo };

/** From number, to number, both included. */
export type Range = readonly [from: number, to: number];

/**
 * The state of an outgoing message.
 *
 * - `queued`: kept, and sent when it is its turn. A `refusal` says why that is not now.
 * - `sending`: on its way, not acknowledged. After a lost connection it is sent again under its id.
 * - `stale`: written long ago, or waited behind such a one; sent only after `confirm()`.
 * - `failed`: refused for good (`refusal` says why). Later ones of its room wait behind it.
 * - `sent`: acknowledged; it has its number.
 */
export type OutgoingState = 'queued' | 'sending' | 'stale' | 'failed' | 'sent';

/** A message of one's own that is not (or only just) in the log. It changes in place. */
export interface Outgoing {
  /** Its key for ever (UUIDv7). */
  readonly id: string;
  /** The room, or for the first private message to somebody `@` and the person's userId. */
  readonly room: string;
  /** Set for a private message whose direct room is not known yet. */
  readonly to?: Person;
  readonly message: string;
  readonly replyTo?: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** When a person last said that it is still to be sent: `confirm()`, `retry()`. */
  confirmedAt?: number;
  state: OutgoingState;
  /** With `failed`, and with `queued` while it waits as long as the server said. */
  refusal?: RefusalFrame;
  /** With `sent`. */
  seq?: number;
}

/** Where a number stands in time: the first entry of a stretch of the log. */
export interface Stretch {
  seq: number;
  /** ISO-8601. */
  time: string;
}

/** A room in the public directory. */
export interface RoomListing {
  room: string;
  title: string;
  userCount: number;
  head: number;
}

/** A line for people about a room: never numbered. */
export interface SystemSignal {
  room: string;
  event: 'join' | 'leave' | 'count' | 'notice' | (string & {});
  user?: string;
  userId?: string;
  message: string;
  userCount: number;
}

/** One's direct rooms, as `welcome` lists them. */
export interface DirectRoom {
  room: string;
  epoch: string;
  head: number;
  with: Person;
}
