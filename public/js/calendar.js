/* Tasks move to another day by dragging, and by Alt + left or right on their link; drawn at once. */
import { send } from './send.js';
import { toast } from './toast.js';

const table = document.querySelector('[data-calendar]');
const isRightToLeft = document.documentElement.dir === 'rtl';
let held;

table.addEventListener('dragstart', (event) => {
  held = event.target.closest('.dated[draggable]');
  if (!held) return;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', held.textContent.trim());
  requestAnimationFrame(() => held?.classList.add('drag'));
});

table.addEventListener('dragover', (event) => {
  const day = event.target.closest('[data-day]');
  if (!held || !day) return;
  event.preventDefault();
  mark(day);
});

table.addEventListener('drop', (event) => {
  const day = event.target.closest('[data-day]');
  if (!held || !day) return;
  event.preventDefault();
  if (held.closest('[data-day]') !== day) void move(held, day);
});

table.addEventListener('dragend', () => {
  held?.classList.remove('drag');
  held = undefined;
  mark();
});

table.addEventListener('keydown', (event) => {
  const task = event.target.closest('.dated[draggable]');
  if (!task || !event.altKey || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
  event.preventDefault();
  const days = [...table.querySelectorAll('[data-day]')];
  const goesOn = (event.key === 'ArrowRight') !== isRightToLeft;
  const day = days[days.indexOf(task.closest('[data-day]')) + (goesOn ? 1 : -1)];
  if (day) void move(task, day);
});

async function move(task, day, isUndo = false) {
  const from = task.closest('[data-day]');
  put(task, day);
  const answer = await send(task.dataset.dueUrl, { due_on: day.dataset.day });
  if (answer.ok) return toast(answer.message, isUndo ? undefined : () => move(task, from, true));
  put(task, from);
  toast(answer.error);
}

function put(task, day) {
  const hasFocus = task.contains(document.activeElement);
  const from = task.closest('[data-day]');
  let list = day.querySelector(':scope > ul');
  if (!list) {
    list = document.createElement('ul');
    day.append(list);
  }
  list.append(task);
  day.classList.remove('bare');
  from.classList.toggle('bare', !from.querySelector('li, .milestone'));
  if (hasFocus) task.querySelector('a').focus();
}

function mark(day) {
  for (const marked of table.querySelectorAll('.over')) marked.classList.remove('over');
  day?.classList.add('over');
}
