let queries = 0;

/** Counts one statement sent to the database by this process. */
export function countQuery(): void {
  queries += 1;
}

/** Statements sent to the database since the process started; the difference of two is what lay between. */
export function queryCount(): number {
  return queries;
}
