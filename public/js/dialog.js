/* A question that would unfold in its place comes as a dialog instead. */

document.addEventListener('click', (event) => {
  const summary = event.target.closest('[data-confirm] > summary');
  if (summary && !summary.parentElement.open) {
    event.preventDefault();
    ask(summary);
  }
  const opener = event.target.closest('[data-open]');
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (event.target.matches('dialog')) event.target.close();
});

function ask(summary) {
  const question = summary.nextElementSibling;
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', question.getAttribute('aria-labelledby'));
  dialog.append(question);
  document.body.append(dialog);
  const keep = question.querySelector('[data-keep]');
  const close = (event) => {
    event.preventDefault();
    dialog.close();
  };
  keep?.addEventListener('click', close);
  dialog.addEventListener('close', () => {
    keep?.removeEventListener('click', close);
    summary.after(question);
    dialog.remove();
    summary.focus();
  });
  dialog.showModal();
  // Enter must not be one slip away from deleting.
  (question.querySelector('input:not([type="hidden"])') ?? keep)?.focus();
}
