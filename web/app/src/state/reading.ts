import { computed, signal } from '@preact/signals';
import { isChat, type Room } from 'parlor-sdk';
import { mentions } from '../timeline/message-text.ts';
import { anyRoom, direct, listed, me, parlor } from './chat.ts';
import { onRemembered, remembered, rememberSoon } from './storage.ts';

/**
 * How far one has read, by room: the number, and the epoch it was counted in. Kept on this device
 * and shared by its tabs.
 */
interface Mark {
  seq: number;
  epoch: string;
}

const marks = signal<Readonly<Record<string, Mark>>>(remembered('read', {}));
onRemembered('read', () => {
  marks.value = remembered('read', {});
});

/** The number up to which this room is read; its head where nothing is known of it. */
export function readTo(room: Room): number {
  const mark = marks.value[room.name];
  if (mark === undefined || (room.epoch !== undefined && mark.epoch !== room.epoch)) {
    return room.head;
  }
  return Math.min(mark.seq, room.head);
}

/**
 * What a room held when this device first saw it counts as read; of a private talk that somebody
 * begins now, nothing does.
 */
export function watchReading(): void {
  const begin = (name: string, seq: number, epoch: string | undefined): void => {
    if (epoch !== undefined && marks.value[name]?.epoch !== epoch) {
      setMark(name, seq, epoch);
    }
  };
  parlor.on('welcome', (welcome) => {
    for (const talk of welcome.direct) {
      begin(talk.room, talk.head, talk.epoch);
    }
  });
  parlor.on('joined', (room) => begin(room.name, room.with ? 0 : room.head, room.epoch));
  parlor.on('reset', ({ room, reason }) => {
    if (reason !== 'expired') {
      begin(room.name, room.head, room.epoch);
    }
  });
}

/** Moves the mark on, never back. */
export function markRead(room: Room, seq: number): void {
  const epoch = room.epoch;
  const mark = marks.value[room.name];
  if (epoch === undefined || (mark?.epoch === epoch && mark.seq >= seq)) {
    return;
  }
  setMark(room.name, seq, epoch);
}

/** Puts the mark before this message: it and what follows are unread again. */
export function markUnread(room: Room, seq: number): void {
  setMark(room.name, seq - 1, room.epoch ?? '');
}

function setMark(room: string, seq: number, epoch: string): void {
  marks.value = { ...marks.value, [room]: { seq, epoch } };
  rememberSoon('read', marks.value);
}

export interface Unread {
  count: number;
  /** Of them, those that name me; all of them in a private talk. */
  calls: number;
}

interface Counted extends Unread {
  from: number;
  to: number;
  own: number;
}

const counted = new Map<string, Counted>();

/**
 * What is new in a room. Mentions are known among the entries that this page has. Counted on from
 * where it stopped last time: in a busy room this is asked once a frame.
 */
export function unreadOf(room: Room): Unread {
  const from = readTo(room) + 1;
  const known = counted.get(room.name);
  const same = known !== undefined && known.from === from && known.to <= room.head;
  const sum = same ? known : { from, to: from - 1, own: 0, count: 0, calls: 0 };
  const mine = me.value;
  for (const entry of room.log.between(sum.to + 1, room.head)) {
    if (isChat(entry) && mine !== undefined) {
      sum.own += entry.userId === mine.userId ? 1 : 0;
      sum.calls += entry.userId !== mine.userId && mentions(entry.message, mine.name) ? 1 : 0;
    }
  }
  sum.to = room.head;
  sum.count = Math.max(0, room.head - from + 1 - sum.own);
  counted.set(room.name, sum);
  return { count: sum.count, calls: room.with === undefined ? sum.calls : sum.count };
}

/** Every room in the list and every private talk. */
export const everyRoom = computed(() => {
  anyRoom.value;
  const names = new Set([...listed.value, ...direct.value.map((talk) => talk.room)]);
  return [...names].map((name) => parlor.room(name));
});

/** For the title and the badge: what calls for me, and whether anything is new at all. */
export const unreadInAll = computed(() => {
  let calls = 0;
  let rooms = 0;
  for (const room of everyRoom.value) {
    const unread = unreadOf(room);
    calls += unread.calls;
    rooms += unread.count > 0 ? 1 : 0;
  }
  return { calls, rooms };
});

export function markAllRead(): () => void {
  const before = marks.value;
  for (const room of everyRoom.value) {
    markRead(room, room.head);
  }
  return () => {
    marks.value = before;
    rememberSoon('read', before);
  };
}
