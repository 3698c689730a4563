declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type BetterSqlite3 from 'better-sqlite3';
  import type { Knex } from 'knex';

  export default class BetterSqliteClient {
    constructor(config: Knex.Config);
    transacting?: boolean;
    driver: typeof BetterSqlite3;
    connectionSettings: { filename: string };
    acquireRawConnection(): Promise<BetterSqlite3.Database>;
    _query(connection: unknown, query: unknown): Promise<unknown>;
    _formatBindings(bindings: unknown[] | undefined): unknown[];
    runner(builder: unknown): { run(): Promise<unknown> };
    destroy(callback?: () => void): Promise<void>;
  }
}

declare module 'knex/lib/dialects/sqlite3/index.js' {
  import type { Knex } from 'knex';

  export default class Sqlite3Client {
    constructor(config: Knex.Config);
    acquireRawConnection(): Promise<Sqlite3Connection>;
    _query(connection: unknown, query: unknown): Promise<unknown>;
  }

  export interface Sqlite3Connection {
    exec(sql: string, done: (error: Error | null) => void): void;
  }
}
