// Sorts all classes of the list by distance. The position stays on the phone: nothing is sent anywhere, and the other pages of the list are asked for whatever it is.
const button = document.querySelector('[data-near-me]');
const places = document.querySelector('[data-places]');
const note = document.querySelector('[data-near-me-note]');
const mostPages = 20;

function kilometres(fromLatitude, fromLongitude, toLatitude, toLongitude) {
  const rad = Math.PI / 180;
  const a = Math.sin(((toLatitude - fromLatitude) * rad) / 2) ** 2
    + Math.cos(fromLatitude * rad) * Math.cos(toLatitude * rad) * Math.sin(((toLongitude - fromLongitude) * rad) / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(a));
}

// The nearest class may stand on the last page. What cannot be had (no network) is sorted without.
async function readTheOtherPages() {
  const pages = document.querySelector('nav.pages');
  let next = pages?.querySelector('a[rel=next]')?.href;
  for (let read = 0; next && read < mostPages; read += 1) {
    const answer = await fetch(next);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    places.append(...page.querySelectorAll('[data-places] > *'));
    const link = page.querySelector('nav.pages a[rel=next]');
    next = link && new URL(link.getAttribute('href'), location.href).href;
  }
  pages?.remove();
}

async function sortByDistance({ coords }) {
  await readTheOtherPages().catch(() => { });
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const near = [...places.children].map((card) => ({
    card,
    away: card.dataset.latitude ? kilometres(coords.latitude, coords.longitude, Number(card.dataset.latitude), Number(card.dataset.longitude)) : Number.MAX_VALUE,
  }));
  near.sort((a, b) => a.away - b.away);
  for (const { card, away } of near) {
    const text = card.querySelector('[data-distance]');
    text.textContent = `· ${button.dataset.far.replace('{0}', number.format(away))}`;
    text.hidden = away === Number.MAX_VALUE;
    places.append(card);
  }
  note.hidden = false;
  places.dataset.sorted = 'by-distance';
}

function askThePhone() {
  navigator.geolocation.getCurrentPosition(sortByDistance, () => {
    note.textContent = button.dataset.refused;
    note.hidden = false;
  });
}

if (button && places && 'geolocation' in navigator) {
  button.hidden = false;
  button.addEventListener('click', askThePhone);

  // Whoever allowed it once is shown what is near from then on.
  navigator.permissions?.query({ name: 'geolocation' }).then(({ state }) => { if (state === 'granted') askThePhone(); }).catch(() => { });
}
