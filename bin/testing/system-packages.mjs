import { run } from '../prepare/running.mjs';
import { findOnPath } from '../prepare/tools.mjs';

/** Installs a package of the system where we may: as root on Debian or Ubuntu. Elsewhere nothing happens. */
export async function installSystemPackage(name, { reason, say }) {
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) return;
  say(`Installing ${reason} (once)…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, say });
  await run('apt-get', ['install', '-y', '--no-install-recommends', name], { env, say });
}

/** Sees to strace for tests that watch what a process asks of the kernel; without it they are skipped. */
export async function prepareStrace(say) {
  if (findOnPath('strace')) return;
  await installSystemPackage('strace', { reason: 'strace for the tests of power cuts', say });
}
