/*
 * Cards move by dragging and by Alt + arrows; arrows alone walk from card to card.
 *   [data-board] holds .col[data-column], each with [data-count] and a .tasks list of
 *   .task[data-id][draggable], whose title link has the focus and whose .more link says where to post.
 * A move posts column_id and the neighbours: before_id (the card is put before it) and after_id.
 */
import { send } from './send.js';
import { toast } from './toast.js';
import { say } from './words.js';

const board = document.querySelector('[data-board]');
const isRightToLeft = document.documentElement.dir === 'rtl';
let held;
let queue = Promise.resolve();

board.addEventListener('dragstart', (event) => {
  held = event.target.closest('.task[draggable]');
  if (!held) return;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', titleOf(held).textContent);
  requestAnimationFrame(() => held?.classList.add('drag'));
});

board.addEventListener('dragover', (event) => {
  const column = event.target.closest('.col');
  if (!held || !column) return;
  event.preventDefault();
  mark(column, cardBelow(column, event.clientY));
});

board.addEventListener('drop', (event) => {
  const column = event.target.closest('.col');
  if (!held || !column) return;
  event.preventDefault();
  const before = cardBelow(column, event.clientY);
  if (before !== held && held.nextElementSibling !== (before ?? null)) move(held, column, before);
  else if (held.closest('.col') !== column) move(held, column, before);
});

board.addEventListener('dragend', () => {
  held?.classList.remove('drag');
  held = undefined;
  mark();
});

board.addEventListener('keydown', (event) => {
  const card = event.target.closest('.task');
  if (!card || !event.key.startsWith('Arrow') || event.ctrlKey || event.metaKey) return;
  // The card's own buttons keep their keys; walking and moving belong to its title.
  if (event.target !== titleOf(card)) return;
  event.preventDefault();
  if (!event.altKey) walk(card, event.key);
  else if (card.draggable) moveByKey(card, event.key);
});

function moveByKey(card, key) {
  const { previousElementSibling: above, nextElementSibling: below } = card;
  if (key === 'ArrowUp' && above) move(card, card.closest('.col'), above);
  if (key === 'ArrowDown' && below) move(card, card.closest('.col'), below.nextElementSibling);
  const column = neighbour(card.closest('.col'), key);
  if (column) move(card, column, column.querySelector('.task'));
}

function walk(card, key) {
  const steps = { ArrowUp: card.previousElementSibling, ArrowDown: card.nextElementSibling };
  let next = steps[key];
  const place = placeOf(card);
  for (
    let column = neighbour(card.closest('.col'), key);
    column && !next;
    column = neighbour(column, key)
  ) {
    const cards = column.querySelectorAll('.task');
    next = cards[Math.min(place, cards.length) - 1];
  }
  if (next) titleOf(next).focus();
}

/** Draws the move at once; when the server refuses it, the card goes back and says why. */
function move(card, column, before, isUndo = false) {
  const from = { column: card.closest('.col'), before: card.nextElementSibling };
  place(card, column, before);
  const fields = { column_id: column.dataset.column };
  if (card.nextElementSibling) fields.before_id = idOf(card.nextElementSibling);
  if (card.previousElementSibling) fields.after_id = idOf(card.previousElementSibling);
  const undo = isUndo ? undefined : () => move(card, from.column, from.before, true);
  const values = { column: nameOf(column), place: placeOf(card), total: countOf(column) };
  toast(say('moved', values), undo);
  // One after the other, so that two quick moves arrive in their order.
  queue = queue.then(async () => {
    const answer = await send(card.querySelector('.more').href, fields);
    if (answer.ok) return;
    place(card, from.column, from.before);
    toast(answer.error);
  });
}

function place(card, column, before) {
  const from = card.closest('.col');
  const list = column.querySelector('.tasks');
  const hasFocus = card.contains(document.activeElement);
  list.insertBefore(card, before?.parentElement === list ? before : null);
  if (hasFocus) titleOf(card).focus();
  if (from === column) return;
  count(from, -1);
  count(column, 1);
}

function count(column, change) {
  const shown = column.querySelector('[data-count]');
  const total = countOf(column) + change;
  const { limit } = column.dataset;
  shown.textContent = limit ? `${total} / ${limit}` : total;
  shown.classList.toggle('over', Boolean(limit) && total > Number(limit));
}

function mark(column, before) {
  for (const marked of board.querySelectorAll('.over, .before')) {
    if (!marked.matches('.count')) marked.classList.remove('over', 'before');
  }
  column?.classList.add('over');
  if (before && before !== held) before.classList.add('before');
}

function cardBelow(column, height) {
  return [...column.querySelectorAll('.task')].find((card) => {
    const { top, bottom } = card.getBoundingClientRect();
    return height < (top + bottom) / 2;
  });
}

function neighbour(column, key) {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const goesOn = (key === 'ArrowRight') !== isRightToLeft;
  return goesOn ? column.nextElementSibling : column.previousElementSibling;
}

const idOf = (card) => card.dataset.id;
const titleOf = (card) => card.querySelector('h3 a');
const nameOf = (column) => column.querySelector('h2').textContent;
const countOf = (column) => Number.parseInt(column.querySelector('[data-count]').textContent, 10);
const placeOf = (card) => [...card.parentElement.children].indexOf(card) + 1;
