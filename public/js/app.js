/* Quicker ways on top of working links and forms. Each module enhances one data- attribute. */
import './toast.js';
import './theme.js';
import './forms.js';
import './eye.js';
import './dialog.js';
import './menu.js';
import './page.js';

const onDemand = {
  '[data-live]': () => import('./live.js'),
  '[data-board]': () => import('./board.js'),
  '[data-calendar]': () => import('./calendar.js'),
  '[data-upload]': () => import('./upload.js'),
  '[data-draft]': () => import('./draft.js'),
  '[data-passkey]': () => import('./passkeys.js'),
  '[data-copy]': () => import('./copy.js'),
  '[data-in-place]': () => import('./in-place.js'),
  '[data-find]': () => import('./find.js'),
  '[data-tick-all]': () => import('./tick-all.js'),
  '[data-matrix]': () => import('./matrix.js'),
  '[data-brand-color]': () => import('./brand-preview.js'),
  '[data-surface="panel"]': () => import('./shortcuts.js'),
};

for (const [selector, load] of Object.entries(onDemand)) {
  if (document.querySelector(selector)) load();
}
