// A form with data-passkey asks the device for a passkey ("get") or makes one ("create") before it is sent. Without passkeys in the browser nothing changes.
const form = document.querySelector('form[data-passkey]');
const knows = 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

async function ask() {
  const answer = await fetch(form.dataset.options, { method: 'POST', body: new FormData(form) });
  if (!answer.ok) {
    throw new Error(`The server answered ${answer.status}.`);
  }
  const options = await answer.json();
  return form.dataset.passkey === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

if (form && knows) {
  form.hidden = false;
  const missing = form.querySelector('[data-passkey-missing]');
  if (missing) {
    missing.hidden = true;
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const failed = form.querySelector('[data-passkey-failed]');
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await ask()).toJSON());
      form.submit();
    } catch {
      // The person said no, the device has none, or the server is away: the sentence says what else to do.
      failed.hidden = false;
    }
  });
}
