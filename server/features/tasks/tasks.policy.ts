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

/** Ids of the tasks that are assigned to the actor now. */
export function assignedTaskIds(actor: Actor): Query<AssigneeRow> {
  return table<AssigneeRow>('task_assignees')
    .where('task_assignees.membership_id', actor.membershipId)
    .where(isLive('task_assignees.ends_at'))
    .select('task_assignees.task_id') as Query<AssigneeRow>;
}

/**
 * The tasks an actor may see: not deleted, in a project they may see, in the scope of tasks.view;
 * for clients only those marked for them. It reads nothing beyond what visibleProjects allows.
 */
export function visibleTasks(actor: Actor): Query<TaskRow> {
  const rows = table<TaskRow>('tasks').whereNull('tasks.deleted_at');
  return narrowTasks(actor, rows as Query<TaskRow>);
}

/** Deleted tasks that the actor could see if they were not. */
export function deletedTasks(actor: Actor): Query<TaskRow> {
  const rows = table<TaskRow>('tasks').whereNotNull('tasks.deleted_at');
  return narrowTasks(actor, rows as Query<TaskRow>);
}

/** Leaves only the tasks within a scope of the actor. */
export function withinScope(actor: Actor, rows: Query<TaskRow>, scope: Scope): Query<TaskRow> {
  if (scope === 'none') return rows.whereRaw('1 = 0') as Query<TaskRow>;
  if (scope === 'all') return rows;
  rows.whereIn('tasks.project_id', assignedProjectIds(actor));
  if (scope === 'own') rows.whereIn('tasks.id', assignedTaskIds(actor));
  return rows;
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

function narrowTasks(actor: Actor, rows: Query<TaskRow>): Query<TaskRow> {
  rows.whereIn('tasks.project_id', visibleProjects(actor).select('projects.id'));
  const scope = scopeOf(actor, 'tasks.view');
  if (actor.kind !== 'client') return withinScope(actor, rows, scope);
  rows.where('tasks.visibility', 'client');
  return withinScope(actor, rows, scope === 'all' ? 'assigned' : scope);
}
