// Opens /services-near-me without a network, once it was opened with one. The list is the same for everybody; what comes from the phone says so in the page.
const kept = 'services';
const list = '/services-near-me';
const patience = 5000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === list) event.respondWith(page(request));
  } else {
    event.respondWith(fetch(request).catch(() => caches.match(request, { cacheName: kept }).then((found) => found ?? Response.error())));
  }
});

async function page(request) {
  const found = await caches.match(list, { cacheName: kept });
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await (await caches.open(kept)).put(list, answer.clone());
    return answer;
  });
  if (!found) return fresh;
  fresh.catch(() => { });
  const late = new Promise((done) => setTimeout(done, patience));
  const answer = await Promise.race([fresh, late]).catch(() => undefined);
  return answer && answer.status < 500 ? answer : marked(found);
}

async function marked(found) {
  const text = await found.text();
  return new Response(text.replace('<html ', '<html data-kept="yes" '), { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': found.headers.get('Content-Security-Policy') } });
}
