import type { SystemLine } from '../timeline/rows.ts';
import { me, meet, parlor } from './chat.ts';

/** Lines kept per room: signals are for who is here now, not a history. */
const KEPT = 200;

const heard = new Map<string, SystemLine[]>();

/** Who came and went in a room while this page looked on. */
export function signalsOf(room: string): readonly SystemLine[] {
  return heard.get(room) ?? [];
}

export function hearSignals(): void {
  parlor.on('system', ({ room, signal }) => {
    const { user, userId } = signal;
    const event = signal.event === 'join' ? 'join' : 'leave';
    if (
      (signal.event !== 'join' && signal.event !== 'leave') ||
      user === undefined ||
      userId === undefined
    ) {
      return;
    }
    meet({ userId, name: user });
    if (userId === me.value?.userId || room.with !== undefined) {
      return;
    }
    const lines = [...(heard.get(room.name) ?? [])].slice(1 - KEPT);
    lines.push({ time: Date.now(), event, userId, user, afterSeq: room.head });
    heard.set(room.name, lines);
  });
}
