// Filters the list of services on the phone, and keeps it there for places without a network. The whole list stands in the page: what does not fit is hidden, and nothing is asked for.
const kept = 'services';
const scope = '/services-near-me';
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
  await navigator.serviceWorker.register('/services-worker.js', { scope });
  const cache = await caches.open(kept);
  const parts = performance.getEntriesByType('resource').map((part) => part.name.split('#')[0]).filter((address) => address.startsWith(location.origin));
  const wanted = [...new Set([location.origin + scope, ...parts])];
  await cache.addAll(wanted);
  for (const old of await cache.keys()) {
    if (!wanted.includes(old.url)) await cache.delete(old);
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
