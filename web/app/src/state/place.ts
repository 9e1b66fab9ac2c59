import { computed, signal } from '@preact/signals';

/**
 * Where the reader is, as the address says it: a room (`r/lobby`), a message of it (`r/lobby/123`),
 * or somebody one has not written to yet (`r/@userId`). Everything is relative to the base, so the
 * page works below any prefix.
 */
export interface Place {
  room: string | undefined;
  /** The message that a link leads to. */
  seq: number | undefined;
}

// The base stays where it is while the address changes.
const base = new URL(document.baseURI);

function read(): Place {
  const path = location.pathname.startsWith(base.pathname)
    ? location.pathname.slice(base.pathname.length)
    : '';
  const [head, room, seq] = path.split('/');
  if (head !== 'r' || !room) {
    return { room: undefined, seq: undefined };
  }
  const number = Number(seq);
  return {
    room: decoded(room),
    seq: Number.isSafeInteger(number) && number > 0 ? number : undefined,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const place = signal<Place>(read());
export const roomName = computed(() => place.value.room);

window.addEventListener('popstate', () => {
  place.value = read();
});

/** The address of a place, whole, for links and for copying. */
export function addressOf(room: string, seq?: number): string {
  const path = `r/${encodeURIComponent(room)}${seq === undefined ? '' : `/${seq}`}`;
  return new URL(path, base).href;
}

/** The address of one of the server's routes. */
export function routeOf(path: string): URL {
  return new URL(path, base);
}

export function go(room: string | undefined, seq?: number, replace = false): void {
  const address = room === undefined ? base.href : addressOf(room, seq);
  if (replace) {
    history.replaceState(null, '', address);
  } else if (address !== location.href) {
    history.pushState(null, '', address);
  }
  place.value = { room, seq };
}
