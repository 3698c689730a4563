import BetterSqlite3 from 'better-sqlite3';
import { currentKnex } from '../../../server/core/database/index.js';

/** Every statement that SQLite was asked to prepare since the listening began. */
export interface Heard {
  statements: Set<string>;
  stop(): void;
}

/** Listens to the statements that a database new to this process prepares. */
export function listenToStatements(): Heard {
  const statements = new Set<string>();
  const { prepare } = BetterSqlite3.prototype;
  BetterSqlite3.prototype.prepare = function listen(
    this: BetterSqlite3.Database,
    sql: string,
  ): ReturnType<typeof prepare> {
    statements.add(sql);
    return prepare.call(this, sql);
  } as typeof prepare;
  return {
    statements,
    stop: () => {
      BetterSqlite3.prototype.prepare = prepare;
    },
  };
}

/** The plan of a statement as SQLite tells it, one step a line. */
export async function planOf(sql: string): Promise<string[]> {
  const nothing = [...sql.matchAll(/\?/g)].map(() => null);
  const steps = (await currentKnex().raw(`EXPLAIN QUERY PLAN ${sql}`, nothing)) as {
    detail: string;
  }[];
  return steps.map(({ detail }) => detail);
}

/** Steps that read a table of the product from end to end. */
export function wholeReads(plan: readonly string[], tables: readonly string[]): string[] {
  const names = tables.join('|');
  return plan.filter((step) => new RegExp(`^SCAN (${names})\\b(?! USING)`).test(step));
}
