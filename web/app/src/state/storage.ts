/**
 * What this device remembers, as JSON in localStorage. A private window or a full disk loses
 * nothing but the memory: what cannot be written lives until the page is closed.
 */
const PREFIX = 'parlor.';
const unsaved = new Map<string, string>();

export function remembered<T>(name: string, otherwise: T): T {
  try {
    const text = unsaved.get(name) ?? localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + name, text);
    unsaved.delete(name);
  } catch {
    unsaved.set(name, text);
  }
}

/** Written at most once in this time; and when the page goes. */
const SOON_MILLIS = 300;
const soon = new Map<string, unknown>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** As `remember`, for what changes with every frame: written a little later, the newest only. */
export function rememberSoon(name: string, value: unknown): void {
  soon.set(name, value);
  timer ??= setTimeout(write, SOON_MILLIS);
}

function write(): void {
  clearTimeout(timer);
  timer = undefined;
  for (const [name, value] of soon) {
    remember(name, value);
  }
  soon.clear();
}

window.addEventListener('pagehide', write);

/** What this tab alone remembers, over a reload of it. */
export function ownOfTab<T>(name: string, otherwise: T): T {
  try {
    const text = sessionStorage.getItem(PREFIX + name);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function rememberOfTab(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // It is there until the tab is reloaded.
  }
}

/** Tells when another tab of this page has written `name`. Returns the way to stop that. */
export function onRemembered(name: string, listener: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === PREFIX + name || event.key === null) {
      listener();
    }
  };
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
}
