// Warns while somebody is typing that this person may be registered already. Without it the same is said when the form is sent.
const form = document.querySelector('form[data-alike]');
const place = document.querySelector('[data-alike-found]');
const watched = ['Person.GivenName', 'Person.FamilyName', 'Person.BirthDate.Day', 'Person.BirthDate.Month', 'Person.BirthDate.Year', 'Person.Email', 'Person.Phone'];
let pause = 0;
let asked = '';
let asking = new AbortController();

async function ask() {
  const typed = new FormData(form);
  const now = watched.map((name) => typed.get(name)).join('\n');
  if (now === asked) return;
  asked = now;
  asking.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.alike, { method: 'POST', body: typed, signal: asking.signal });
    if (!answer.ok) return;
    place.innerHTML = await answer.text();
    place.hidden = place.childElementCount === 0;
  } catch {
    // No network, or a newer question: the form asks when it is sent.
  }
}

if (form && place) {
  form.addEventListener('input', (event) => {
    if (!watched.includes(event.target.name)) return;
    clearTimeout(pause);
    pause = setTimeout(ask, 400);
  });
}
