// Keeps the pass on this phone for places without a network, and forgets it with the sign-out. Without JavaScript the pass simply needs a network.
const kept = 'pass';
const scope = '/my/pass';

async function keep() {
  await navigator.serviceWorker.register('/pass-worker.js', { scope });
  const cache = await caches.open(kept);
  const parts = performance.getEntriesByType('resource').map((part) => part.name.split('#')[0]).filter((address) => address.startsWith(location.origin));
  await cache.addAll([scope, ...new Set(parts)]);
  document.documentElement.dataset.passKept = 'yes';
}

async function forget() {
  await caches.delete(kept);
  const worker = await navigator.serviceWorker.getRegistration(scope);
  await worker?.unregister();
}

if ('serviceWorker' in navigator && 'caches' in window) {
  if (location.pathname === scope) {
    if (document.querySelector('.qr')) keep().catch(() => { });
  } else if (location.pathname === '/my/leave') {
    document.querySelector('main form').addEventListener('submit', () => forget());
  } else {
    forget();
  }
}
