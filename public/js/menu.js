/* Arrow keys in menus; opening, closing and Esc are the browser's own. */
const steps = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener(
  'toggle',
  (event) => {
    if (event.target.matches?.('[data-menu]') && event.newState === 'open')
      items(event.target)[0]?.focus();
  },
  true,
);

document.addEventListener('keydown', (event) => {
  const menu = event.target.closest?.('[data-menu]');
  if (!menu) return;
  const all = items(menu);
  const at = all.indexOf(event.target);
  const ends = { Home: 0, End: all.length - 1 };
  const next = ends[event.key] ?? (at + steps[event.key] + all.length) % all.length;
  if (!(event.key in steps) && !(event.key in ends)) return;
  event.preventDefault();
  all[next]?.focus();
});

function items(menu) {
  return [...menu.querySelectorAll('a, button')];
}
