// Sorts the classes on the page by distance. The position stays on the phone: nothing is sent anywhere.
const button = document.querySelector('[data-near-me]');
const places = document.querySelector('[data-places]');
const note = document.querySelector('[data-near-me-note]');

function kilometres(fromLatitude, fromLongitude, toLatitude, toLongitude) {
  const rad = Math.PI / 180;
  const a = Math.sin(((toLatitude - fromLatitude) * rad) / 2) ** 2
    + Math.cos(fromLatitude * rad) * Math.cos(toLatitude * rad) * Math.sin(((toLongitude - fromLongitude) * rad) / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(a));
}

if (button && places && 'geolocation' in navigator) {
  button.hidden = false;
  button.addEventListener('click', () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
      const near = [...places.children].map((card) => ({
        card,
        away: kilometres(coords.latitude, coords.longitude, Number(card.dataset.latitude), Number(card.dataset.longitude)),
      }));
      near.sort((a, b) => a.away - b.away);
      for (const { card, away } of near) {
        const text = card.querySelector('[data-distance]');
        text.textContent = `· ${button.dataset.far.replace('{0}', number.format(away))}`;
        text.hidden = false;
        places.append(card);
      }
      note.hidden = false;
    },
    () => {
      note.textContent = button.dataset.refused;
      note.hidden = false;
    },
  ));
}
