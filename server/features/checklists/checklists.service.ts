import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor, Permission } from '../../core/permissions/index.js';
import { changeChecklistCounts, type FoundTask, findTask, mayOnTask } from '../tasks/index.js';
import {
  stepAdded,
  stepChanged,
  stepDone,
  stepRemoved,
  stepReopened,
  stepRestored,
} from './checklists.events.js';
import {
  type FoundItem,
  findItem,
  findRemovedItem,
  insertItems,
  listItems,
  mostItems,
  placeItem,
  updateItem,
} from './checklists.queries.js';

/**
 * Adds steps to a task, behind the others.
 * @throws NotFound, Forbidden without tasks.edit, Invalid {text} for more than a task can hold.
 */
export async function addSteps(
  actor: Actor,
  taskId: number,
  texts: readonly string[],
): Promise<void> {
  await transaction(async () => {
    await lockRow('tasks', taskId);
    const task = await findTask(actor, taskId);
    requireOn(actor, 'tasks.edit', task);
    if (task.checklist_count + texts.length > mostItems) throw tooMany();
    await insertItems(taskId, texts);
    await changeChecklistCounts(taskId, { all: texts.length, done: 0 });
    for (const text of texts) await announce(actor, stepAdded, { task, item: { text } });
  });
}

/** Ticks a step off, or opens it again. @throws NotFound, Forbidden without tasks.change_status. */
export async function setDone(actor: Actor, id: number, isDone: boolean): Promise<FoundItem> {
  return change(actor, id, 'tasks.change_status', async (found) => {
    if ((found.item.done_at !== null) === isDone) return;
    await updateItem(id, { done_at: isDone ? now() : null });
    await changeChecklistCounts(found.task.id, { all: 0, done: isDone ? 1 : -1 });
    await announce(actor, isDone ? stepDone : stepReopened, found);
  });
}

/** Changes the words of a step. @throws NotFound, Forbidden without tasks.edit. */
export async function editStep(actor: Actor, id: number, text: string): Promise<FoundItem> {
  return change(actor, id, 'tasks.edit', async ({ task }) => {
    await updateItem(id, { text });
    await announce(actor, stepChanged, { task, item: { text } });
  });
}

/** Moves a step one place up or down. @throws NotFound, Forbidden without tasks.edit. */
export async function shiftStep(
  actor: Actor,
  id: number,
  direction: 'earlier' | 'later',
): Promise<FoundItem> {
  return change(actor, id, 'tasks.edit', async ({ task }) => {
    const items = await listItems(task);
    const at = items.findIndex((item) => item.id === id);
    const others = items.filter((item) => item.id !== id);
    const place = Math.max(0, Math.min(direction === 'earlier' ? at - 1 : at + 1, others.length));
    await placeItem(id, others[place - 1]?.position, others[place]?.position);
  });
}

/** Takes a step away; it can be brought back. @throws NotFound, Forbidden without tasks.edit. */
export async function removeStep(actor: Actor, id: number): Promise<FoundItem> {
  return change(actor, id, 'tasks.edit', async (found) => {
    await updateItem(id, { deleted_at: now() });
    await changeChecklistCounts(found.task.id, { all: -1, done: doneOf(found) * -1 });
    await announce(actor, stepRemoved, found);
  });
}

/** Brings a removed step back. @throws NotFound, Forbidden without tasks.edit, Invalid {''} when full. */
export async function restoreStep(actor: Actor, id: number): Promise<FoundItem> {
  return transaction(async () => {
    const { item } = await findRemovedItem(actor, id);
    await lockRow('tasks', item.task_id);
    const found = await findRemovedItem(actor, id);
    requireOn(actor, 'tasks.edit', found.task);
    if (found.task.checklist_count >= mostItems) throw tooMany();
    await updateItem(id, { deleted_at: null });
    await changeChecklistCounts(found.task.id, { all: 1, done: doneOf(found) });
    await announce(actor, stepRestored, found);
    return found;
  });
}

/** Does something to a step while nobody else changes its task. */
async function change(
  actor: Actor,
  id: number,
  permission: Permission,
  work: (found: FoundItem) => Promise<void>,
): Promise<FoundItem> {
  return transaction(async () => {
    const { item } = await findItem(actor, id);
    await lockRow('tasks', item.task_id);
    const found = await findItem(actor, id);
    requireOn(actor, permission, found.task);
    await work(found);
    return found;
  });
}

function doneOf({ item }: FoundItem): 0 | 1 {
  return item.done_at === null ? 0 : 1;
}

function tooMany(): Invalid {
  return new Invalid({
    text: { key: 'checklists.errors.too_many', values: { maximum: mostItems } },
  });
}

function requireOn(actor: Actor, permission: Permission, task: FoundTask): void {
  if (!mayOnTask(actor, permission, task)) throw new Forbidden();
}

async function announce(
  actor: Actor,
  kind: EventKind<{ title: string; item: string }>,
  { task, item }: { task: FoundTask; item: { text: string } },
): Promise<void> {
  await publish(kind, {
    actor,
    subject: { type: 'task', id: task.id },
    projectId: task.project_id,
    // The steps are the team's own; clients see none of them.
    visibility: 'internal',
    data: { title: task.title, item: item.text },
  });
}
