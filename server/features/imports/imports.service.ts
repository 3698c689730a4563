import { lockRow, transaction } from '../../core/database/index.js';
import { Conflict, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { addMembers } from '../people/index.js';
import { chosenColumns, withHeads } from './columns.policy.js';
import { deleteImport, findImport, finishImport, insertImport } from './imports.queries.js';
import { type CheckedRow, checkRows } from './rows.service.js';
import { readTable } from './table-reading.js';

/** How a form names what the columns hold: field → value. */
export type ReadField = (name: string) => string | undefined;

/**
 * Keeps a list for its review; returns its number.
 * @throws Invalid {field} when it is no table, has no row or too many.
 */
export async function beginImport(actor: Actor, text: string, field: string): Promise<number> {
  readTable(text, field);
  return transaction(() => insertImport(actor, text));
}

/** A list, looked over with some choice of columns. @throws NotFound */
export async function reviewImport(actor: Actor, id: number, read: ReadField) {
  const { content, done_at, added } = await findImport(actor, id);
  const table = withHeads(content === '' ? [] : readTable(content, ''));
  const columns = chosenColumns(table, read);
  return {
    id,
    table,
    columns,
    added,
    isDone: done_at !== null,
    rows: await checkRows(actor, table, columns),
  };
}

/**
 * Adds everybody of a list and invites them: all in one transaction or nobody. What was found
 * before counts for nothing, each row is judged again by who confirms, now. Returns how many came.
 * @throws NotFound; Conflict when the list was confirmed before; Invalid {''} while rows will not
 * do that are not to be left out, or when somebody was quicker.
 */
export async function confirmImport(
  actor: Actor,
  id: number,
  { read, leaveOut }: { read: ReadField; leaveOut: boolean },
): Promise<number> {
  let good: CheckedRow[] = [];
  try {
    return await transaction(async () => {
      await findImport(actor, id);
      // Of two tabs that confirm at once, the second waits here and then sees that it is done.
      await lockRow('user_imports', id);
      const { rows, isDone } = await reviewImport(actor, id, read);
      if (isDone) throw new Conflict('imports.errors.done');
      good = rows.filter((row) => row.problems.length === 0);
      const count = rows.length - good.length;
      if (count > 0 && !leaveOut)
        throw new Invalid({ '': { key: 'imports.errors.rows', values: { count } } });
      if (good.length === 0) throw new Invalid({ '': 'imports.errors.nobody' });
      await addMembers(actor, good);
      await finishImport(id, good.length);
      return good.length;
    });
  } catch (error) {
    // What this service refuses itself has no field; the rest came from adding them.
    if (!(error instanceof Invalid) || '' in error.fields) throw error;
    throw await meanwhile(actor, id, { read, good });
  }
}

/** Forgets a list without adding anybody. @throws NotFound */
export async function discardImport(actor: Actor, id: number): Promise<void> {
  await transaction(async () => {
    await findImport(actor, id);
    await deleteImport(id);
  });
}

/** What changed while a list was confirmed: all rows go in together, so it is looked for again. */
async function meanwhile(
  actor: Actor,
  id: number,
  { read, good }: { read: ReadField; good: readonly CheckedRow[] },
): Promise<Invalid> {
  const { rows } = await reviewImport(actor, id, read);
  const lines = new Set(good.map(({ line }) => line));
  const changed = rows.find(({ line, problems }) => problems.length > 0 && lines.has(line));
  if (!changed) return new Invalid({ '': 'imports.errors.again' });
  return new Invalid({ '': { key: 'imports.errors.meanwhile', values: { line: changed.line } } });
}
