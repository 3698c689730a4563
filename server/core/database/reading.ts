import { AsyncLocalStorage } from 'node:async_hooks';

/** What knex is about to run: a query builder with its verb, or a piece of SQL. */
interface Started {
  _method?: string;
  sql?: unknown;
}

const readers = new AsyncLocalStorage<boolean>();
const changing = new Set(['insert', 'update', 'del', 'truncate']);
const changingSql = /^\s*(insert|update|delete|replace|truncate|create|alter|drop|merge)\b/i;
/** Pieces of work under way that may only read. */
let open = 0;

/** Something wanted to change a row although the work around it may only read. */
export class OnlyReadingError extends Error {
  override name = 'OnlyReadingError';
}

/**
 * Runs work that may change nothing in the database, whatever it calls: a statement that would is
 * refused before it is sent. For who looks at the product as somebody else.
 */
export async function onlyReading<T>(work: () => Promise<T> | T): Promise<T> {
  open += 1;
  try {
    return await readers.run(true, work);
  } finally {
    open -= 1;
    // Node 20 follows every promise of the program as long as one asks for it, which pages pay for.
    if (open === 0) readers.disable();
  }
}

/** Runs what belongs to the program and not to the work that may only read: the mark of a session in use. */
export function besidesReading<T>(work: () => T): T {
  return open === 0 ? work() : readers.exit(work);
}

/** Looks at each statement before it is sent. @throws OnlyReadingError */
export function refuseChanges(started: Started): void {
  if (open === 0 || !readers.getStore()) return;
  const { _method: method = '', sql } = started;
  if (changing.has(method) || (typeof sql === 'string' && changingSql.test(sql)))
    throw new OnlyReadingError(`A change was refused: ${method || 'a statement in SQL'}`);
}
