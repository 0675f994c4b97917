/// <reference lib="webworker" />
// The register's service worker: opens the app without a network, and never answers for the server.
declare const __VERSION__: string;
declare const __FILES__: string[];
export {};
declare const self: ServiceWorkerGlobalScope;

const CACHE = `register-${__VERSION__}`;

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));
self.addEventListener('fetch', event => {
    const url = new URL(event.request.url);
    if (event.request.method === 'GET' && url.origin === self.location.origin && url.pathname.startsWith('/register/')) {
        event.respondWith(answer(event.request, url));
    }
});

async function install(): Promise<void> {
    const cache = await caches.open(CACHE);
    await cache.addAll(__FILES__.map(file => new Request(file, { cache: 'reload' })));
    await self.skipWaiting();
}

async function activate(): Promise<void> {
    for (const name of await caches.keys()) {
        if (name.startsWith('register-') && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
}

async function answer(request: Request, url: URL): Promise<Response> {
    const cache = await caches.open(CACHE);
    const key = request.mode === 'navigate' ? '/register/' : url.pathname;
    const kept = await cache.match(key);
    if (kept) return kept;
    const fresh = await fetch(request);
    // The decoder: fetched by the browsers that need it, and from then on there offline too.
    if (fresh.ok && url.pathname.endsWith('.wasm')) await cache.put(key, fresh.clone());
    return fresh;
}
