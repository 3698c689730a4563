/* A matrix of permissions: a dot where a scope differs from where it came, and a search that can do
   nothing without script and is added here. */
for (const matrix of document.querySelectorAll('[data-matrix]')) {
  matrix.addEventListener('change', ({ target }) => {
    if (!('base' in target.dataset)) return;
    target.parentElement.toggleAttribute('data-changed', target.value !== target.dataset.base);
  });
  addSearch(matrix);
}

function addSearch(matrix) {
  const label = document.createElement('label');
  label.className = 'find';
  const input = document.createElement('input');
  input.type = 'search';
  input.placeholder = matrix.dataset.find;
  input.setAttribute('aria-label', matrix.dataset.find);
  const status = document.createElement('p');
  status.className = 'soft sm';
  status.setAttribute('role', 'status');
  label.append(input);
  matrix.prepend(label, status);
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().trim().split(/\s+/);
    const shown = narrow(matrix, words);
    status.textContent = shown ? '' : matrix.dataset.none;
  });
  // Enter in a search must not send the form around it.
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
}

function narrow(matrix, words) {
  let shown = 0;
  for (const area of matrix.querySelectorAll('[data-area]')) {
    const title = area.querySelector('h2').textContent.toLowerCase();
    let inArea = 0;
    for (const grant of area.querySelectorAll('[data-grant]')) {
      const text = `${title} ${grant.querySelector('span').textContent.toLowerCase()}`;
      grant.hidden = !words.every((word) => text.includes(word));
      if (!grant.hidden) inArea += 1;
    }
    area.hidden = inArea === 0;
    shown += inArea;
  }
  return shown;
}
