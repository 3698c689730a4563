/** The only place that knows knex: tables, transactions, paging, migrations. */
export { assertSafeSqlite, isSafeSqliteVersion, UnsafeDatabaseError } from './checks.js';
export {
  afterCommit,
  closeDatabase,
  connect,
  currentKnex,
  engine,
  inTransaction,
  isDatabaseOpen,
  openDatabase,
  rehearse,
  transaction,
} from './connection.js';
export { type Inspection, inspectDatabase, pingDatabase } from './inspection.js';
export { checkKeptQueries, everybody, keptQuery, moment } from './kept-queries.js';
export {
  MigrationError,
  migrate,
  migrationNames,
  NewerDatabaseError,
  pendingMigrations,
  releaseMigrationLock,
  rollbackAll,
} from './migrations.js';
export { keptPages, type Page, paginate } from './paging.js';
export { LockedError, lockDataDirectory } from './process-lock.js';
export { observeQueries, type QueryObserver, queryCount } from './query-count.js';
export { deleteOldRateLimits, type RateLimit, rateLimiter } from './rate-limits.js';
export { besidesReading, OnlyReadingError, onlyReading } from './reading.js';
export {
  isDiskFull,
  leaveReserve,
  type ReserveState,
  reserveState,
  restoreReserve,
  sparingReserve,
  useReserve,
  withReserve,
} from './reserve.js';
export {
  inParts,
  insertRow,
  insertRows,
  insertRowsBy,
  isUnavailable,
  isUniqueViolation,
  isUnwritable,
  lockRow,
  lockRows,
  raw,
  table,
} from './rows.js';
export type { Knex } from './schema.js';
export { containing } from './searching.js';

import type { Knex } from 'knex';

/** A query builder over rows of one type, for functions that narrow or order it. */
export type Query<Row extends object> = Knex.QueryBuilder<Row, Row[]>;
/** The conditions of a join. */
export type Join = Knex.JoinClause;
