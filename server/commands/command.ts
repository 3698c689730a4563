import { type Config, loadConfig, useConfig } from '../core/config/index.js';
import { useSecretKey } from '../core/crypto/index.js';
import {
  closeDatabase,
  currentKnex,
  openDatabase,
  pendingMigrations,
} from '../core/database/index.js';
import { openLog } from '../core/http/index.js';
import { useMailTransports } from '../core/mail/index.js';
import { loadSettings } from '../core/settings/index.js';
import { useUploads } from '../core/storage/index.js';
import { mailTransports } from '../plugins/mail-transports/index.js';

/** One thing the command line can do. */
export interface Command {
  /** What stands behind its name: `--name NAME --email ADDRESS`. */
  usage: string;
  summary: string;
  run(words: string[]): Promise<void>;
}

/** The command cannot be carried out; its message is all a person needs. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Prints a line for people or for other programs. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Reads the configuration and gives this process its key and folders; opens nothing. */
export function prepareProcess(): Config {
  const config = loadConfig();
  openLog('silent');
  useConfig(config);
  useSecretKey(config.secretKey);
  useUploads(config.uploadsDirectory);
  useMailTransports(mailTransports);
  return config;
}

/**
 * Does something with a finished installation, also while the product is running.
 * @throws CommandError when it is not finished or of another version.
 */
export async function withInstallation(work: (config: Config) => Promise<void>): Promise<void> {
  const config = prepareProcess();
  if (!config.installedAt)
    throw new CommandError('This installation is not set up yet: run "npm start".');
  openDatabase(config.database);
  try {
    await requireThisVersion();
    await loadSettings();
    await work(config);
  } finally {
    await closeDatabase();
  }
}

async function requireThisVersion(): Promise<void> {
  if ((await pendingMigrations(currentKnex())).length === 0) return;
  throw new CommandError(
    'The database is of an earlier version. Start the program once; it brings the database up to date.',
  );
}
