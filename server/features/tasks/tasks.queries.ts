import { insertRow, keptQuery, type Query, raw, table } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { Readers } from '../clients/index.js';
import { milestoneSeenBy } from '../milestones/index.js';
import { assignedProjectIds, type ProjectPeople } from '../projects/index.js';
import { mirrored, mirrorTasks } from './assignees.queries.js';
import type { Priority, Visibility } from './task-choices.js';
import { assignedTaskIds, deletedAmongFew, visibleAmongFew } from './tasks.policy.js';

/** A row of the tasks table. */
export interface TaskRow {
  id: number;
  workspace_id: number;
  project_id: number;
  column_id: number;
  /** Counted within the project. */
  number: number;
  title: string;
  /** Markdown */
  description: string | null;
  /** Order key within the column, compared byte by byte. */
  position: string;
  visibility: Visibility;
  priority: Priority;
  start_on: string | null;
  due_on: string | null;
  /** The milestone it belongs to, which may be deleted by now. */
  milestone_id: number | null;
  /** The task it is a part of, which may be deleted by now. */
  parent_task_id: number | null;
  completed_at: number | null;
  comments_count: number;
  client_comments_count: number;
  files_count: number;
  client_files_count: number;
  /** Steps of its checklist, and how many of them are done. */
  checklist_count: number;
  checklist_done_count: number;
  /** Where its newest review stands; null before the first and after one that was withdrawn. */
  review_state: 'open' | 'approved' | 'changes' | null;
  created_by_user_id: number;
  created_at: number;
  /** Last change of what people write in a task; moving, sharing and assigning leave it. */
  updated_at: number;
  deleted_at: number | null;
}

/** Who works on a task. */
export interface AssigneeRow {
  id: number;
  task_id: number;
  membership_id: number;
  ends_at: number | null;
  created_at: number;
  /** 1 while the task is neither done nor deleted; follows the task (mirrorTasks). */
  is_open: number;
  /** The task's due date, or a last day for one without; follows the task (mirrorTasks). */
  due_order: string;
}

/** A task as one actor found it, with its project and column. */
export interface FoundTask extends TaskRow {
  project_name: string;
  company_id: number | null;
  company_name: string | null;
  creator_name: string;
  project_hue: string;
  project_archived_at: number | null;
  column_name: string;
  column_client_name: string | null;
  column_hue: string;
  column_is_done: number;
  /** The milestone's name, where it is there and the actor sees it. */
  milestone_name: string | null;
  /** 1 when the actor is on the task's project now. */
  is_assigned: number;
  /** 1 when the task is assigned to the actor now. */
  is_mine: number;
  /** Who is on the project, where a page has looked that up already. */
  people?: ProjectPeople;
  /** Who of the clients reads along, where a page has looked that up already. */
  readers?: Readers;
}

const visibleTask = keptQuery<Actor, { id: number }, FoundTask | undefined>((actor, { id }) =>
  withSurroundings(actor, visibleAmongFew(actor)).where('tasks.id', id).first(),
);

/** The task, for an actor who may see it. @throws NotFound for everybody else. */
export async function findTask(actor: Actor, id: number): Promise<FoundTask> {
  const found = await visibleTask(actor, { id });
  if (!found) throw new NotFound();
  return found;
}

/** A task in the trash, for an actor who could see it if it were not. @throws NotFound */
export async function findDeletedTask(actor: Actor, id: number): Promise<FoundTask> {
  const found = await withSurroundings(actor, deletedAmongFew(actor)).where('tasks.id', id).first();
  if (!found) throw new NotFound();
  return found as FoundTask;
}

/** Adds project, column and the actor's part in it to a query on tasks. */
export function withSurroundings(actor: Actor, rows: Query<TaskRow>): Query<FoundTask> {
  return rows
    .join('projects', 'projects.id', 'tasks.project_id')
    .join('columns', 'columns.id', 'tasks.column_id')
    .join('users', 'users.id', 'tasks.created_by_user_id')
    .leftJoin('companies', 'companies.id', 'projects.company_id')
    .leftJoin('milestones', milestoneSeenBy(actor))
    .select(
      'tasks.*',
      'projects.name as project_name',
      'projects.company_id',
      'companies.name as company_name',
      'users.name as creator_name',
      'projects.hue as project_hue',
      'projects.archived_at as project_archived_at',
      'columns.name as column_name',
      'columns.client_name as column_client_name',
      'columns.hue as column_hue',
      'columns.is_done as column_is_done',
      'milestones.name as milestone_name',
      isAmong(
        assignedProjectIds(actor),
        'project_assignments.project_id = tasks.project_id',
        'is_assigned',
      ),
      isAmong(assignedTaskIds(actor), 'task_assignees.task_id = tasks.id', 'is_mine'),
    ) as unknown as Query<FoundTask>;
}

/** Inserts a task nothing hangs on yet and returns its id. */
export function insertTask(
  row: Omit<
    TaskRow,
    | 'id'
    | 'comments_count'
    | 'client_comments_count'
    | 'files_count'
    | 'client_files_count'
    | 'parent_task_id'
    | 'checklist_count'
    | 'checklist_done_count'
    | 'review_state'
    | 'deleted_at'
  >,
): Promise<number> {
  return insertRow('tasks', {
    ...row,
    comments_count: 0,
    client_comments_count: 0,
    files_count: 0,
    client_files_count: 0,
    parent_task_id: null,
    checklist_count: 0,
    checklist_done_count: 0,
    review_state: null,
    deleted_at: null,
  });
}

/** Changes a task's row, and what its assignments repeat of it. */
export async function updateTask(id: number, changes: Partial<TaskRow>): Promise<void> {
  await table<TaskRow>('tasks').where({ id }).update(changes);
  if (mirrored.some((field) => field in changes)) await mirrorTasks({ id });
}

/** Makes a task a part of another, or of none. */
export async function setParent(id: number, parentId: number | null): Promise<void> {
  await table<TaskRow>('tasks').where({ id }).update({ parent_task_id: parentId });
}

/** Notes on a task where its review stands. */
export async function setReviewState(id: number, state: TaskRow['review_state']): Promise<void> {
  await table<TaskRow>('tasks').where({ id }).update({ review_state: state });
}

/** Brings the stored counts of what hangs on a task up to date. */
export async function changeAttachedCounts(
  id: number,
  kind: 'comment' | 'file',
  change: { all: number; client: number },
): Promise<void> {
  const [all, client] =
    kind === 'comment'
      ? (['comments_count', 'client_comments_count'] as const)
      : (['files_count', 'client_files_count'] as const);
  await table('tasks')
    .where({ id })
    .update({
      [all]: raw('?? + ?', [all, change.all]),
      [client]: raw('?? + ?', [client, change.client]),
    });
}

/** Brings the stored counts of a task's checklist up to date. */
export async function changeChecklistCounts(
  id: number,
  change: { all: number; done: number },
): Promise<void> {
  await table('tasks')
    .where({ id })
    .update({
      checklist_count: raw('checklist_count + ?', [change.all]),
      checklist_done_count: raw('checklist_done_count + ?', [change.done]),
    });
}

/** 1 or 0: whether the row is among the ids, looked up for each row. */
function isAmong<Row extends object>(ids: Query<Row>, tie: string, name: string) {
  const { sql, bindings } = ids.toSQL();
  return raw(`case when exists (${sql} and ${tie}) then 1 else 0 end as ${name}`, [...bindings]);
}
