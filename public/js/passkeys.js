/*
 * form[data-passkey="/address"] asks the browser for a passkey before it is sent: the question comes
 * from that address, the answer leaves in the field "credential". With [data-passkey-new] the browser
 * makes a new one. Without script, or in a browser without passkeys, the form stays hidden, and what
 * stands in [data-passkey-missing] says so.
 */
const can = Boolean(
  globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON &&
    PublicKeyCredential.parseCreationOptionsFromJSON,
);

for (const note of document.querySelectorAll('[data-passkey-missing]')) note.hidden = can;
for (const form of document.querySelectorAll('[data-passkey]')) {
  form.hidden = !can;
  if (can) form.addEventListener('submit', (event) => take(event, form));
}

async function take(event, form) {
  event.preventDefault();
  const state = form.querySelector('[data-passkey-state]');
  const button = form.querySelector('button:not([type="button"])');
  if (button.disabled) return;
  button.disabled = true;
  state.textContent = '';
  try {
    const credential = await answer(form, await question(form));
    form.elements.credential.value = JSON.stringify(credential);
    if (form.elements.remember) form.elements.remember.value = isRemembered() ? '1' : '';
    form.submit();
  } catch (error) {
    button.disabled = false;
    state.textContent = state.dataset[reasonOf(error)] ?? state.dataset.failed;
  }
}

async function question(form) {
  const response = await fetch(form.dataset.passkey, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ _csrf: form.elements._csrf.value }),
  });
  const options = await response.json();
  if (options.location) {
    // The password is asked for again, or the sign-in took too long.
    location.assign(options.location);
    return new Promise(() => {});
  }
  if (!response.ok) throw new Error(options.error);
  return options;
}

function answer(form, options) {
  if ('passkeyNew' in form.dataset) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

function isRemembered() {
  return document.querySelector('input[type="checkbox"][name="remember"]')?.checked;
}

function reasonOf(error) {
  if (error?.name === 'NotAllowedError') return 'none';
  return error?.name === 'InvalidStateError' ? 'known' : 'failed';
}
