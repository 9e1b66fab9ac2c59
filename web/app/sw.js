/*
 * The service worker: keeps the page itself, so that it opens without a network. Messages it never
 * sees: what is written offline waits in the outbox. The build puts a list of files for FILES.
 */
const files = FILES;
const cacheName = `parlor-${files.version}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files.paths))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const ours = (name) => name.startsWith('parlor-') && name !== cacheName;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(ours).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const scope = new URL(self.registration.scope);
  const url = new URL(request.url);
  const path = url.pathname.slice(scope.pathname.length);
  if (request.method !== 'GET' || url.origin !== scope.origin) {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => pageAt(path)));
  } else if (files.paths.includes(path)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});

/** The page as the server would give it for this address: its base depends on the depth. */
async function pageAt(path) {
  const kept = await caches.match(new URL('./', self.registration.scope).href);
  const depth = path.split('/').length - 1;
  const base = depth === 0 ? './' : '../'.repeat(depth);
  const html = (await kept.text()).replace('<base href="./"', `<base href="${base}"`);
  return new Response(html, { headers: kept.headers });
}
