/* A box in the head of a table that ticks every row. */
for (const box of document.querySelectorAll('[data-tick-all]')) {
  const rows = [...box.closest('table').querySelectorAll('tbody input[type="checkbox"]')];
  const show = () => {
    const ticked = rows.filter((row) => row.checked).length;
    box.checked = ticked > 0 && ticked === rows.length;
    box.indeterminate = ticked > 0 && ticked < rows.length;
  };
  box.hidden = false;
  box.addEventListener('change', () => {
    for (const row of rows) row.checked = box.checked;
  });
  for (const row of rows) row.addEventListener('change', show);
  show();
}
