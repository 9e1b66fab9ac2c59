import { effect, signal } from '@preact/signals';
import { isChat, type Person } from 'parlor-sdk';
import { current, me, meet, parlor } from './chat.ts';

/** Coming and going in a room is asked after at most this often. */
const ASK_MILLIS = 1_000;

/** Who is in a room, as the server named them last. */
const inRooms = signal<Readonly<Record<string, readonly Person[]>>>({});
/** Who spoke in a room, newest last: they are named in messages, too. */
const spoke = new Map<string, Map<string, number>>();
const named = new Map<string, readonly string[]>();

export function peopleIn(room: string): readonly Person[] {
  return inRooms.value[room] ?? [];
}

/** When this person last spoke in the room, milliseconds; 0: not that this page knows. */
export function lastSpoke(room: string, userId: string): number {
  return spoke.get(room)?.get(userId) ?? 0;
}

/** The names that `@` can call in a room. The same array until somebody new comes. */
export function namesIn(room: string): readonly string[] {
  inRooms.value;
  const fresh = [...new Set([...(named.get(room) ?? []), ...peopleIn(room).map((p) => p.name)])];
  const mine = me.value?.name;
  if (mine !== undefined && !fresh.includes(mine)) {
    fresh.push(mine);
  }
  const known = named.get(room);
  if (known !== undefined && known.length === fresh.length) {
    return known;
  }
  named.set(room, fresh);
  return fresh;
}

const asked = new Map<string, number>();

/** Asks who is in the room, soon, and not more than once a second. */
export function askWho(room: string): void {
  if (room.startsWith('@') || asked.has(room)) {
    return;
  }
  const timer = window.setTimeout(
    async () => {
      asked.delete(room);
      try {
        const { people } = await parlor.room(room).who();
        for (const person of people) {
          meet(person);
        }
        inRooms.value = { ...inRooms.value, [room]: people };
      } catch {
        // Asked again when somebody comes, or when the connection is back.
      }
    },
    inRooms.peek()[room] === undefined ? 0 : ASK_MILLIS,
  );
  asked.set(room, timer);
}

export function watchPeople(): void {
  parlor.on('system', ({ room, signal: told }) => {
    if (told.event !== 'notice' && room.name === current.value?.name) {
      askWho(room.name);
    }
  });
  parlor.on('caughtUp', (room) => {
    if (room.name === current.value?.name) {
      askWho(room.name);
    }
  });
  parlor.on('entry', ({ room, entry }) => {
    if (isChat(entry)) {
      const times = spoke.get(room.name) ?? new Map<string, number>();
      times.set(entry.userId, Date.parse(entry.time));
      spoke.set(room.name, times);
      meet({ userId: entry.userId, name: entry.user });
      const known = named.get(room.name) ?? [];
      if (!known.includes(entry.user) && known.length < 500) {
        named.set(room.name, [...known, entry.user]);
      }
    }
  });
  effect(() => {
    const room = current.value;
    if (room?.joined) {
      askWho(room.name);
    }
  });
}
