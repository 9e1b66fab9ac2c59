import { afterEach, expect, test, vi } from 'vitest';
import { type DeviceChange, environmentWith } from '../src/environment.ts';
import { Parlor } from '../src/index.ts';

afterEach(() => vi.unstubAllGlobals());

/** The globals of a page, as far as they are used. */
function page(): { window: EventTarget; document: EventTarget & { visibilityState: string } } {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('document', document);
  return { window, document };
}

test('a page tells of its network, of being looked at, and of coming out of the cache', () => {
  const { window, document } = page();
  const changes: DeviceChange[] = [];
  const off = environmentWith().watch((change) => changes.push(change));
  window.dispatchEvent(new Event('offline'));
  window.dispatchEvent(new Event('online'));
  document.visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('pageshow'));
  off();
  window.dispatchEvent(new Event('offline'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(changes).toEqual(['offline', 'online', 'visible', 'visible']);
});

test('only a device that is sure is without a network', () => {
  for (const [navigator, onLine] of [
    [undefined, true],
    [{}, true],
    [{ onLine: true }, true],
    [{ onLine: false }, false],
  ]) {
    vi.stubGlobal('navigator', navigator);
    expect(environmentWith().onLine()).toBe(onLine);
  }
});

test('without a page nothing is watched, and without a WebSocket nothing begins', () => {
  vi.stubGlobal('document', undefined);
  environmentWith().watch(() => {})();
  vi.stubGlobal('WebSocket', undefined);
  expect(() => new Parlor({ url: 'ws://chat.test/ws' })).toThrow(TypeError);
});

test('a URL that is none is told at once, one of a page may be relative', () => {
  const WebSocket = class {} as never;
  const environment = { WebSocket };
  expect(() => new Parlor({ url: '/ws', environment })).toThrow(TypeError);
  vi.stubGlobal('location', { href: 'https://chat.test/room/tea#top' });
  expect(() => new Parlor({ url: '/ws', environment })).not.toThrow();
});

test('a socket that the platform refuses to make is a lost one', async () => {
  const reported: unknown[] = [];
  class WebSocket {
    constructor() {
      throw new Error('insecure');
    }
  }
  const environment = {
    WebSocket: WebSocket as never,
    report: (error: unknown) => reported.push(error),
    setTimeout: () => 0,
  };
  const parlor = new Parlor({ url: 'ws://chat.test/ws', environment });
  parlor.start();
  expect(parlor.connection).toMatchObject({ state: 'waiting', close: { code: 1006 } });
  expect(reported).toHaveLength(1);
});
