import { signal } from '@preact/signals';
import { parlor } from './state/chat.ts';
import { routeOf } from './state/place.ts';

/** The server has another page than this one: it is taken with the next load, never by itself. */
export const newVersion = signal(false);

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): URL };
}

/**
 * The page opens without a network. The server's policy takes the worker's address from here only.
 */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  const address = routeOf('sw.js');
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('parlor', {
    createScriptURL: (given) => {
      if (given !== address.href) {
        throw new TypeError(`No script comes from ${given}.`);
      }
      return given;
    },
  });
  const worker = policy?.createScriptURL(address.href) ?? address;
  navigator.serviceWorker.register(worker).then(watchForNew, () => undefined);
}

/** Looks for another page each time the connection is back: the server may have been replaced. */
function watchForNew(registration: ServiceWorkerRegistration): void {
  let first = navigator.serviceWorker.controller === null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    newVersion.value = !first;
    first = false;
  });
  parlor.on('welcome', () => void registration.update().catch(() => undefined));
}
