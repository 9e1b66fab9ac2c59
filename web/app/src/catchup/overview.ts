import { type Signal, signal } from '@preact/signals';
import { isChat, type Room } from 'parlor-sdk';
import { me } from '../state/chat.ts';
import { readTo } from '../state/reading.ts';
import { mentions } from '../timeline/message-text.ts';
import { type Tick, ticksOf } from './ticks.ts';

/** Ticks of the bar: one every 8 pixels or so on a common screen. */
const TICKS = 96;
const SAMPLES = 100;
/** The log is asked for again when it has grown by this share, or this many entries. */
const GROWN_SHARE = 0.02;
const GROWN_LEAST = 20;
/** Entries looked through for names: the page knows no more than it has read. */
const LOOKED_THROUGH = 4_000;

/** A room's whole log, drawn small: the samples the server gave, and up to which head. */
interface Samples {
  head: number;
  points: readonly { seq: number; time: number }[];
}

const samples = new Map<string, Signal<Samples | undefined>>();
const asking = new Set<string>();

function samplesOf(name: string): Signal<Samples | undefined> {
  let known = samples.get(name);
  if (known === undefined) {
    known = signal(undefined);
    samples.set(name, known);
  }
  return known;
}

/** Asks for the room's stretches when those known are missing or old. */
export async function refresh(room: Room): Promise<void> {
  const known = samplesOf(room.name);
  const grown = room.head - (known.peek()?.head ?? 0);
  const enough = Math.max(GROWN_LEAST, room.head * GROWN_SHARE);
  if (!room.joined || room.head === 0 || asking.has(room.name)) {
    return;
  }
  if (known.peek() !== undefined && grown < enough) {
    return;
  }
  asking.add(room.name);
  try {
    const { head, stretches } = await room.stretches(SAMPLES);
    known.value = {
      head,
      points: stretches.map(({ seq, time }) => ({ seq, time: Date.parse(time) })),
    };
  } catch {
    // Asked again with the next message.
  } finally {
    asking.delete(room.name);
  }
}

/** Stretches of equal time, oldest first. */
export function ticksIn(room: Room): readonly Tick[] {
  const known = samplesOf(room.name).value;
  if (known === undefined || room.head === 0) {
    return [];
  }
  return ticksOf(known.points, Math.max(known.head, room.head), Date.now(), TICKS);
}

/** Where a number stands on the bar, 0 at the top to 1. */
export function heightOf(ticks: readonly Tick[], seq: number): number {
  const at = ticks.findIndex((tick) => tick.toSeq >= seq && tick.count > 0);
  const tick = ticks[at];
  if (tick === undefined) {
    return 1;
  }
  const within = Math.max(0, seq - tick.fromSeq) / Math.max(1, tick.count);
  return (at + Math.min(1, within)) / ticks.length;
}

/** An unread message that is for the reader. */
export interface Call {
  seq: number;
  user: string;
  message: string;
  time: number;
  kind: 'names' | 'answers';
}

/** Unread messages that name me, or answer one of mine, among those the page knows. */
export function callsIn(room: Room): Call[] {
  const mine = me.value;
  const from = Math.max(readTo(room) + 1, room.head - LOOKED_THROUGH);
  const calls: Call[] = [];
  for (const entry of room.log.between(from, room.head)) {
    if (!isChat(entry) || mine === undefined || entry.userId === mine.userId) {
      continue;
    }
    const answered = entry.replyTo === undefined ? undefined : room.log.get(entry.replyTo);
    const answers = answered !== undefined && isChat(answered) && answered.userId === mine.userId;
    if (mentions(entry.message, mine.name) || answers) {
      calls.push({
        seq: entry.seq,
        user: entry.user,
        message: entry.message,
        time: Date.parse(entry.time),
        kind: answers ? 'answers' : 'names',
      });
    }
  }
  return calls;
}
