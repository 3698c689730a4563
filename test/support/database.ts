import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DatabaseConfig } from '../../server/core/config/index.js';
import {
  checkKeptQueries,
  closeDatabase,
  connect,
  type Knex,
  migrate,
  openDatabase,
} from '../../server/core/database/index.js';

/** The engine the suite runs on: SQLite unless TEST_DATABASE says otherwise. */
export const testEngine = (process.env.TEST_DATABASE ?? 'sqlite') as
  | 'sqlite'
  | 'postgres'
  | 'mariadb';

let made = 0;
const run = Date.now().toString(36);
let template: string | undefined;
/** A migrated PostgreSQL database of which copies are made. */
let original: ReturnType<typeof migrateOriginal> | undefined;
/** Statements that make a migrated MariaDB database. */
let statements: string[] | undefined;

/** A database of its own for one test file, already migrated and open. Returns its settings and how to drop it. */
export async function openTestDatabase(): Promise<{
  config: DatabaseConfig;
  drop(): Promise<void>;
}> {
  const { config, drop } = await makeTestDatabase();
  openDatabase(config);
  checkKeptQueries(true);
  return {
    config,
    drop: async () => {
      await closeDatabase();
      await drop();
    },
  };
}

/** A migrated database that is not open. */
export async function makeTestDatabase(): Promise<{
  config: DatabaseConfig;
  drop(): Promise<void>;
}> {
  if (testEngine === 'sqlite') return makeSqlite();
  if (testEngine === 'postgres') return makePostgres();
  const empty = await makeEmptyDatabase(testEngine);
  const knex = connect(empty.config);
  await migrateMariadb(knex);
  await knex.destroy();
  return empty;
}

/** A database without any table, on one of the servers of this machine. */
export async function makeEmptyDatabase(
  engine: 'postgres' | 'mariadb',
): Promise<{ config: DatabaseConfig; drop(): Promise<void> }> {
  return makeDatabase(engine);
}

async function makeDatabase(engine: 'postgres' | 'mariadb', copyOf = '') {
  made += 1;
  // Process ids come again; a database that a killed run left behind must not be in the way of another.
  const name = `tasksession_test_${process.pid}_${run}_${made}`;
  const config = serverConfig(engine, name);
  await asServerAdmin(engine, `CREATE DATABASE ${name}${copyOf}`);
  return { config, drop: () => asServerAdmin(engine, `DROP DATABASE ${name}`) };
}

/** How the servers of a test machine are reached; the usual variables of their clients override it. */
export function serverConfig(engine: 'postgres' | 'mariadb', name: string): DatabaseConfig {
  const isPostgres = engine === 'postgres';
  return {
    engine: isPostgres ? 'postgres' : 'mysql',
    file: '',
    host: process.env[isPostgres ? 'PGHOST' : 'MYSQL_HOST'] ?? '127.0.0.1',
    port: 0,
    name,
    user: process.env[isPostgres ? 'PGUSER' : 'MYSQL_USER'] ?? (isPostgres ? 'postgres' : 'root'),
    password: process.env[isPostgres ? 'PGPASSWORD' : 'MYSQL_PWD'] ?? '',
    tls: false,
    pool: 10,
  };
}

/** Runs one statement on a server's maintenance database. */
export async function asServerAdmin(engine: 'postgres' | 'mariadb', sql: string): Promise<void> {
  const knex = connect(serverConfig(engine, engine === 'postgres' ? 'postgres' : 'mysql'));
  try {
    await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
}

/** Settings for a SQLite file. */
export function sqliteConfig(file: string): DatabaseConfig {
  return {
    engine: 'sqlite',
    file,
    host: '',
    port: 0,
    name: '',
    user: '',
    password: '',
    tls: false,
    pool: 1,
  };
}

/** Migrating takes a tenth of a second; copying a migrated file a millisecond. */
async function makeSqlite() {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-'));
  const file = path.join(folder, 'database.sqlite');
  if (template) copyFileSync(template, file);
  else template = await migrateTemplate(file);
  return {
    config: sqliteConfig(file),
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function migrateTemplate(file: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-template-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const knex = connect(sqliteConfig(file));
  await migrate(knex);
  await knex.raw('PRAGMA wal_checkpoint(TRUNCATE)');
  await knex.destroy();
  const copy = path.join(folder, 'database.sqlite');
  copyFileSync(file, copy);
  return copy;
}

/** Migrating takes a second; copying a migrated database a tenth of it. */
async function makePostgres() {
  original ??= migrateOriginal();
  const { config } = await original;
  return makeDatabase('postgres', ` TEMPLATE ${config.name}`);
}

async function migrateOriginal() {
  const empty = await makeEmptyDatabase('postgres');
  const knex = connect(empty.config);
  await migrate(knex);
  await knex.destroy();
  return empty;
}

// Read by a test runner: the original goes when all its tests are over.
if (typeof globalThis.after === 'function') {
  after(async () => {
    if (original) await (await original).drop();
  });
}

/** Migrating takes seconds; tables made as they came out, with all their keys at once, a fraction. */
async function migrateMariadb(knex: Knex): Promise<void> {
  if (!statements) {
    await migrate(knex);
    statements = await statementsOf(knex);
    return;
  }
  await knex.transaction(async (one) => {
    for (const sql of ['SET foreign_key_checks = 0', ...(statements ?? [])]) await one.raw(sql);
    await one.raw('SET foreign_key_checks = 1');
  });
}

async function statementsOf(knex: Knex): Promise<string[]> {
  const [tables] = await knex.raw('SHOW TABLES');
  const found: string[] = [];
  for (const row of tables) {
    const [[made]] = await knex.raw('SHOW CREATE TABLE ??', [String(Object.values(row)[0])]);
    found.push(made['Create Table']);
  }
  for (const name of ['migrations', 'migrations_lock']) {
    const rows = await knex(name);
    if (rows.length > 0) found.push(knex(name).insert(rows).toString());
  }
  return found;
}
