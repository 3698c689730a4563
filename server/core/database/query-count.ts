/** Hears of every statement with its bound values. */
export type QueryObserver = (sql: string, bindings: readonly unknown[]) => void;

let queries = 0;
let observer: QueryObserver | undefined;

/** Counts one statement sent to the database by this process. */
export function countQuery(query: { sql: string; bindings?: readonly unknown[] }): void {
  queries += 1;
  observer?.(query.sql, query.bindings ?? []);
}

/** Statements sent to the database since the process started; the difference of two is what lay between. */
export function queryCount(): number {
  return queries;
}

/** Lets a test or the benchmark see the statements; without an argument nobody looks on any more. */
export function observeQueries(next?: QueryObserver): void {
  observer = next;
}
