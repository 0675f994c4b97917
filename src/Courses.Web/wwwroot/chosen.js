// Says beside the button how many people are chosen and what that costs. Without it the page says so when the form is sent.
const form = document.querySelector('form[data-cents-each]');
const said = form?.querySelector('[data-chosen]');

function say() {
  const chosen = form.querySelectorAll('input[name=People]:checked').length;
  const euros = new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency: 'EUR' }).format((chosen * Number(form.dataset.centsEach)) / 100);
  said.textContent = said.dataset.chosen.replace('{0}', String(chosen)).replace('{1}', euros);
}

if (form && said) {
  form.addEventListener('change', say);
  say();
}
