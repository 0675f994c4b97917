// Filters the list of services on the phone, and keeps it there for places without a network. The whole list stands in the page: what does not fit is hidden, and nothing is asked for.
const kept = 'services';
const scope = '/services-near-me';

// As it came, before anything is hidden or sorted by where the phone is: to ask for it again would cost what it weighs.
const page = document.documentElement.outerHTML;
const form = document.querySelector('[data-filter]');
const cards = [...document.querySelectorAll('[data-places] > *')];
const none = document.querySelector('[data-none]');

function filter() {
  const { topic, spoken } = Object.fromEntries(new FormData(form));
  for (const card of cards) {
    card.hidden = (topic !== '' && card.dataset.topic !== topic) || (spoken !== '' && !card.dataset.languages.split(',').includes(spoken));
  }
  none.hidden = cards.some((card) => !card.hidden);
}

// The page that is kept was made for nobody's choice: the address says what was chosen.
function choose() {
  const asked = new URLSearchParams(location.search);
  for (const field of form.querySelectorAll('select')) {
    const wanted = asked.get(field.name) ?? '';
    if ([...field.options].some((option) => option.value === wanted)) field.value = wanted;
  }
  filter();
}

async function keep() {
  // The pictures are parts of the page, too.
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }));
  await navigator.serviceWorker.register('/services-worker.js', { scope });
  const cache = await caches.open(kept);
  const parts = performance.getEntriesByType('resource').map((part) => part.name.split('#')[0]).filter((address) => address.startsWith(location.origin));
  const wanted = [...new Set(parts)];
  await cache.addAll(wanted);
  await cache.put(scope, new Response(`<!DOCTYPE html>${page}`, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'self'; base-uri 'none'" } }));
  for (const old of await cache.keys()) {
    if (old.url !== location.origin + scope && !wanted.includes(old.url)) await cache.delete(old);
  }
  document.documentElement.dataset.listKept = 'yes';
}

if (form) {
  choose();
  form.addEventListener('change', filter);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    filter();
  });
}

if ('serviceWorker' in navigator && 'caches' in window && !document.documentElement.dataset.kept) keep().catch(() => { });
