/* Enter presses the first button of a form, which is the one that looks for choices: outside its
   field Enter means the form itself. */
for (const field of document.querySelectorAll('[data-find]')) {
  const form = field.closest('form');
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !event.target.matches('input') || field.contains(event.target))
      return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('.savebar .main'));
  });
}
