import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../prepare/paths.mjs';
import { Problem } from '../prepare/problem.mjs';
import { lastLines, run } from '../prepare/running.mjs';

/**
 * Installs with answers of its own and fills in the demo agency, where nobody has begun to install:
 * a developer's first page is then a board and not the installer.
 */
export async function fillSmallWorld(say) {
  const data = path.resolve(root, process.env.DATA_DIRECTORY || 'config/local');
  if (existsSync(path.join(data, 'settings.json'))) return;
  say('Filling in the demo agency (once; npm run dev -- --installer leaves the installer to you)…');
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-answers-'));
  try {
    const file = path.join(folder, 'answers.json');
    const answers = developerAnswers();
    writeFileSync(file, JSON.stringify(answers), { mode: 0o600 });
    await command('install', '--answers', file);
    const told = await command('demo');
    const { email, password } = answers.administrator;
    say(`${told.trim()}\nOr as ${email} with the password ${password}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function developerAnswers() {
  const base = `http://localhost:${process.env.PORT || 3000}`;
  const password = randomBytes(12).toString('base64url');
  return {
    administrator: { name: 'Developer', email: 'developer@example.com', password },
    organisation: { name: 'Development', base_url: base },
    email: 'skip',
    license: 'trial',
  };
}

async function command(...words) {
  const { code, output } = await run(process.execPath, ['bin/cli.mjs', ...words]);
  if (code !== 0) throw new Problem(lastLines(output));
  return output;
}
