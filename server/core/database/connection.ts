import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import knexFactory, { type Knex } from 'knex';
import type { DatabaseConfig } from '../config/index.js';
import { SqliteClient } from './dialects/better-sqlite3.js';
import { FallbackSqliteClient } from './dialects/sqlite3.js';
import { countQuery } from './query-count.js';
import { refuseChanges } from './reading.js';
import { refuseOnFullDisk } from './reserve.js';
import { limitSilence, SILENCE_MS } from './silence.js';

/** Work that waits for the outermost commit of a transaction. */
interface OpenTransaction {
  knex: Knex.Transaction;
  afterCommit: (() => void)[];
}

const require = createRequire(import.meta.url);
const mysqlMode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION,PIPES_AS_CONCAT';
const openTransactions = new AsyncLocalStorage<OpenTransaction>();
let database: Knex | undefined;
/** Transactions that are under way. */
let open = 0;
/**
 * knex writes failed connections to the terminal with a stack, and what people typed into the
 * message of an error, from where it would come into the log (SEC 64).
 */
const discreet = {
  log: { warn: nothing, error: nothing, debug: nothing, deprecate: nothing },
  compileSqlOnError: false,
};

/** Makes a connection pool for a database without making it the program's own: the installer tests with it. */
export function connect(config: DatabaseConfig): Knex {
  const knex = connections[config.engine](config);
  knex.on('start', refuseChanges);
  if (config.engine !== 'sqlite') knex.on('query', countQuery);
  return knex;
}

/** Opens the program's database. */
export function openDatabase(config: DatabaseConfig): Knex {
  database = connect(config);
  return database;
}

/** Closes the program's database; running queries finish first. */
export async function closeDatabase(): Promise<void> {
  const closing = database;
  database = undefined;
  await closing?.destroy();
}

/** Whether the program's database is open. */
export function isDatabaseOpen(): boolean {
  return database !== undefined;
}

/** The open transaction if there is one, else the pool. Only core/database uses it. */
export function currentKnex(): Knex {
  const store = openTransactions.getStore();
  if (store && !store.knex.isCompleted()) return store.knex;
  if (!database) throw new Error('The database is not open');
  return database;
}

/** Name of the engine behind the open database. */
export function engine(): DatabaseConfig['engine'] {
  const name = String(currentKnex().client.config.client?.engine ?? currentKnex().client.dialect);
  if (name.startsWith('postgres')) return 'postgres';
  return name.startsWith('mysql') ? 'mysql' : 'sqlite';
}

/** Whether the caller runs inside transaction(). */
export function inTransaction(): boolean {
  const store = openTransactions.getStore();
  return store !== undefined && !store.knex.isCompleted();
}

/**
 * Runs work in one transaction; a call inside another joins it. On SQLite it begins IMMEDIATE.
 * An error rolls everything back and is thrown on. Nothing slow belongs inside: on SQLite every
 * other writer waits.
 * @throws DiskFullError while the disk is full and a person asks for the change.
 */
export async function transaction<T>(work: () => Promise<T>): Promise<T> {
  if (inTransaction()) return work();
  refuseOnFullDisk();
  const waiting: (() => void)[] = [];
  open += 1;
  try {
    const result = await currentKnex().transaction((knex) =>
      openTransactions.run({ knex, afterCommit: waiting }, work),
    );
    for (const task of waiting) openTransactions.exit(task);
    return result;
  } finally {
    open -= 1;
    // Node 20 follows every promise of the program as long as one asks for it, which pages pay for.
    if (open === 0) openTransactions.disable();
  }
}

/** Carries what a rehearsal found out of the transaction that it takes back. */
class TakenBack<T> extends Error {
  readonly found: T;

  constructor(found: T) {
    super('A rehearsal is taken back');
    this.found = found;
  }
}

/**
 * Runs work that writes, takes everything it wrote back, and returns what it found out meanwhile.
 * It cannot be part of a transaction, which it would take back as well.
 */
export async function rehearse<T>(work: () => Promise<T>): Promise<T> {
  if (inTransaction()) throw new Error('A rehearsal would take back the transaction around it');
  try {
    return await transaction(async () => {
      throw new TakenBack(await work());
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.found as T;
    throw error;
  }
}

/** Runs a task after the outermost commit, never after a rollback; outside a transaction at once. */
export function afterCommit(task: () => void): void {
  if (inTransaction()) openTransactions.getStore()?.afterCommit.push(task);
  else task();
}

const connections = {
  sqlite: connectSqlite,
  postgres: connectPostgres,
  mysql: connectMysql,
} as const;

function connectSqlite({ file }: DatabaseConfig): Knex {
  const client = hasModule('better-sqlite3') ? SqliteClient : FallbackSqliteClient;
  return knexFactory({
    client: client as unknown as typeof Knex.Client,
    ...discreet,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, acquireTimeoutMillis: 30_000 },
  });
}

function connectPostgres(config: DatabaseConfig): Knex {
  const { types } = require('pg') as typeof import('pg');
  // Moments and money are bigint; both stay far below 2^53, so numbers are exact.
  types.setTypeParser(types.builtins.INT8, safeInteger);
  return knexFactory({
    client: 'pg',
    ...discreet,
    connection: {
      ...serverConnection(config, 5432),
      connectionTimeoutMillis: 5000,
      ssl: config.tls ? { rejectUnauthorized: true, servername: config.host } : false,
    },
    pool: {
      min: 0,
      max: config.pool,
      acquireTimeoutMillis: SILENCE_MS,
      afterCreate: (client: PostgresClient, done: (error?: unknown) => void) => {
        limitSilence(client.connection.stream, () => !client.readyForQuery);
        done();
      },
    },
  });
}

function connectMysql(config: DatabaseConfig): Knex {
  return knexFactory({
    client: 'mysql2',
    ...discreet,
    connection: {
      ...serverConnection(config, 3306),
      charset: 'utf8mb4',
      timezone: 'Z',
      connectTimeout: 5000,
      // knex inlines objects given as values otherwise (CVE 39, knex 2016-20018).
      stringifyObjects: true,
      ...(config.tls ? { ssl: { rejectUnauthorized: true } } : {}),
    },
    pool: {
      min: 0,
      max: config.pool,
      acquireTimeoutMillis: SILENCE_MS,
      afterCreate: (connection: MysqlConnection, done: (error: unknown) => void) => {
        limitSilence(connection.stream, () => Boolean(connection._command));
        connection.query(`SET SESSION sql_mode='${mysqlMode}'`, (error) => {
          if (error) return done(error);
          // Under REPEATABLE READ a row locked in a transaction is still read as it was before.
          connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', done);
        });
      },
    },
  });
}

/** What is used of a driver's connection beyond its own types. */
interface PostgresClient {
  connection: { stream: Socket };
  readyForQuery: boolean;
}

interface MysqlConnection {
  stream: Socket;
  /** The command that waits for its answer. */
  _command: unknown;
  query(sql: string, done: (error: unknown) => void): void;
}

function serverConnection(config: DatabaseConfig, usualPort: number) {
  return {
    host: config.host,
    port: config.port || usualPort,
    database: config.name,
    user: config.user,
    password: config.password,
  };
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`Number out of range: ${text}`);
  return value;
}

function hasModule(name: string): boolean {
  try {
    require(name);
    return true;
  } catch {
    return false;
  }
}

function nothing(): void {}
