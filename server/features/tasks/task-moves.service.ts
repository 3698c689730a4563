import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type ColumnRow, findColumn, listColumns } from '../columns/index.js';
import { changeTaskCounts } from '../projects/index.js';
import { cardAtPlace, lookUpNeighbours } from './board.queries.js';
import { countChange } from './counts.policy.js';
import { type Neighbours, positionIn } from './positions.queries.js';

import { taskCompleted, taskMoved, taskReopened } from './tasks.events.js';
import { mayOnTask, visibleAmongFew } from './tasks.policy.js';
import { type FoundTask, findTask, updateTask } from './tasks.queries.js';

/** Where a card shall go: a column, and a place in it by its neighbours or by its number from the top. */
export interface Move extends Neighbours {
  columnId: number;
  /** 1 is the top; beyond the last card is the end. */
  place?: number | undefined;
}

/** A move that was made, with where the card stood before. */
export interface MadeMove {
  task: FoundTask;
  column: ColumnRow;
  /** Column and neighbours before, for the way back. */
  from: { columnId: number; beforeId?: number | undefined; afterId?: number | undefined };
}

/**
 * Moves a card, within its column or to another of its project. The target column's row is locked
 * first, so that two people who move at once get two places; a column that means done completes
 * the task, any other opens it again.
 * @throws NotFound for a task the actor does not see, Forbidden where they may not move it,
 * Invalid {column_id} for a column of another project.
 */
export async function moveTask(actor: Actor, taskId: number, move: Move): Promise<MadeMove> {
  return transaction(async () => {
    const seen = await findTask(actor, taskId);
    if (!mayOnTask(actor, 'tasks.change_status', seen)) throw new Forbidden();
    await lockRow('columns', move.columnId);
    const column = await targetColumn(actor, seen, move.columnId);
    await lockRow('tasks', taskId);
    const task = await findTask(actor, taskId);
    const from = { columnId: task.column_id, ...(await lookUpNeighbours(actor, task)) };
    const position = await positionIn(column.id, task.id, await seenNeighbours(actor, task, move));
    const completed_at = column.is_done === 1 ? (task.completed_at ?? now()) : null;
    const turn = completed_at === task.completed_at ? {} : { completed_at };
    await updateTask(task.id, { column_id: column.id, position, ...turn });
    await changeTaskCounts(task.project_id, countChange(task, { ...task, completed_at }));
    if (column.id !== task.column_id) await announceMove(actor, task, column, completed_at);
    return { task, column, from };
  });
}

/**
 * Puts a task into the first column of its project that means done. @throws as moveTask() does,
 * and Invalid where the project has no such column.
 */
export async function completeTask(actor: Actor, taskId: number): Promise<MadeMove> {
  return moveToFirst(actor, taskId, 1);
}

/** Puts a task back into the first column that does not mean done. @throws as moveTask() does. */
export async function reopenTask(actor: Actor, taskId: number): Promise<MadeMove> {
  return moveToFirst(actor, taskId, 0);
}

async function moveToFirst(actor: Actor, taskId: number, isDone: 0 | 1): Promise<MadeMove> {
  const task = await findTask(actor, taskId);
  const columns = await listColumns(task.project_id);
  const column = columns.find((candidate) => candidate.is_done === isDone);
  if (!column) throw new Invalid({ column_id: 'tasks.errors.no_column' });
  return moveTask(actor, taskId, { columnId: column.id });
}

async function targetColumn(actor: Actor, task: FoundTask, columnId: number): Promise<ColumnRow> {
  const column = await findColumn(actor, columnId);
  if (column.project_id !== task.project_id) throw new Invalid({ column_id: 'errors.choice' });
  return column;
}

/** Only cards that the actor sees count as neighbours: naming another tells nothing about it. */
async function seenNeighbours(actor: Actor, task: FoundTask, move: Move): Promise<Neighbours> {
  if (move.place !== undefined) {
    return { beforeId: await cardAtPlace(actor, move.columnId, task.id, move.place) };
  }
  const named = [move.beforeId, move.afterId].filter((id) => id !== undefined);
  if (named.length === 0) return {};
  const rows = (await visibleAmongFew(actor)
    .whereIn('tasks.id', named)
    .where('tasks.column_id', move.columnId)
    .select('tasks.id')) as { id: number }[];
  const seen = new Set(rows.map(({ id }) => id));
  const ifSeen = (id: number | undefined) => (id !== undefined && seen.has(id) ? id : undefined);
  return { beforeId: ifSeen(move.beforeId), afterId: ifSeen(move.afterId) };
}

async function announceMove(
  actor: Actor,
  task: FoundTask,
  column: ColumnRow,
  completed_at: number | null,
): Promise<void> {
  const isClient = task.visibility === 'client';
  const name = isClient ? (column.client_name ?? column.name) : column.name;
  await publish(moveKind(task.completed_at, completed_at), {
    actor,
    subject: { type: 'task', id: task.id },
    projectId: task.project_id,
    visibility: task.visibility,
    data: { title: task.title, column: name },
  });
}

function moveKind(
  before: number | null,
  after: number | null,
): EventKind<{ title: string; column: string }> {
  if (before === null && after !== null) return taskCompleted;
  return before !== null && after === null ? taskReopened : taskMoved;
}
