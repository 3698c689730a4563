import { type Query, table } from '../../core/database/index.js';
import {
  type Actor,
  can,
  type Permission,
  type RecordFacts,
  type Scope,
  scopeOf,
} from '../../core/permissions/index.js';
import { assignedProjectIds, isLive, visibleProjects } from '../projects/index.js';
import type { AssigneeRow, FoundTask, TaskRow } from './tasks.queries.js';

/**
 * From where a query reads: from the list of what is visible, which finds all of it by an index,
 * or from rows that something else has made few (one project, one column, ids), each of which is
 * then looked at. The rows are the same; only the cost differs, at many projects by far.
 */
type Side = 'list' | 'rows';

/** Ids of the tasks that are assigned to the actor now. */
export function assignedTaskIds(actor: Actor): Query<AssigneeRow> {
  return table<AssigneeRow>('task_assignees')
    .where('task_assignees.membership_id', actor.membershipId)
    .where(isLive('task_assignees.ends_at'))
    .select('task_assignees.task_id') as Query<AssigneeRow>;
}

/**
 * The actor's open tasks, most pressing first and those without a date last: in the order of one
 * index, so that a short list reads no more than it shows.
 */
export function myOpenTasks(actor: Actor): Query<TaskRow> {
  return openTasksOf(actor, actor.membershipId)
    .orderBy('task_assignees.due_order')
    .orderBy('task_assignees.task_id') as unknown as Query<TaskRow>;
}

/** The open tasks that are assigned to a member now, of those that the actor sees. */
export function openTasksOf(actor: Actor, membershipId: number): Query<TaskRow> {
  return openAssignments(actor).where(
    'task_assignees.membership_id',
    membershipId,
  ) as Query<TaskRow>;
}

/**
 * What an open task of a member is, wherever they are listed or counted: one row for each member it
 * is assigned to now, of those tasks that the actor sees. It is narrow once it is about few members.
 */
export function openAssignments(actor: Actor): Query<TaskRow> {
  return visibleAmongFew(actor)
    .join('task_assignees', 'task_assignees.task_id', 'tasks.id')
    .where('task_assignees.is_open', 1)
    .where(isLive('task_assignees.ends_at')) as unknown as Query<TaskRow>;
}

/**
 * The tasks an actor may see: not deleted, in a project they may see, in the scope of tasks.view;
 * for clients only those marked for them. It reads nothing beyond what visibleProjects allows.
 */
export function visibleTasks(actor: Actor): Query<TaskRow> {
  return narrow(actor, allTasks().whereNull('tasks.deleted_at') as Query<TaskRow>, 'list');
}

/** The same tasks as visibleTasks(), for queries that are narrow by themselves: one project, column, task. */
export function visibleAmongFew(actor: Actor): Query<TaskRow> {
  return narrow(actor, allTasks().whereNull('tasks.deleted_at') as Query<TaskRow>, 'rows');
}

/** Deleted tasks that the actor could see if they were not, for narrow queries. */
export function deletedAmongFew(actor: Actor): Query<TaskRow> {
  return narrow(actor, allTasks().whereNotNull('tasks.deleted_at') as Query<TaskRow>, 'rows');
}

/** Leaves only the tasks within a scope of the actor. */
export function withinScope(
  actor: Actor,
  rows: Query<TaskRow>,
  scope: Scope,
  side: Side = 'list',
): Query<TaskRow> {
  if (scope === 'none') return rows.whereRaw('1 = 0') as Query<TaskRow>;
  if (scope === 'all') return rows;
  tie(rows, side, {
    column: 'tasks.project_id',
    ids: assignedProjectIds(actor) as unknown as Query<object>,
    idColumn: 'project_assignments.project_id',
  });
  if (scope !== 'own') return rows;
  return tie(rows, side, {
    column: 'tasks.id',
    ids: assignedTaskIds(actor) as unknown as Query<object>,
    idColumn: 'task_assignees.task_id',
  });
}

/** What decides about a task besides the grant; "own" means assigned to me. */
export function taskFacts(
  _actor: Actor,
  task: Pick<FoundTask, 'is_assigned' | 'is_mine'>,
): RecordFacts {
  return { own: Number(task.is_mine) === 1, assigned: Number(task.is_assigned) === 1 };
}

/** Whether the actor may do something to a task they can see. For deleting, "own" means made by me. */
export function mayOnTask(actor: Actor, permission: Permission, task: FoundTask): boolean {
  const facts = taskFacts(actor, task);
  if (permission !== 'tasks.delete') return can(actor, permission, facts);
  return can(actor, permission, { ...facts, own: task.created_by_user_id === actor.userId });
}

function allTasks(): Query<TaskRow> {
  return table<TaskRow>('tasks') as Query<TaskRow>;
}

function narrow(actor: Actor, rows: Query<TaskRow>, side: Side): Query<TaskRow> {
  tie(rows, side, {
    column: 'tasks.project_id',
    ids: visibleProjects(actor).select('projects.id') as unknown as Query<object>,
    idColumn: 'projects.id',
  });
  const scope = scopeOf(actor, 'tasks.view');
  if (actor.kind === 'client') rows.where('tasks.visibility', 'client');
  const isHeldByProjects = actor.kind === 'client' || scopeOf(actor, 'projects.view') !== 'all';
  // Where only assigned projects are visible, "assigned" says nothing new.
  if (isHeldByProjects && (scope === 'assigned' || scope === 'all')) return rows;
  return withinScope(actor, rows, scope, side);
}

function tie(
  rows: Query<TaskRow>,
  side: Side,
  { column, ids, idColumn }: { column: string; ids: Query<object>; idColumn: string },
): Query<TaskRow> {
  if (side === 'list') return rows.whereIn(column, ids) as Query<TaskRow>;
  return rows.whereExists(ids.whereRaw('?? = ??', [idColumn, column])) as Query<TaskRow>;
}
