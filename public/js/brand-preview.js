/*
 * input[data-brand-color="/address.css"] shows its colour as one picks it: the style sheet marked
 * [data-brand-sheet] is asked for anew with ?color=. What [data-brand-remarks] says belongs to the
 * colour the page came with, so it goes until the server has looked at the new one.
 */
const field = document.querySelector('[data-brand-color]');
const sheet = document.querySelector('link[data-brand-sheet]');
const remarks = document.querySelector('[data-brand-remarks]');
const first = field.value;
let timer;

field.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(show, 120);
});

function show() {
  if (remarks) remarks.hidden = field.value !== first;
  if (!sheet || !/^#[0-9a-f]{6}$/i.test(field.value)) return;
  const next = sheet.cloneNode();
  next.href = `${field.dataset.brandColor}?color=${encodeURIComponent(field.value)}`;
  // The old one stays until the new one is there, so that the preview never stands bare.
  next.addEventListener('load', () => {
    for (const old of document.querySelectorAll('link[data-brand-sheet]')) {
      if (old !== next) old.remove();
    }
  });
  document.querySelector('link[data-brand-sheet]').after(next);
}
