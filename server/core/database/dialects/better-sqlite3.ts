import { setTimeout as sleep } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
// knex ships its dialects as CommonJS files of their own; the class is its documented way to extend one.
import BaseClient from 'knex/lib/dialects/better-sqlite3/index.js';
import { countQuery } from '../query-count.js';
import { isDiskFull, noteDiskFull } from '../reserve.js';
import { openPragmas } from './sqlite-pragmas.js';

type Connection = BetterSqlite3.Database;
type Statement = BetterSqlite3.Statement<unknown[]>;

/** Statements kept per connection; a page needs about ten, the whole product a few hundred. */
const cacheSize = 600;
/** Longer statements insert or find many at once, differ each time and are not worth keeping. */
const longestKept = 20_000;
/** While another process writes, ours asks again after so long (ms), and gives up after `patience`. */
const askAgainAfter = 20;
const patience = 5000;
const caches = new WeakMap<Connection, Map<string, Statement>>();

/** What a query builder wants done, as knex keeps it. */
interface Builder {
  _method?: string;
  toSQL(): Query;
}

/**
 * Holds the read-only connection. knex copies its client for migrations, and the copies share what
 * is an object of a class: one that a copy opened for itself would never be closed, and SQLite
 * would not put its log into the database file when the program stops.
 */
class Reading {
  connection: Connection | undefined;
}

const reads = new Set(['select', 'first', 'pluck']);

interface Query {
  sql: string;
  bindings?: unknown[];
  method?: string | undefined;
  pluck?: string | undefined;
  output?: unknown;
  response?: unknown;
  context?: unknown;
}

/**
 * knex's better-sqlite3 client with four differences: prepared statements are kept, a
 * transaction begins IMMEDIATE (a read that upgrades to a write would get SQLITE_BUSY at once,
 * whatever the busy timeout), plain reads outside a transaction run on a second, read-only
 * connection without knex's pool, so that no page ever waits for a writer, and neither does one
 * while another process writes: SQLite itself would wait with the whole program standing still.
 */
export class SqliteClient extends BaseClient {
  private readonly reading = new Reading();

  override async acquireRawConnection(): Promise<Connection> {
    const connection = await super.acquireRawConnection();
    openPragmas((sql) => connection.pragma(sql));
    return connection;
  }

  override async _query(connection: Connection, query: Query): Promise<Query> {
    countQuery(query);
    const sql = query.sql === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : query.sql;
    // On a full disk SQLite has rolled back by itself; saying so would hide the first error.
    if (sql === 'ROLLBACK' && !connection.inTransaction) return query;
    const isAlone = !connection.inTransaction;
    try {
      const mayWait = isAlone && !prepared(connection, sql).reader;
      if (mayWait) return await this.queryPatiently(connection, sql, query);
      return this.queryNow(connection, sql, query);
    } catch (error) {
      // A statement of its own is done again with the room of the reserve; a transaction is lost.
      if (isDiskFull(error) && noteDiskFull() && isAlone) {
        return this.queryNow(connection, sql, query);
      }
      throw error;
    }
  }

  private async queryPatiently(connection: Connection, sql: string, query: Query): Promise<Query> {
    const last = performance.now() + patience;
    for (;;) {
      try {
        waitInside(connection, false);
        return this.queryNow(connection, sql, query);
      } catch (error) {
        if (!isBusy(error) || performance.now() > last) throw error;
      } finally {
        waitInside(connection, true);
      }
      await sleep(askAgainAfter);
    }
  }

  private queryNow(connection: Connection, sql: string, query: Query): Query {
    const statement = prepared(connection, sql);
    const bindings = this._formatBindings(query.bindings);
    if (statement.reader) {
      query.response = statement.all(...bindings);
      return query;
    }
    const outcome = statement.run(...bindings);
    query.response = outcome;
    query.context = { lastID: outcome.lastInsertRowid, changes: outcome.changes };
    return query;
  }

  override runner(builder: Builder): { run(): Promise<unknown> } {
    if (this.transacting || !reads.has(builder._method ?? '')) return super.runner(builder);
    return { run: async () => this.readNow(builder.toSQL()) };
  }

  override async destroy(callback?: () => void): Promise<void> {
    this.reading.connection?.close();
    this.reading.connection = undefined;
    await super.destroy(callback);
  }

  /** Reads on the read-only connection, outside of every transaction. */
  readNow(query: Query): unknown {
    countQuery(query);
    this.reading.connection ??= this.openReader();
    const rows = prepared(this.reading.connection, query.sql).all(
      ...this._formatBindings(query.bindings),
    );
    if (query.method === 'first') return rows[0];
    if (query.method === 'pluck') {
      return rows.map((row) => (row as Record<string, unknown>)[query.pluck ?? '']);
    }
    return rows;
  }

  private openReader(): Connection {
    const connection = new this.driver(this.connectionSettings.filename, { readonly: true });
    connection.pragma('busy_timeout = 5000');
    // What does not fit is in the system's own cache, which gives memory back where it is short.
    connection.pragma('cache_size = -8000');
    return connection;
  }
}

/** Whether SQLite itself waits for a lock, in which the whole program would stand still. */
function waitInside(connection: Connection, isOn: boolean): void {
  prepared(connection, `PRAGMA busy_timeout = ${isOn ? patience : 0}`).all();
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code ?? '').startsWith('SQLITE_BUSY');
}

function prepared(connection: Connection, sql: string): Statement {
  if (sql.length > longestKept) return connection.prepare<unknown[]>(sql);
  const cache = caches.get(connection) ?? new Map<string, Statement>();
  if (cache.size === 0) caches.set(connection, cache);
  let statement = cache.get(sql);
  if (!statement) {
    if (cache.size >= cacheSize) cache.clear();
    statement = connection.prepare<unknown[]>(sql);
    cache.set(sql, statement);
  }
  return statement;
}
