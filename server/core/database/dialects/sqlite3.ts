import BaseClient, { type Sqlite3Connection } from 'knex/lib/dialects/sqlite3/index.js';
import { countQuery } from '../query-count.js';
import { isDiskFull, noteDiskFull } from '../reserve.js';
import { pragmaScript } from './sqlite-pragmas.js';

/** knex's sqlite3 client, for machines where better-sqlite3 cannot load: same pragmas, same BEGIN. */
export class FallbackSqliteClient extends BaseClient {
  override async acquireRawConnection(): Promise<Sqlite3Connection> {
    const connection = await super.acquireRawConnection();
    await new Promise<void>((resolve, reject) => {
      connection.exec(pragmaScript, (error) => (error ? reject(error) : resolve()));
    });
    return connection;
  }

  override _query(connection: unknown, query: { sql: string }): Promise<unknown> {
    countQuery(query);
    if (query.sql === 'BEGIN;') query.sql = 'BEGIN IMMEDIATE;';
    return super._query(connection, query).catch((error: unknown) => {
      // On a full disk SQLite has rolled back by itself; saying so would hide the first error.
      if (query.sql === 'ROLLBACK' && /no transaction is active/.test(String(error))) return query;
      if (isDiskFull(error)) noteDiskFull();
      throw error;
    });
  }
}
