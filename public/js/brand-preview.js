/*
 * [data-brand-preview="/address"] holds a colour field and .preview boxes. The address answers
 * ?color=%23rrggbb with { css, remarks }: the colours as they would be, and what was done to them.
 */
const area = document.querySelector('[data-brand-preview]');
const remarks = area.querySelector('[data-remarks]');
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);
let timer;

area.addEventListener('input', (event) => {
  const color = event.target.value;
  if (!/^#[0-9a-f]{6}$/i.test(color)) return;
  for (const field of area.querySelectorAll('[data-color]')) field.value = color;
  clearTimeout(timer);
  timer = setTimeout(() => show(color), 150);
});

async function show(color) {
  const address = `${area.dataset.brandPreview}?color=${encodeURIComponent(color)}`;
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!response.ok) return;
  const answer = await response.json();
  sheet.replaceSync(answer.css.replace(':root', '.preview'));
  remarks?.replaceChildren(
    ...answer.remarks.map((text) => {
      const line = document.createElement('li');
      line.textContent = text;
      return line;
    }),
  );
}
