import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import { codeRoot } from '../config/paths.js';
import { withoutSilenceLimit } from './silence.js';

interface MigrationModule {
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
  config?: { transaction?: boolean };
}

/** The database was written by a newer version of the program (FAULTS 6). */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError';
}

/** A migration failed: what is stored does not fit it, or the database does not allow it (FAULTS 5). */
export class MigrationError extends Error {
  override name = 'MigrationError';
  /** The code of the driver's own error. */
  readonly code: unknown;

  constructor(migration: string, cause: unknown, wentThrough: number) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const next =
      wentThrough === 0
        ? 'the version you had before still starts.'
        : `the steps before it (${wentThrough}) stay, so that only this version or a later one starts.`;
    super(
      `The database could not be brought to this version: migration ${migration} failed.\nNothing is lost; ${next}\n${words}`,
      { cause },
    );
    this.code = (cause as { code?: unknown } | null)?.code;
  }
}

const tableName = 'migrations';

/** Names of all migrations of this version, in order, without extension. */
export function migrationNames(): string[] {
  return readdirSync(path.join(codeRoot, 'migrations'))
    .filter((file) => /^\d{12}_\w+\.(ts|js)$/.test(file))
    .map((file) => file.replace(/\.(ts|js)$/, ''))
    .sort();
}

/**
 * Brings a database to this version, one migration after the other.
 * @throws NewerDatabaseError when it holds migrations that this version does not know.
 * @throws MigrationError when one fails; those before it stay.
 */
export async function migrate(
  knex: Knex,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<void> {
  await refuseNewer(knex);
  const pending = await pendingMigrations(knex);
  for (const [done, name] of pending.entries()) {
    await withoutSilenceLimit(() => knex.migrate.up(migrationConfig())).catch((error: unknown) => {
      throw new MigrationError(name, error, done);
    });
    onProgress(done + 1, pending.length);
  }
}

/** Takes back every migration, newest first. */
export async function rollbackAll(knex: Knex): Promise<void> {
  await withoutSilenceLimit(() => knex.migrate.rollback(migrationConfig(), true));
}

/** Names of the migrations that the database does not have yet. */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const applied = new Set(await appliedMigrations(knex));
  return migrationNames().filter((name) => !applied.has(name));
}

/**
 * knex marks its lock table while it migrates; a process that was killed leaves the mark behind.
 * Only one process migrates a database (the lock file of the data directory sees to that on
 * SQLite), so at start a mark is always a left-over.
 */
export async function releaseMigrationLock(knex: Knex): Promise<void> {
  if (await knex.schema.hasTable(`${tableName}_lock`))
    await knex.migrate.forceFreeMigrationsLock(migrationConfig());
}

async function refuseNewer(knex: Knex): Promise<void> {
  const known = new Set(migrationNames());
  const unknown = (await appliedMigrations(knex)).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new NewerDatabaseError(
    `The database is newer than this program: it knows ${unknown.join(', ')}.`,
  );
}

async function appliedMigrations(knex: Knex): Promise<string[]> {
  if (!(await knex.schema.hasTable(tableName))) return [];
  return knex(tableName).orderBy('id').pluck('name');
}

function migrationConfig(): Knex.MigratorConfig {
  return {
    tableName,
    migrationSource: {
      getMigrations: async () => migrationNames(),
      getMigrationName: (name: string) => name,
      getMigration: loadMigration,
    },
  };
}

async function loadMigration(name: string): Promise<MigrationModule> {
  const folder = path.join(codeRoot, 'migrations');
  const file = readdirSync(folder).find((entry) => entry.replace(/\.(ts|js)$/, '') === name);
  if (!file) throw new Error(`Migration ${name} is missing`);
  return (await import(pathToFileURL(path.join(folder, file)).href)) as MigrationModule;
}
