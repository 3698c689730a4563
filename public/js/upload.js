/*
 * File fields show each file and how far it has come.
 *   data-upload="each": every file is sent by itself as soon as it is chosen.
 *   data-upload:        the files go with their form; its progress is shown.
 * When a request fails in a way we cannot explain, the form is sent the plain way.
 */
import { say } from './words.js';

for (const input of document.querySelectorAll('[data-upload]')) enhance(input);

function enhance(input) {
  const list = document.createElement('ul');
  list.className = 'uploads';
  const field = input.closest('.field');
  field.append(list);
  const isEach = input.dataset.upload === 'each';
  input.addEventListener('change', () => {
    const rows = [...input.files].map((file) => rowFor(input, file));
    list.replaceChildren(...rows.map((row) => row.item));
    if (isEach) void sendEach(input, rows);
  });
  acceptDrops(input, input.closest('[data-drop]') ?? field);
  if (isEach) input.form.querySelector('[data-send]')?.setAttribute('hidden', '');
  else input.form.addEventListener('submit', (event) => sendWhole(event, input, list));
}

function acceptDrops(input, area) {
  const over = (isOver) => (event) => {
    event.preventDefault();
    area.classList.toggle('over', isOver);
  };
  area.addEventListener('dragover', over(true));
  area.addEventListener('dragleave', over(false));
  area.addEventListener('drop', (event) => {
    over(false)(event);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

function rowFor(input, file) {
  const item = document.createElement('li');
  const name = element('span', file.name);
  const state = element('span', say('waiting'));
  state.className = 'soft';
  item.append(name, state);
  const row = {
    item,
    file,
    state,
    isTooBig: file.size > Number(input.dataset.maxBytes ?? Infinity),
  };
  if (row.isTooBig) fail(row, input.dataset.tooBig);
  return row;
}

async function sendEach(input, rows) {
  let location;
  for (const row of rows.filter((one) => !one.isTooBig)) {
    const body = new FormData(input.form);
    body.delete(input.name);
    body.append(input.name, row.file);
    const answer = await transfer(input.form, body, progressIn(row));
    if (answer.ok) row.state.textContent = say('sent');
    else fail(row, answer.error || say('refused'), () => sendEach(input, [row]));
    if (answer.ok) location = answer.location ?? window.location.href;
  }
  // Whatever failed stays in view with its reason and a way to try again.
  if (location && !input.closest('.field').querySelector('.err')) window.location.assign(location);
}

async function sendWhole(event, input, list) {
  if (event.defaultPrevented || input.files.length === 0) return;
  const form = input.form;
  const hasName = event.submitter?.name;
  const body = new FormData(form);
  if (hasName) body.append(event.submitter.name, event.submitter.value);
  event.preventDefault();
  event.submitter?.setAttribute('aria-busy', 'true');
  const item = document.createElement('li');
  const state = element('span', '');
  item.append(element('span', ''), state);
  list.append(item);
  const answer = await transfer(form, body, progressIn({ item, state }));
  if (answer.ok && answer.location) window.location.assign(answer.location);
  else form.submit();
}

function transfer(form, body, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded / event.total));
    request.addEventListener('load', () => {
      resolve({ ...request.response, ok: request.status >= 200 && request.status < 300 });
    });
    request.addEventListener('error', () => resolve({ ok: false, error: say('offline') }));
    request.send(body);
  });
}

function progressIn(row) {
  row.item.querySelector('.err')?.remove();
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', row.file?.name ?? '');
  row.item.querySelector('progress')?.remove();
  row.item.append(bar);
  return (part) => {
    bar.value = part;
    row.state.textContent = `${Math.round(part * 100)}%`;
  };
}

function fail(row, reason, retry) {
  row.item.querySelector('progress')?.remove();
  const error = element('span', reason);
  error.className = 'err';
  row.item.append(error);
  row.state.textContent = '';
  if (!retry) return;
  const button = element('button', say('retry'));
  button.type = 'button';
  button.className = 'btn small';
  button.addEventListener('click', () => {
    error.remove();
    row.state.replaceChildren();
    retry();
  });
  row.state.append(button);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
