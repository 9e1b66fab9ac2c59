import { routeOf } from './state/place.ts';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): URL };
}

/** The page opens without a network. The server's policy takes the worker's address from here only. */
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
  void navigator.serviceWorker.register(worker).catch(() => undefined);
}
