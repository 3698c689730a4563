/*
 * Keys of the panel: "?" lists them. Single letters are ignored while typing and can be switched
 * off in that list (WCAG 2.1.4). A link or button takes a letter by data-key="n".
 */
import { undoLast } from './toast.js';

const storageKey = 'single-keys';
const places = { h: '/', p: '/projects', u: '/users', c: '/clients', o: '/outbox', s: '/settings' };
const list = document.getElementById('keys');
const choice = list?.querySelector('[data-single-keys]');
let goesTo = false;

for (const button of document.querySelectorAll('[data-open="keys"]')) button.hidden = false;
if (choice) {
  choice.checked = localStorage.getItem(storageKey) !== 'off';
  choice.addEventListener('change', () => {
    localStorage.setItem(storageKey, choice.checked ? 'on' : 'off');
  });
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.altKey || event.metaKey || event.ctrlKey) return;
  if (event.target.closest('input, textarea, select, dialog, [contenteditable]')) return;
  if (choice && !choice.checked) return;
  if (press(event.key)) event.preventDefault();
});

function press(key) {
  const letter = key.toLowerCase();
  if (goesTo) {
    goesTo = false;
    return follow(`.side a[href="${places[letter]}"]`);
  }
  if (letter === 'g') {
    goesTo = true;
    setTimeout(() => {
      goesTo = false;
    }, 1500);
    return true;
  }
  if (key === '?') return Boolean(list) && !list.showModal();
  if (key === '/') return focusSearch();
  if (letter === 'z') return !undoLast();
  return /^[a-z]$/.test(letter) && follow(`[data-key="${letter}"]`);
}

function follow(selector) {
  const found = document.querySelector(selector);
  found?.click();
  return Boolean(found);
}

function focusSearch() {
  const field = document.querySelector('main [type="search"], [data-search]');
  field?.focus();
  return Boolean(field);
}
