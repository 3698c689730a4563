import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Config, writePrivateFile } from '../server/core/config/index.js';
import { sameText } from '../server/core/crypto/index.js';

/** Without letters and digits that look alike. Twelve of these 32 are 60 bits. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * The one-time setup code, which only those who can read the terminal or the data directory know.
 * Made at first use and kept in a file that only its owner can read, for hosts without a terminal.
 */
export function setupCode(config: Config): string {
  const file = setupCodeFile(config);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (normalised(kept).length === 12) return kept;
  const code = [newPart(), newPart(), newPart()].join('-');
  writePrivateFile(file, `${code}\n`);
  return code;
}

/** Where the setup code is kept. */
export function setupCodeFile(config: Config): string {
  return path.join(config.dataDirectory, 'setup-code');
}

/** Whether what was typed is the setup code; case, spaces and hyphens do not matter. */
export function isSetupCode(config: Config, typed: string): boolean {
  return sameText(normalised(typed), normalised(setupCode(config)));
}

/** The code has done its work. */
export function forgetSetupCode(config: Config): void {
  rmSync(setupCodeFile(config), { force: true });
}

function newPart(): string {
  return Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function normalised(code: string): string {
  return code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 40);
}
