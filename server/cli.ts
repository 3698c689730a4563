import { CommandError, print } from './commands/command.js';
import { commands } from './commands/index.js';
import { withOrigin } from './core/audit/index.js';
import { ConfigError } from './core/config/index.js';
import { LockedError, NewerDatabaseError } from './core/database/index.js';
import { Invalid } from './core/http/index.js';
import { translatorFor } from './core/locale/index.js';

/** Errors that a person can mend: their message is enough. */
const plainErrors = [CommandError, ConfigError, LockedError, NewerDatabaseError];

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

async function run([name = 'help', ...words]: string[]): Promise<void> {
  if (['help', '--help', '-h'].includes(name)) return help();
  const load = commands[name];
  if (!load) throw new CommandError(`There is no command "${name}". Try: npm run cli -- help`);
  const command = await load();
  const origin = { isCommandLine: true, ipAddress: '', reference: '' };
  await withOrigin(origin, () => command.run(words));
}

async function help(): Promise<void> {
  print('npm run cli -- <command>\n');
  for (const [name, load] of Object.entries(commands)) {
    const { usage, summary } = await load();
    print(`  ${name} ${usage}`.trimEnd());
    print(`      ${summary}`);
  }
  print('  help\n      This list');
}

function explain(error: unknown): string {
  if (error instanceof Invalid) return problemsOf(error);
  if (plainErrors.some((kind) => error instanceof kind)) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function problemsOf({ fields }: Invalid): string {
  const t = translatorFor('en');
  return Object.entries(fields)
    .map(([field, text]) => {
      const words = typeof text === 'string' ? t(text) : t(text.key, text.values);
      return field ? `${field}: ${words}` : words;
    })
    .join('\n');
}
