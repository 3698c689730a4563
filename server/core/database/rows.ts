import type { Knex } from 'knex';
import { currentKnex, engine, inTransaction } from './connection.js';

/** A query on one table: on the open transaction if there is one, else on the pool. */
export function table<Row extends object = Record<string, unknown>>(
  name: string,
): Knex.QueryBuilder<Row, Row[]> {
  return currentKnex()(name) as unknown as Knex.QueryBuilder<Row, Row[]>;
}

/** A piece of SQL with bound values, for expressions that the builder cannot say. Never with typed text inside. */
export function raw(sql: string, bindings: readonly Knex.RawBinding[] = []): Knex.Raw {
  return currentKnex().raw(sql, bindings);
}

/** Inserts one row and returns its id, on every engine. */
export async function insertRow(name: string, row: Record<string, unknown>): Promise<number> {
  const insert = currentKnex()(name).insert(row);
  const [made] = await (engine() === 'postgres' ? insert.returning('id') : insert);
  return typeof made === 'object' ? Number(made.id) : Number(made);
}

/**
 * What one statement inserts at most: SQLite joins 500 rows and takes 32,766 values, and all
 * letters together stay far below the packet of 16 MB that MariaDB takes.
 */
const most = { rows: 500, values: 30_000, letters: 1_000_000 };

/** Inserts many rows, about 500 with each statement. */
export async function insertRows(
  name: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  for (const part of inStatements(rows)) await currentKnex()(name).insert(part);
}

/**
 * Inserts many rows and returns their ids by a column that tells them apart, also from all others
 * that share `within`. No two engines tell the ids of several new rows in the same way, so they
 * are read.
 */
export async function insertRowsBy<Key extends string | number>(
  name: string,
  rows: readonly Record<string, unknown>[],
  column: string,
  within: Record<string, unknown> = {},
): Promise<Map<Key, number>> {
  await insertRows(name, rows);
  const ids = new Map<Key, number>();
  for (const part of inParts(rows.map((row) => row[column] as Key))) {
    const found = currentKnex()(name).where(within).whereIn(column, part).select('id', column);
    for (const row of await found) ids.set(row[column] as Key, Number(row.id));
  }
  return ids;
}

/** Things in parts of at most 500, for queries that ask for many by a key. */
export function inParts<Thing>(things: readonly Thing[]): Thing[][] {
  const parts: Thing[][] = [];
  for (let at = 0; at < things.length; at += most.rows)
    parts.push(things.slice(at, at + most.rows));
  return parts;
}

function* inStatements(rows: readonly Record<string, unknown>[]) {
  const width = Object.keys(rows[0] ?? {}).length || 1;
  const size = Math.max(1, Math.min(most.rows, Math.floor(most.values / width)));
  let part: Record<string, unknown>[] = [];
  let letters = 0;
  for (const row of rows) {
    const own = lettersIn(row);
    if (part.length === size || (part.length > 0 && letters + own > most.letters)) {
      yield part;
      part = [];
      letters = 0;
    }
    part.push(row);
    letters += own;
  }
  if (part.length > 0) yield part;
}

function lettersIn(row: Record<string, unknown>): number {
  let letters = 0;
  for (const value of Object.values(row)) if (typeof value === 'string') letters += value.length;
  return letters;
}

/** Locks one row until the transaction ends, where the engine locks rows; SQLite has one writer anyway. */
export async function lockRow(name: string, id: number): Promise<void> {
  if (!inTransaction()) throw new Error('lockRow needs a transaction');
  if (engine() === 'sqlite') return;
  await currentKnex()(name).select('id').where({ id }).forUpdate();
}

/** Locks several rows as lockRow() does one, in the order of their ids, so that nobody waits in a circle. */
export async function lockRows(name: string, ids: readonly number[]): Promise<void> {
  if (!inTransaction()) throw new Error('lockRows needs a transaction');
  if (engine() === 'sqlite' || ids.length === 0) return;
  await currentKnex()(name)
    .select('id')
    .whereIn('id', [...ids])
    .orderBy('id')
    .forUpdate();
}

/** Whether an error says that a unique value exists already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  return (
    code === '23505' ||
    code === 'ER_DUP_ENTRY' ||
    code.startsWith('SQLITE_CONSTRAINT_UNIQUE') ||
    code.startsWith('SQLITE_CONSTRAINT_PRIMARYKEY') ||
    (code === 'SQLITE_CONSTRAINT' && message.includes('UNIQUE'))
  );
}

/** Codes of a transaction that the server gave up for another one: deadlocks, waits for a lock that took too long. */
const gaveWay = new Set([
  '40001',
  '40P01',
  '55P03',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD',
]);

/** Codes of a database that can be read but takes no change: its lock is held, its disk or its server is read-only. */
const unwritableCodes =
  /^(SQLITE_(BUSY|READONLY|IOERR)|25006|ER_OPTION_PREVENTS_STATEMENT|ER_READ_ONLY_MODE|ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION)/;
/** Codes of a database that is full, stopping or out of reach, and of a process that has too many files open. */
const unavailableCodes =
  /^(SQLITE_(FULL|CANTOPEN)|EMFILE|ENFILE|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|57P0|08|53|PROTOCOL_CONNECTION_LOST|ER_SERVER_SHUTDOWN|ER_CON_COUNT_ERROR)/;
/** The drivers give no code when a connection breaks under a query; knex puts the query before their words. */
const brokenConnection =
  /(Connection terminated( unexpectedly)?|timeout expired|connection error and is not queryable|Client was closed and is not queryable|connection is in closed state)$/;

/** Whether an error says that nothing could be saved while reading still works: the same can be sent again. */
export function isUnwritable(error: unknown): boolean {
  const code = codeOf(error);
  return unwritableCodes.test(code) || gaveWay.has(code);
}

/** Whether an error says that the database is busy, full or gone: the request can be tried again later. */
export function isUnavailable(error: unknown): boolean {
  if (isUnwritable(error) || unavailableCodes.test(codeOf(error))) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'KnexTimeoutError' || brokenConnection.test(error.message);
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}
