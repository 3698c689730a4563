import { statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../core/config/index.js';
import { assertSafeSqlite, currentKnex } from '../core/database/index.js';
import type { Check } from '../core/health/index.js';
import { translatorFor } from '../core/locale/index.js';
import { installationSetting } from '../core/settings/index.js';
import { isMarkedInstalled } from '../core/storage/index.js';
import { systemChecks } from '../features/maintenance/index.js';
import { type Command, print, withInstallation } from './command.js';

const signs = { ok: 'ok  ', warn: 'look', bad: 'BAD ' } as const;

/** Looks at everything that an installation needs to be safe; exits with 1 when something is bad. */
export const doctor: Command = {
  usage: '',
  summary: 'Check this installation, point by point',
  run: () =>
    withInstallation(async (config) => {
      const checks = [...(await systemChecks()), ...(await operatorChecks(config))];
      const t = translatorFor('en');
      for (const [index, { name, status, values }] of checks.entries()) {
        const number = `D${String(index + 1).padStart(2, '0')}`;
        const title = t(`health.${name}.title`);
        print(`${number} ${signs[status]} ${title}: ${t(`health.${name}.${status}`, values)}`);
      }
      if (checks.some(({ status }) => status === 'bad')) process.exitCode = 1;
    }),
};

async function operatorChecks(config: Config): Promise<Check[]> {
  return [
    checkKeyFile(config),
    await checkSqlite(config),
    checkProxy(config),
    graded('debug', config.mode === 'production' && !config.diagnostics, 'warn'),
    graded('mark', isMarkedInstalled(), 'warn'),
    graded('license', installationSetting('license.key') !== '', 'warn'),
  ];
}

/** The key opens every stored secret: only its owner may read it. */
function checkKeyFile({ dataDirectory }: Config): Check {
  const file = path.join(dataDirectory, 'secret.key');
  try {
    const isPrivate = (statSync(file).mode & 0o077) === 0;
    return { ...graded('key_file', isPrivate, 'bad'), values: { file } };
  } catch {
    // The key comes from the environment, so there is no file to look at.
    return { ...graded('key_file', true, 'bad'), values: { file } };
  }
}

async function checkSqlite({ database }: Config): Promise<Check> {
  if (database.engine !== 'sqlite') return graded('durability', true, 'bad');
  try {
    await assertSafeSqlite(currentKnex());
    return { ...graded('durability', true, 'bad'), values: { words: '' } };
  } catch (error) {
    return { ...graded('durability', false, 'bad'), values: { words: (error as Error).message } };
  }
}

/** HTTPS ends at a proxy: without one that is believed, every visitor seems to come by plain HTTP. */
function checkProxy({ trustProxy }: Config): Check {
  const usesHttps = installationSetting('general.base_url').startsWith('https://');
  const isEnough = !usesHttps || trustProxy !== '';
  return { ...graded('proxy', isEnough, 'bad'), values: { trusted: trustProxy || '-' } };
}

function graded(name: string, isFine: boolean, otherwise: 'warn' | 'bad'): Check {
  return { name, status: isFine ? 'ok' : otherwise, values: {} };
}
