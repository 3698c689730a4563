import { lockRow, transaction } from '../../core/database/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  createTask,
  type FoundTask,
  findTask,
  mayOnTask,
  setParent,
  type TaskRow,
} from '../tasks/index.js';
import { taskBlocked, taskNested, taskUnblocked, taskUnnested } from './task-links.events.js';
import {
  deleteDependency,
  hasSubtasksUnscoped,
  insertDependency,
  listBlockersUnscoped,
  listLinkedTasks,
  lookUpByNumber,
} from './task-links.queries.js';

/** A task with the one it was linked with, or no longer is. */
export interface MadeLink {
  task: FoundTask;
  other: Pick<TaskRow, 'id' | 'number' | 'title'>;
}

/**
 * Lets a task wait for another one of its project, named by its number.
 * @throws NotFound, Forbidden without tasks.edit, Invalid {number} for no such task, itself, one
 * that waits for this one (also by way of others), or one it waits for already.
 */
export async function blockTask(actor: Actor, id: number, number: number): Promise<MadeLink> {
  return change(actor, id, async (task) => {
    const other = await findOther(actor, task, number);
    const links = await listLinkedTasks(actor, task);
    if (links.some((link) => link.kind === 'blocker' && link.id === other.id))
      throw new Invalid({ number: 'task_links.errors.already' });
    if (await leadsTo(other.id, task.id)) throw new Invalid({ number: 'task_links.errors.circle' });
    await insertDependency(task.id, other.id);
    await announce(actor, taskBlocked, task);
    return other;
  });
}

/** Lets a task wait for another no more. @throws NotFound, Forbidden without tasks.edit. */
export async function unblockTask(actor: Actor, id: number, otherId: number): Promise<MadeLink> {
  return change(actor, id, async (task) => {
    const other = await findTask(actor, otherId);
    if (await deleteDependency(task.id, other.id)) await announce(actor, taskUnblocked, task);
    return other;
  });
}

/**
 * Makes a new task that is a part of another and returns its id.
 * @throws NotFound, Forbidden without tasks.create, Invalid {title} under a part of a task.
 */
export async function addSubtask(actor: Actor, parentId: number, title: string): Promise<number> {
  return transaction(async () => {
    const parent = await findTask(actor, parentId);
    if (parent.parent_task_id !== null) throw new Invalid({ title: 'task_links.errors.nested' });
    const id = await createTask(actor, {
      projectId: parent.project_id,
      title,
      description: null,
      priority: 'normal',
      start_on: null,
      due_on: null,
      milestone_id: parent.milestone_id,
      visibility: 'internal',
      membershipIds: [],
    });
    await setParent(id, parent.id);
    return id;
  });
}

/**
 * Makes a task a part of another one of its project.
 * @throws NotFound, Forbidden without tasks.edit, Invalid {number} where that would nest deeper
 * than one level.
 */
export async function nestTask(actor: Actor, id: number, number: number): Promise<MadeLink> {
  return change(actor, id, async (task) => {
    const other = await findOther(actor, task, number);
    if (other.parent_task_id !== null || (await hasSubtasksUnscoped(task.id)))
      throw new Invalid({ number: 'task_links.errors.nested' });
    await setParent(task.id, other.id);
    await announce(actor, taskNested, task);
    return other;
  });
}

/** Makes a part of a task a task of its own. @throws NotFound, Forbidden without tasks.edit. */
export async function unnestTask(actor: Actor, id: number): Promise<MadeLink> {
  return change(actor, id, async (task) => {
    const other = await findTask(actor, task.parent_task_id ?? 0);
    await setParent(task.id, null);
    await announce(actor, taskUnnested, task);
    return other;
  });
}

/** Links are changed one after the other in a project: two at once could close a circle. */
async function change(
  actor: Actor,
  id: number,
  work: (task: FoundTask) => Promise<MadeLink['other']>,
): Promise<MadeLink> {
  return transaction(async () => {
    const { project_id } = await findTask(actor, id);
    await lockRow('projects', project_id);
    const task = await findTask(actor, id);
    if (!mayOnTask(actor, 'tasks.edit', task)) throw new Forbidden();
    return { task, other: await work(task) };
  });
}

async function findOther(actor: Actor, task: FoundTask, number: number): Promise<TaskRow> {
  const other = await lookUpByNumber(actor, task.project_id, number);
  if (!other)
    throw new Invalid({ number: { key: 'task_links.errors.unknown', values: { number } } });
  if (other.id === task.id) throw new Invalid({ number: 'task_links.errors.itself' });
  return other;
}

/** Whether waiting for the first means, by whatever way, waiting for the second. */
async function leadsTo(fromId: number, toId: number): Promise<boolean> {
  const seen = new Set<number>();
  let next = [fromId];
  while (next.length > 0) {
    if (next.includes(toId)) return true;
    for (const id of next) seen.add(id);
    next = [...new Set(await listBlockersUnscoped(next))].filter((id) => !seen.has(id));
  }
  return false;
}

async function announce(
  actor: Actor,
  kind: EventKind<{ title: string }>,
  task: FoundTask,
): Promise<void> {
  await publish(kind, {
    actor,
    subject: { type: 'task', id: task.id },
    projectId: task.project_id,
    // How tasks hang together is the team's own business.
    visibility: 'internal',
    data: { title: task.title },
  });
}
