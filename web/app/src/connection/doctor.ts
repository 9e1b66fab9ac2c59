import { routeOf } from '../state/place.ts';

/** What was tried, and what came of it. */
export interface Finding {
  check: 'device' | 'page' | 'ready' | 'upgrade' | 'socket';
  result: 'good' | 'bad' | 'unknown';
  /** The key of an advice in the texts, where there is one. */
  advice?: 'network' | 'server' | 'store' | 'proxy' | 'origin' | 'address';
}

const PATIENCE_MILLIS = 5_000;

async function ask(path: string): Promise<Response | undefined> {
  try {
    return await fetch(routeOf(path), {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
  } catch {
    return undefined;
  }
}

/**
 * Finds out why the socket does not open, by what the page can try itself: the device's network,
 * plain HTTP, the store behind the server, the path of the socket without and with an upgrade.
 */
export async function* examine(): AsyncGenerator<Finding> {
  if (navigator.onLine === false) {
    yield { check: 'device', result: 'bad', advice: 'network' };
    return;
  }
  yield { check: 'device', result: 'good' };
  const health = await ask('healthz');
  if (health?.ok !== true) {
    // A proxy whose server is down answers 502 to 504 in its place.
    const down = health === undefined || health.status >= 502;
    yield { check: 'page', result: 'bad', advice: down ? 'server' : 'proxy' };
    return;
  }
  yield { check: 'page', result: 'good' };
  const ready = await ask('readyz');
  yield ready?.ok === true
    ? { check: 'ready', result: 'good' }
    : { check: 'ready', result: 'bad', advice: 'store' };
  const plain = await ask('ws');
  const reached = plain?.status === 426 || plain?.status === 400;
  yield reached
    ? { check: 'upgrade', result: 'good' }
    : { check: 'upgrade', result: 'bad', advice: 'proxy' };
  const opened = await opens();
  yield opened
    ? { check: 'socket', result: 'good' }
    : { check: 'socket', result: 'bad', advice: adviceOf(plain) };
}

function adviceOf(plain: Response | undefined): NonNullable<Finding['advice']> {
  switch (plain?.status) {
    case 403:
      return 'origin';
    case 429:
      return 'address';
    default:
      return 'proxy';
  }
}

/** Whether a socket opens at all, in a room of nobody. */
function opens(): Promise<boolean> {
  return new Promise((resolve) => {
    const url = routeOf('ws');
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url, 'parlor.v1');
    const over = (result: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(() => over(false), PATIENCE_MILLIS);
    socket.onopen = () => over(true);
    socket.onerror = () => over(false);
  });
}

/** What a proxy needs to pass the socket on: lines to copy. */
export const proxyLines = {
  nginx: `location / {
    proxy_pass http://127.0.0.1:3000;
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection "upgrade";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_read_timeout 90s;
}`,
  Caddy: `chat.example.org {
    reverse_proxy 127.0.0.1:3000
}`,
} as const;
