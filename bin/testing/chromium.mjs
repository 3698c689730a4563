import { run } from '../prepare/running.mjs';
import { findOnPath } from '../prepare/tools.mjs';

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
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) return undefined;
  say('Installing Chromium for the browser tests (once)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, say });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, say });
  return names.map(findOnPath).find(Boolean);
}
