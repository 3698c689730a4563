/* Text that was not sent stays in this browser until it is, or until one signs out. */
import { toast } from './toast.js';
import { say } from './words.js';

const prefix = 'draft:';

for (const field of document.querySelectorAll('[data-draft]')) {
  const key = `${prefix}${location.pathname}:${field.dataset.draft}`;
  const kept = localStorage.getItem(key);
  if (kept && !field.value) {
    field.value = kept;
    toast(say('draft'));
  }
  field.addEventListener('input', () => {
    if (field.value.trim()) localStorage.setItem(key, field.value);
    else localStorage.removeItem(key);
  });
  field.form?.addEventListener('submit', () => localStorage.removeItem(key));
}

document.addEventListener('click', (event) => {
  if (!event.target.closest('[formaction="/logout"]')) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix)) localStorage.removeItem(key);
  }
});
