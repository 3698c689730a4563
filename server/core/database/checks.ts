import type { Knex } from 'knex';
import { expectedPragmas } from './dialects/sqlite-pragmas.js';

/** The database is set up in a way that could lose or damage data. */
export class UnsafeDatabaseError extends Error {
  override name = 'UnsafeDatabaseError';
}

/**
 * Asserts on the live connection that SQLite is durable and of a version without the WAL-reset
 * bug (fixed in 3.51.3; 3.52.0 was withdrawn; see https://sqlite.org/releaselog).
 * @throws UnsafeDatabaseError naming what was found.
 */
export async function assertSafeSqlite(knex: Knex): Promise<void> {
  for (const { name, expected } of expectedPragmas) {
    const found = firstValue(await knex.raw(`PRAGMA ${name}`));
    if (found !== expected) {
      throw new UnsafeDatabaseError(`SQLite: ${name} is ${String(found)}, it must be ${expected}.`);
    }
  }
  const version = String(firstValue(await knex.raw('SELECT sqlite_version() AS version')));
  if (!isSafeSqliteVersion(version)) {
    throw new UnsafeDatabaseError(
      `SQLite ${version} can damage data; 3.51.3 or later is needed, but not 3.52.0.`,
    );
  }
}

/** Whether a version of SQLite is free of the WAL-reset bug. */
export function isSafeSqliteVersion(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3 || minor > 52) return major >= 3;
  if (minor === 52) return patch > 0;
  return minor === 51 && patch >= 3;
}

function firstValue(answer: unknown): unknown {
  const row = Array.isArray(answer) ? answer[0] : undefined;
  return row && typeof row === 'object' ? Object.values(row)[0] : row;
}
