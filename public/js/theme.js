/* Light or dark at once; the server remembers it, so that the next page comes without a flash. */
import { send } from './send.js';

const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');

function show(button) {
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : system.matches;
  const icon = button.querySelector('use');
  button.value = isDark ? 'light' : 'dark';
  icon.setAttribute('href', icon.getAttribute('href').replace(/#.*/, isDark ? '#sun' : '#moon'));
}

for (const button of document.querySelectorAll('[data-theme-switch]')) {
  show(button);
  system.addEventListener('change', () => show(button));
  button.addEventListener('click', (event) => {
    event.preventDefault();
    const theme = button.value;
    root.dataset.theme = theme;
    show(button);
    void send(button.formAction, { theme, return_to: location.pathname });
  });
}
