import { lockRow } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { ColumnContents, ColumnRow } from '../columns/index.js';
import { changeTaskCounts } from '../projects/index.js';
import {
  completeAllIn,
  countByColumnUnscoped,
  countOpenAndDone,
  reopenAllIn,
} from './counts.queries.js';
import { appendAll } from './positions.queries.js';

/** What columns hold: tasks, which move and are done together when their column goes or changes. */
export const tasksInColumns: ColumnContents = {
  count: countByColumnUnscoped,
  moveAll,
  markDone,
};

async function moveAll(_actor: Actor, from: ColumnRow, to: ColumnRow): Promise<void> {
  // Always in the same order, so that two removals at once cannot wait for each other.
  for (const id of [from.id, to.id].sort((one, other) => one - other)) await lockRow('columns', id);
  if (from.is_done !== to.is_done) await markDone(from, to.is_done === 1);
  await appendAll(from.id, to.id);
}

async function markDone(column: ColumnRow, isDone: boolean): Promise<void> {
  const { open, clientOpen, done, clientDone } = await countOpenAndDone(column.id);
  if (isDone) await completeAllIn(column.id, now());
  else await reopenAllIn(column.id);
  await changeTaskCounts(column.project_id, {
    all: 0,
    done: isDone ? open : -done,
    clientAll: 0,
    clientDone: isDone ? clientOpen : -clientDone,
  });
}
