/** What the SDK needs of a WebSocket: browsers, Node 22 and the package `ws` have it. */
export interface SocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: never) => void,
  ): void;
}

export type SocketConstructor = new (url: string, protocol: string) => SocketLike;

/** What happened to the device: its network came or went, the page is looked at again. */
export type DeviceChange = 'online' | 'offline' | 'visible';

/**
 * The world around the SDK. Every part may be replaced: a test holds the clock still, Node 20 gives
 * the WebSocket of the package `ws`.
 */
export interface Environment {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(callback: () => void, delayMillis: number): unknown;
  clearTimeout(timer: unknown): void;
  /** From 0 to below 1. */
  random(): number;
  WebSocket: SocketConstructor;
  /** False only where the device is sure that it has no network. */
  onLine(): boolean;
  /** Tells of changes until the function that it returns is called. */
  watch(listener: (change: DeviceChange) => void): () => void;
  /** Takes what listeners throw, and what the outbox cannot do. */
  report(error: unknown): void;
}

/** What the platform has, with `given` in the place of its parts. */
export function environmentWith(given: Partial<Environment> = {}): Environment {
  return {
    now: () => Date.now(),
    setTimeout: (callback, delayMillis) => setTimeout(callback, delayMillis),
    clearTimeout: (timer) => clearTimeout(timer as number),
    random: () => Math.random(),
    WebSocket: globalThis.WebSocket as SocketConstructor,
    onLine: () => globalThis.navigator?.onLine !== false,
    watch,
    report,
    ...given,
  };
}

function watch(listener: (change: DeviceChange) => void): () => void {
  if (typeof addEventListener !== 'function' || typeof document === 'undefined') {
    return () => {};
  }
  const controller = new AbortController();
  const { signal } = controller;
  addEventListener('online', () => listener('online'), { signal });
  addEventListener('offline', () => listener('offline'), { signal });
  // A page that comes out of the back/forward cache has lost its socket, and is told by this.
  addEventListener('pageshow', () => listener('visible'), { signal });
  const seen = () => document.visibilityState === 'visible' && listener('visible');
  document.addEventListener('visibilitychange', seen, { signal });
  return () => controller.abort();
}

function report(error: unknown): void {
  if (typeof reportError === 'function') {
    reportError(error);
  } else {
    console.error(error);
  }
}
