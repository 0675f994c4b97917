// Opens /my/pass without a network, once it was opened with one. It keeps nothing else, and forgets it when the server no longer shows it.
const kept = 'pass';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === '/my/pass') event.respondWith(page(request));
  } else {
    event.respondWith(fetch(request).catch(() => caches.match(request, { cacheName: kept, ignoreSearch: false }).then((found) => found ?? Response.error())));
  }
});

async function page(request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch (away) {
    const found = await caches.match('/my/pass', { cacheName: kept });
    if (found) return found;
    throw away;
  }

  // Signed out, or the pass was replaced: the server leads elsewhere, and what was kept is over.
  if (answer.ok && answer.type !== 'opaqueredirect') {
    const cache = await caches.open(kept);
    await cache.put('/my/pass', answer.clone());
  } else {
    await caches.delete(kept);
  }

  return answer;
}
