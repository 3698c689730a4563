/* What makes forms kinder: focus on what went wrong, passwords one can look at, no double sending,
   no lost text. Without it every form works as it is. */
import { say } from './words.js';

const sending = new WeakSet();
const touched = new Set();

document.querySelector('[data-problems]')?.focus();

for (const input of document.querySelectorAll('input[data-reveal]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = say('show');
  button.setAttribute('aria-controls', input.id);
  button.addEventListener('click', () => {
    const hides = input.type === 'text';
    input.type = hides ? 'password' : 'text';
    button.textContent = say(hides ? 'show' : 'hide');
  });
  // Browsers offer to keep a password only when the field is one as it is sent.
  input.form?.addEventListener('submit', () => {
    input.type = 'password';
  });
  input.after(button);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  touched.delete(form);
  if (event.defaultPrevented || form.method !== 'post' || form.target) return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  event.submitter?.setAttribute('aria-busy', 'true');
});

// A page that comes back from the browser's memory is ready again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) sending.delete(form);
  for (const button of document.querySelectorAll('[aria-busy]'))
    button.removeAttribute('aria-busy');
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.('form');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button:not([type="button"])') ?? undefined);
});

document.addEventListener('input', (event) => {
  const field = event.target;
  const form = field.form;
  if (form?.method === 'post' && form.id !== 'act' && isText(field)) touched.add(form);
  if (field.getAttribute?.('aria-invalid') && field.checkValidity()) settle(field);
});

// A field that was filled and cannot be right says so as one leaves it; an empty one keeps quiet.
document.addEventListener('change', (event) => {
  const field = event.target;
  if (!field.value || !field.closest('.field') || field.checkValidity() || !isText(field)) return;
  if (field.getAttribute('aria-invalid')) return;
  const error = document.createElement('p');
  error.className = 'err';
  error.id = `${field.id}-error`;
  error.textContent = field.type === 'email' ? say('email') : field.validationMessage;
  field.closest('.field').append(error);
  field.setAttribute('aria-invalid', 'true');
  const described = field.getAttribute('aria-describedby');
  field.setAttribute('aria-describedby', described ? `${described} ${error.id}` : error.id);
});

addEventListener('beforeunload', (event) => {
  const unsaved = [...touched].some((form) => form.isConnected && hasUnsaved(form));
  if (unsaved) event.preventDefault();
});

function settle(field) {
  field.removeAttribute('aria-invalid');
  document.getElementById(`${field.id}-error`)?.remove();
}

function isText(field) {
  return field.matches('textarea, input:not([type="checkbox"], [type="radio"], [type="file"])');
}

function hasUnsaved(form) {
  return [...form.elements].some(
    (field) => isText(field) && !field.dataset.draft && field.value !== field.defaultValue,
  );
}
