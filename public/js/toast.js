/* One message at a time, read aloud politely; it waits while one points at it or is in it. */
import { say } from './words.js';

const region = document.querySelector('[data-toasts]');
let timer;
let pausedFor = 0;

/** Says what happened. With `undo` (a function) it offers the way back for ten seconds. */
export function toast(text, undo) {
  if (!region) return;
  const box = document.createElement('div');
  box.className = 'toast';
  const words = document.createElement('p');
  words.textContent = text;
  box.append(words);
  if (undo) box.append(undoButton(undo));
  region.replaceChildren(box);
  run(undo ? 10_000 : 5000);
}

/** Says what stays true until something is done about it, with the link that does it. */
export function notice(text, label, href) {
  if (!region) return;
  const box = document.createElement('div');
  box.className = 'toast';
  const words = document.createElement('p');
  words.textContent = text;
  const link = document.createElement('a');
  link.href = href;
  link.textContent = label;
  box.append(words, link);
  clearTimeout(timer);
  pausedFor = 0;
  region.replaceChildren(box);
}

/** Shows the message that came with another page, if there is one. */
export function adopt(page) {
  const given = page.querySelector('[data-toast]');
  if (!region || !given) return;
  region.replaceChildren(document.adoptNode(given));
  run(given.querySelector('button') ? 10_000 : 5000);
}

/** Takes back what the last message offers to take back. */
export function undoLast() {
  region?.querySelector('button')?.click();
}

function undoButton(undo) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = say('undo');
  button.addEventListener('click', () => {
    clear();
    undo();
  });
  return button;
}

function run(time) {
  clearTimeout(timer);
  if (!time) return;
  pausedFor = time;
  timer = setTimeout(clear, time);
}

function clear() {
  clearTimeout(timer);
  region.replaceChildren();
}

if (region) {
  for (const event of ['pointerenter', 'focusin']) {
    region.addEventListener(event, () => clearTimeout(timer));
  }
  for (const event of ['pointerleave', 'focusout']) {
    region.addEventListener(event, () => run(pausedFor));
  }
  const given = region.querySelector('[data-toast]');
  if (given) {
    // A live region is read when it changes, not when the page comes with it.
    region.replaceChildren();
    setTimeout(() => {
      region.replaceChildren(given);
      run(given.querySelector('button') ? 10_000 : 5000);
    }, 100);
  }
  addEventListener('offline', () => toast(say('offline')));
}
