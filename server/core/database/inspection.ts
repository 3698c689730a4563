import type { Knex } from 'knex';
import type { DatabaseConfig } from '../config/index.js';
import { isSafeSqliteVersion } from './checks.js';
import { connect, currentKnex, engine } from './connection.js';
import { migrationNames } from './migrations.js';

/** What a database is and holds, looked at before the program makes it its own. */
export interface Inspection {
  /** Name and version: PostgreSQL 15.19, MariaDB 10.11.19, SQLite 3.53.2. */
  product: string;
  isSupported: boolean;
  /** Texts in every script can be stored. */
  isUnicode: boolean;
  tables: readonly string[];
  /**
   * What the tables are: `none`; `ours`, of this version or an earlier one; `newer`, of a later
   * one; `foreign`, of another program.
   */
  content: 'none' | 'ours' | 'newer' | 'foreign';
  /** People are stored in it: it belongs to a finished installation. */
  isInUse: boolean;
  /** How long connecting took, in ms. */
  milliseconds: number;
}

/**
 * Connects to a database, looks at it and tries whether tables can be made; leaves nothing behind
 * but, with SQLite, an empty file.
 * @throws the driver's own error when it cannot be reached, refuses, or forbids to make tables.
 */
export async function inspectDatabase(config: DatabaseConfig): Promise<Inspection> {
  const knex = connect(config);
  try {
    const startedAt = performance.now();
    await knex.raw('SELECT 1');
    const milliseconds = Math.max(1, Math.round(performance.now() - startedAt));
    const tables = await tableNames(knex, config.engine);
    const content = await contentOf(knex, tables);
    if (content !== 'foreign') await tryTables(knex);
    return {
      ...(await serverOf(knex, config.engine)),
      tables,
      content,
      isInUse: tables.includes('users') && (await holdsPeople(knex)),
      milliseconds,
    };
  } finally {
    await knex.destroy();
  }
}

/** Asks the open database who it is, and how long that took (ms). */
export async function pingDatabase(): Promise<{ product: string; milliseconds: number }> {
  const startedAt = performance.now();
  const { product } = await serverOf(currentKnex() as Knex, engine());
  return { product, milliseconds: Math.max(1, Math.round(performance.now() - startedAt)) };
}

async function tableNames(knex: Knex, engine: DatabaseConfig['engine']): Promise<string[]> {
  if (engine === 'sqlite') {
    const names = await knex('sqlite_master').where('type', 'table').orderBy('name').pluck('name');
    return names.filter((name: string) => !name.startsWith('sqlite_'));
  }
  const schema = engine === 'postgres' ? 'current_schema()' : 'database()';
  // Upper-case names come back from MySQL 8 unless they are given one.
  const rows = await knex('information_schema.tables')
    .select({ name: 'table_name' })
    .where('table_schema', knex.raw(schema))
    .orderBy('table_name');
  return (rows as { name: string }[]).map((row) => row.name);
}

async function contentOf(knex: Knex, tables: readonly string[]): Promise<Inspection['content']> {
  if (tables.length === 0) return 'none';
  if (!tables.includes('migrations')) return tables.every(isProbe) ? 'none' : 'foreign';
  const known = new Set(migrationNames());
  const applied: string[] = await knex('migrations').pluck('name');
  if (applied.length === 0 || applied.some((name) => known.has(name))) {
    return applied.every((name) => known.has(name)) ? 'ours' : 'newer';
  }
  return 'foreign';
}

async function holdsPeople(knex: Knex): Promise<boolean> {
  return (await knex('users').select('id').limit(1)).length > 0;
}

/** Makes a table with all that migrations need, an index and a reference, and removes it again. */
async function tryTables(knex: Knex): Promise<void> {
  const name = `${probePrefix}${Math.random().toString(36).slice(2, 10)}`;
  await knex.schema.createTable(name, (table) => {
    table.increments('id');
    table.integer('parent_id').unsigned().references('id').inTable(name);
    table.index(['parent_id']);
  });
  await knex.schema.dropTable(name);
}

const probePrefix = 'tasksession_probe_';

function isProbe(name: string): boolean {
  return name.startsWith(probePrefix);
}

async function serverOf(
  knex: Knex,
  engine: DatabaseConfig['engine'],
): Promise<Pick<Inspection, 'product' | 'isSupported' | 'isUnicode'>> {
  if (engine === 'sqlite') {
    const version = await serverSays(knex, 'sqlite_version()');
    return {
      product: `SQLite ${version}`,
      isSupported: isSafeSqliteVersion(version),
      isUnicode: true,
    };
  }
  if (engine === 'postgres') {
    const version = shortVersion(await serverSays(knex, "current_setting('server_version')"));
    const encoding = await serverSays(knex, "current_setting('server_encoding')");
    return {
      product: `PostgreSQL ${version}`,
      isSupported: isAtLeast(version, [14]),
      isUnicode: encoding === 'UTF8',
    };
  }
  const full = await serverSays(knex, 'version()');
  const isMaria = /mariadb/i.test(full);
  const version = shortVersion(full);
  return {
    product: `${isMaria ? 'MariaDB' : 'MySQL'} ${version}`,
    isSupported: isAtLeast(version, isMaria ? [10, 6] : [8, 0]),
    isUnicode: true,
  };
}

async function serverSays(knex: Knex, expression: string): Promise<string> {
  const row = await knex.select(knex.raw(`${expression} as value`)).first();
  return String((row as { value: unknown } | undefined)?.value ?? '');
}

function shortVersion(text: string): string {
  return /\d+(\.\d+)*/.exec(text)?.[0] ?? text;
}

function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of least.entries()) {
    const found = parts[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}
