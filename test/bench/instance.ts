import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../server/core/config/index.js';

/** An installation of the product with the demo in it, in a folder of its own. */
export interface Instance {
  environment: Record<string, string>;
  password: string;
  signInAs: { admin: string; client: string };
  remove(): void;
}

const password = 'measured harbour lantern 42';

/** Installs the product without asking and fills it with a demo of so many tasks. */
export function makeInstance(tasks: number): Instance {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-bench-'));
  const environment = {
    DATA_DIRECTORY: path.join(folder, 'data'),
    UPLOADS_DIRECTORY: path.join(folder, 'uploads'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    NODE_ENV: 'production',
    DIAGNOSTICS: '1',
  };
  const answers = path.join(folder, 'answers.json');
  writeFileSync(answers, JSON.stringify(answersFor()));
  command(environment, ['install', '--answers', answers]);
  command(environment, ['demo', '--tasks', String(tasks), '--password', password]);
  return {
    environment,
    password,
    signInAs: { admin: 'priya@marlowandfinch.example', client: 'sofia@harbourcoffee.example' },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function answersFor() {
  return {
    database: { engine: 'sqlite' },
    administrator: { name: 'Owner', email: 'owner@example.com', password },
    organisation: {
      name: 'Marlow & Finch',
      color: '#1f6f5c',
      base_url: 'http://127.0.0.1:3000',
      timezone: 'Europe/London',
      currency: 'GBP',
      locale: 'en',
    },
  };
}

function command(environment: Record<string, string>, words: readonly string[]): void {
  execFileSync(process.execPath, [path.join(projectRoot, 'bin/cli.mjs'), ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
