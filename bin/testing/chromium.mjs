import { findOnPath } from '../prepare/tools.mjs';
import { installSystemPackage } from './system-packages.mjs';

const names = [
  process.env.CHROMIUM,
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a browser for the tests; on Debian it is installed where we may. Nothing where there is none. */
export async function findChromium(say) {
  const found = names.map(findOnPath).find(Boolean);
  if (found) return found;
  await installSystemPackage('chromium', { reason: 'Chromium for the browser tests', say });
  return names.map(findOnPath).find(Boolean);
}
