import { lockRow, table, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import { type Actor, type Permission, scopeOf } from '../../core/permissions/index.js';
import { type ColumnRow, listColumns } from '../columns/index.js';
import { listMilestones } from '../milestones/index.js';
import {
  changeTaskCounts,
  type FoundProject,
  findProject,
  mayOnProject,
  takeTaskNumber,
} from '../projects/index.js';
import { countChange } from './counts.policy.js';
import { positionIn } from './positions.queries.js';
import { addAssignees } from './task-assignment.service.js';
import { setLabels } from './task-labels.service.js';
import {
  type FieldChange,
  taskCreated,
  taskDeleted,
  taskRestored,
  taskUpdated,
} from './tasks.events.js';
import { mayOnTask } from './tasks.policy.js';
import {
  type FoundTask,
  findDeletedTask,
  findTask,
  insertTask,
  type TaskRow,
  updateTask,
} from './tasks.queries.js';

/** What people write in a task. */
export type TaskText = Pick<
  TaskRow,
  'title' | 'description' | 'priority' | 'start_on' | 'due_on' | 'milestone_id'
>;

/** A task to be made. */
export interface NewTask extends TaskText {
  projectId: number;
  /** Absent: the first column of the project. */
  columnId?: number | undefined;
  visibility: TaskRow['visibility'];
  membershipIds: readonly number[];
  labelIds?: readonly number[];
}

/**
 * Makes a task at the end of a column and returns its id. Whoever sees only their own tasks is
 * given it, since they could not see it otherwise.
 * @throws NotFound for a project the actor does not see, Forbidden without tasks.create there (or
 * tasks.share, tasks.assign where the task is shared or assigned), Invalid for a foreign column,
 * milestone or label.
 */
export async function createTask(actor: Actor, input: NewTask): Promise<number> {
  return transaction(async () => {
    const project = await findProject(actor, input.projectId);
    requireOnProject(actor, 'tasks.create', project);
    if (input.visibility === 'client') requireOnProject(actor, 'tasks.share', project);
    if (input.membershipIds.length > 0) requireOnProject(actor, 'tasks.assign', project);
    await requireMilestone(actor, project.id, input.milestone_id);
    const column = await chosenColumn(project.id, input.columnId);
    await lockRow('columns', column.id);
    const id = await insertInto(actor, project, column, input);
    const task = await findCreated(id);
    await changeTaskCounts(project.id, countChange(null, task));
    await announce(actor, task, taskCreated);
    if (input.labelIds?.length) await setLabels(actor, task, input.labelIds);
    const mine = scopeOf(actor, 'tasks.view') === 'own' ? [actor.membershipId] : [];
    await addAssignees(actor, task, [...new Set([...mine, ...input.membershipIds])]);
    return id;
  });
}

/** What became of an edit: saved, or held back because somebody else had changed the task. */
export interface Edit {
  isSaved: boolean;
  /** The task as it is now. */
  task: FoundTask;
}

/**
 * Changes what is written in a task, if it is still as the person saw it: `seenAt` is the
 * updated_at of the version they began with. Otherwise nothing is changed, and nothing they
 * wrote is lost: the caller shows both.
 * @throws NotFound, Forbidden without tasks.edit.
 */
export async function editTask(
  actor: Actor,
  id: number,
  seenAt: number,
  text: TaskText,
): Promise<Edit> {
  return transaction(async () => {
    await lockRow('tasks', id);
    const task = await findTask(actor, id);
    if (!mayOnTask(actor, 'tasks.edit', task)) throw new Forbidden();
    if (task.updated_at !== seenAt) return { isSaved: false, task };
    if (text.milestone_id !== task.milestone_id)
      await requireMilestone(actor, task.project_id, text.milestone_id);
    // Two edits within one millisecond must still be two versions.
    const updated_at = Math.max(now(), task.updated_at + 1);
    await updateTask(id, { ...text, updated_at });
    const changed = { ...task, ...text, updated_at };
    await publish(taskUpdated, {
      ...about(actor, changed),
      data: { title: changed.title, changes: changesBetween(task, text) },
    });
    return { isSaved: true, task: changed };
  });
}

/** Takes a task away; it can be brought back. @throws NotFound, Forbidden without tasks.delete. */
export async function deleteTask(actor: Actor, id: number): Promise<FoundTask> {
  return transaction(async () => {
    await lockRow('tasks', id);
    const task = await findTask(actor, id);
    if (!mayOnTask(actor, 'tasks.delete', task)) throw new Forbidden();
    await updateTask(id, { deleted_at: now() });
    await changeTaskCounts(task.project_id, countChange(task, null));
    await announce(actor, task, taskDeleted);
    return task;
  });
}

/** Brings a deleted task back to where it was. @throws NotFound, Forbidden without tasks.delete. */
export async function restoreTask(actor: Actor, id: number): Promise<FoundTask> {
  return transaction(async () => {
    await lockRow('tasks', id);
    const task = await findDeletedTask(actor, id);
    if (!mayOnTask(actor, 'tasks.delete', task)) throw new Forbidden();
    await updateTask(id, { deleted_at: null });
    await changeTaskCounts(task.project_id, countChange(null, { ...task, deleted_at: null }));
    await announce(actor, task, taskRestored);
    return task;
  });
}

/** Only milestones of the same project that the actor sees can be chosen. @throws Invalid {milestone_id} */
async function requireMilestone(
  actor: Actor,
  projectId: number,
  milestoneId: number | null,
): Promise<void> {
  if (milestoneId === null) return;
  const known = await listMilestones(actor, projectId);
  if (!known.some(({ id }) => id === milestoneId))
    throw new Invalid({ milestone_id: 'errors.choice' });
}

async function insertInto(
  actor: Actor,
  project: FoundProject,
  column: ColumnRow,
  { title, description, priority, start_on, due_on, milestone_id, visibility }: NewTask,
): Promise<number> {
  const at = now();
  return insertTask({
    workspace_id: project.workspace_id,
    project_id: project.id,
    column_id: column.id,
    position: await positionIn(column.id, null),
    number: await takeTaskNumber(project.id),
    title,
    description,
    visibility,
    priority,
    start_on,
    due_on,
    milestone_id,
    completed_at: column.is_done === 1 ? at : null,
    created_by_user_id: actor.userId,
    created_at: at,
    updated_at: at,
  });
}

/** The maker may not see it yet, as long as it is assigned to nobody. */
async function findCreated(id: number): Promise<TaskRow> {
  return (await table<TaskRow>('tasks').where({ id }).first()) as TaskRow;
}

async function chosenColumn(projectId: number, columnId: number | undefined): Promise<ColumnRow> {
  const columns = await listColumns(projectId);
  const column = columnId === undefined ? columns[0] : columns.find(({ id }) => id === columnId);
  if (!column) throw new Invalid({ column_id: 'errors.choice' });
  return column;
}

function requireOnProject(actor: Actor, permission: Permission, project: FoundProject): void {
  if (!mayOnProject(actor, permission, project)) throw new Forbidden();
}

async function announce(
  actor: Actor,
  task: Pick<TaskRow, 'id' | 'project_id' | 'title' | 'visibility'>,
  kind: EventKind<{ title: string }>,
): Promise<void> {
  await publish(kind, { ...about(actor, task), data: { title: task.title } });
}

function about(actor: Actor, task: Pick<TaskRow, 'id' | 'project_id' | 'visibility'>) {
  return {
    actor,
    subject: { type: 'task', id: task.id },
    projectId: task.project_id,
    visibility: task.visibility,
  };
}

/** The fields that an edit makes other than they were, for the task's history. */
function changesBetween(task: TaskText, text: TaskText): FieldChange[] {
  const fields = [
    'title',
    'description',
    'priority',
    'start_on',
    'due_on',
    'milestone_id',
  ] as const;
  return fields
    .filter((field) => task[field] !== text[field])
    .map((field) => ({ field, before: task[field], after: text[field] }));
}
