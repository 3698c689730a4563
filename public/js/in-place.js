/* A part of a page whose forms change only that part: it is drawn anew, and the page stays where it is. */
import { adopt } from './toast.js';

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    const part = form.closest('[data-in-place]');
    if (!part?.id || event.defaultPrevented || form.method !== 'post') return;
    event.preventDefault();
    void change(part, form, event.submitter);
    // Before those who prepare for a page that goes.
  },
  { capture: true },
);

async function change(part, form, submitter) {
  part.setAttribute('aria-busy', 'true');
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    const response = await fetch(form.action, { method: 'POST', body });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const next = page.getElementById(part.id);
    if (response.ok && next) return draw(part, next, page);
  } catch {
    // No answer: sent as a form is, the browser itself says what is wrong.
  }
  part.removeAttribute('aria-busy');
  leaveTo(form, submitter);
}

function draw(part, next, page) {
  const focused = document.activeElement?.id;
  const isWithin = part.contains(document.activeElement);
  part.replaceWith(next);
  if (isWithin) (document.getElementById(focused) ?? next.querySelector('button, input'))?.focus();
  adopt(page);
}

/** What cannot be drawn here (an error, a page in between) is a page of its own. */
function leaveTo(form, submitter) {
  if (submitter?.name) {
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name: submitter.name, value: submitter.value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
