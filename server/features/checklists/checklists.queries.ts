import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { everybody, insertRows, keptQuery, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type FoundTask, findTask } from '../tasks/index.js';

/** A small step of a task. */
export interface ChecklistItemRow {
  id: number;
  task_id: number;
  text: string;
  /** Order key within the task, compared byte by byte. */
  position: string;
  done_at: number | null;
  created_at: number;
  deleted_at: number | null;
}

/** A step with the task it belongs to, as the actor found it. */
export interface FoundItem {
  item: ChecklistItemRow;
  task: FoundTask;
}

/** More would be a project; the service adds no more. */
export const mostItems = 100;

const itemsOf = keptQuery<object, { taskId: number }, ChecklistItemRow[]>(
  (_everybody, { taskId }) =>
    table<ChecklistItemRow>('checklist_items')
      .where({ task_id: taskId })
      .whereNull('deleted_at')
      .orderBy('position'),
);

/** The steps of a task that the actor has found, in their order; one query, none where there are none. */
export async function listItems(
  task: Pick<FoundTask, 'id' | 'checklist_count'>,
): Promise<ChecklistItemRow[]> {
  return task.checklist_count > 0 ? itemsOf(everybody, { taskId: task.id }) : [];
}

/** A step of a task that the actor sees; clients see none. @throws NotFound for everybody else. */
export async function findItem(actor: Actor, id: number): Promise<FoundItem> {
  return foundIn(actor, await itemRow(id), (item) => item.deleted_at === null);
}

/** A removed step of a task that the actor sees. @throws NotFound */
export async function findRemovedItem(actor: Actor, id: number): Promise<FoundItem> {
  return foundIn(actor, await itemRow(id), (item) => item.deleted_at !== null);
}

/** Adds steps behind the others, in their order. */
export async function insertItems(taskId: number, texts: readonly string[]): Promise<void> {
  const last = await table<ChecklistItemRow>('checklist_items')
    .where({ task_id: taskId })
    .orderBy('position', 'desc')
    .first('position');
  const before = (last as { position: string } | undefined)?.position ?? null;
  const positions = generateNKeysBetween(before, null, texts.length);
  const created_at = now();
  await insertRows(
    'checklist_items',
    texts.map((text, at) => ({
      task_id: taskId,
      text,
      position: positions[at],
      done_at: null,
      created_at,
      deleted_at: null,
    })),
  );
}

/** Changes a step's row. */
export async function updateItem(id: number, changes: Partial<ChecklistItemRow>): Promise<void> {
  await table<ChecklistItemRow>('checklist_items').where({ id }).update(changes);
}

/** Puts a step between two order keys; an absent one is the start or the end. */
export async function placeItem(
  id: number,
  after: string | undefined,
  before: string | undefined,
): Promise<void> {
  await updateItem(id, { position: generateKeyBetween(after, before) });
}

async function itemRow(id: number): Promise<ChecklistItemRow | undefined> {
  return (await table<ChecklistItemRow>('checklist_items').where({ id }).first()) as
    | ChecklistItemRow
    | undefined;
}

async function foundIn(
  actor: Actor,
  item: ChecklistItemRow | undefined,
  isWanted: (item: ChecklistItemRow) => boolean,
): Promise<FoundItem> {
  if (!item || actor.kind === 'client' || !isWanted(item)) throw new NotFound();
  return { item, task: await findTask(actor, item.task_id) };
}
