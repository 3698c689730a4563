import type { Query } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listMilestones } from '../milestones/index.js';
import { assignedTaskIds, type TaskRow, visibleAmongFew, visibleTasks } from '../tasks/index.js';

/** A task on its day. */
export interface DatedTask
  extends Pick<TaskRow, 'id' | 'title' | 'completed_at' | 'visibility' | 'project_id'> {
  due_on: string;
  project_name: string;
  project_hue: string;
}

/** Days (YYYY-MM-DD), both ends included. */
export interface Span {
  from: string;
  to: string;
}

/** Tasks that one calendar shows at most; each day says how many it leaves out. */
const mostTasks = 600;

/** The tasks of a project that are due in a span and that the actor sees; one query. */
export function listProjectDates(
  actor: Actor,
  projectId: number,
  span: Span,
): Promise<DatedTask[]> {
  return dated(visibleAmongFew(actor).where('tasks.project_id', projectId) as Query<TaskRow>, span);
}

/** The actor's own tasks that are due in a span, done or not; one query. */
export function listMyDates(actor: Actor, span: Span): Promise<DatedTask[]> {
  return dated(
    visibleAmongFew(actor).whereIn('tasks.id', assignedTaskIds(actor)) as Query<TaskRow>,
    span,
  );
}

/** The open tasks of all projects that are due in a span and that the actor sees; one query. */
export function listAllDates(actor: Actor, span: Span): Promise<DatedTask[]> {
  const rows = visibleTasks(actor)
    .where('tasks.workspace_id', actor.workspaceId)
    .whereNull('tasks.completed_at');
  return dated(rows as Query<TaskRow>, span);
}

/** The milestones of a project that fall into a span and that the actor sees; one query. */
export async function listMilestoneDates(actor: Actor, projectId: number, { from, to }: Span) {
  const rows = await listMilestones(actor, projectId);
  return rows.filter(({ due_on }) => due_on !== null && due_on >= from && due_on <= to);
}

async function dated(rows: Query<TaskRow>, { from, to }: Span): Promise<DatedTask[]> {
  return (await rows
    .join('projects', 'projects.id', 'tasks.project_id')
    .whereBetween('tasks.due_on', [from, to])
    .whereNull('projects.archived_at')
    .orderBy('tasks.due_on')
    .orderBy('tasks.id')
    .limit(mostTasks)
    .select(
      'tasks.id',
      'tasks.title',
      'tasks.completed_at',
      'tasks.visibility',
      'tasks.project_id',
      'tasks.due_on',
      'projects.name as project_name',
      'projects.hue as project_hue',
    )) as unknown as DatedTask[];
}
