import { type Query, table } from '../../core/database/index.js';
import { addDays, today } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { isLive } from '../projects/index.js';
import type { TaskFilter } from './task-choices.js';
import { assignedTaskIds } from './tasks.policy.js';
import type { TaskRow } from './tasks.queries.js';

/** Narrows tasks by what the address asks for. */
export function filterTasks(
  actor: Actor,
  rows: Query<TaskRow>,
  filter: TaskFilter,
): Query<TaskRow> {
  if (filter.visibility) rows.where('tasks.visibility', filter.visibility);
  if (filter.assignee) byAssignee(actor, rows, filter.assignee);
  if (filter.due) byDue(actor, rows, filter.due);
  if (filter.label) byLabel(actor, rows, filter.label);
  if (filter.milestone) byMilestone(actor, rows, filter.milestone);
  if (filter.text) {
    const words = filter.text.toLowerCase().replace(/[!%_]/g, '!$&');
    rows.whereRaw("lower(tasks.title) like ? escape '!'", [`%${words}%`]);
  }
  return rows;
}

function byAssignee(
  actor: Actor,
  rows: Query<TaskRow>,
  assignee: NonNullable<TaskFilter['assignee']>,
): void {
  if (assignee === 'me') rows.whereIn('tasks.id', assignedTaskIds(actor));
  else if (assignee === 'none') rows.whereNotExists(live().whereRaw('task_id = tasks.id'));
  else rows.whereIn('tasks.id', live().where('membership_id', assignee).select('task_id'));
}

function byDue(actor: Actor, rows: Query<TaskRow>, due: NonNullable<TaskFilter['due']>): void {
  const date = today(actor.timezone);
  rows.whereNull('tasks.completed_at');
  if (due === 'none') rows.whereNull('tasks.due_on');
  else if (due === 'late') rows.where('tasks.due_on', '<', date);
  else rows.whereBetween('tasks.due_on', [date, addDays(date, 7)]);
}

/** Labels are the team's own words: to a client no task bears any. */
function byLabel(actor: Actor, rows: Query<TaskRow>, label: number): void {
  if (actor.kind === 'client') rows.whereRaw('1 = 0');
  const bearing = table('task_labels')
    .join('labels', 'labels.id', 'task_labels.label_id')
    .whereNull('labels.deleted_at')
    .where('labels.id', label);
  rows.whereIn('tasks.id', bearing.select('task_labels.task_id'));
}

/** Only milestones that the actor sees tell tasks apart; a task of another one counts as of none. */
function byMilestone(
  actor: Actor,
  rows: Query<TaskRow>,
  milestone: NonNullable<TaskFilter['milestone']>,
): void {
  const seen = table('milestones')
    .whereRaw('milestones.id = tasks.milestone_id')
    .whereNull('milestones.deleted_at');
  if (actor.kind === 'client') seen.where('milestones.visibility', 'client');
  if (milestone === 'none') rows.whereNotExists(seen);
  else rows.whereExists(seen.where('milestones.id', milestone));
}

function live() {
  return table('task_assignees').where(isLive('task_assignees.ends_at'));
}
