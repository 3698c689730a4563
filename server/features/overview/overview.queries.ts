import { keptQuery, type Query, raw, table } from '../../core/database/index.js';
import { today } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { activeMemberships } from '../memberships/index.js';
import {
  assignedProjectIds,
  type FoundProject,
  foundProjects,
  visibleProjects,
} from '../projects/index.js';
import { myOpenTasks, type TaskRow, visibleAmongFew } from '../tasks/index.js';

/** A task in a short list: with where it belongs and how it stands. */
export interface UpcomingTask
  extends Pick<
    TaskRow,
    'id' | 'title' | 'due_on' | 'completed_at' | 'priority' | 'visibility' | 'review_state'
  > {
  project_id: number;
  project_name: string;
  project_hue: string;
  column_name: string;
}

/** Figures over everything an actor may see. */
export interface Figures {
  /** Projects in use, whatever their status. */
  projects: number;
  activeProjects: number;
  openTasks: number;
  overdueTasks: number;
  /** Whether there are more than were counted. */
  isMoreOverdue: boolean;
  waitingProjects: number;
}

type NoValues = Record<string, never>;

/** Overdue tasks that are counted at most. */
const mostCounted = 500;

/** The actor's open tasks, most pressing first; those without a date come last. */
export function listMyTasks(actor: Actor, limit: number): Promise<UpcomingTask[]> {
  return myTasks(actor, {}, String(limit));
}

const myTasks = keptQuery<Actor, NoValues, UpcomingTask[]>((actor, _values, limit) =>
  upcoming(myOpenTasks(actor), Number(limit)),
);

/** One page of the actor's open tasks, in the same order; one more than a page where there are more. */
export async function listMyWork(
  actor: Actor,
  { page, perPage }: { page: number; perPage: number },
): Promise<UpcomingTask[]> {
  const rows = upcoming(myOpenTasks(actor), perPage + 1).offset((page - 1) * perPage);
  return (await rows) as unknown as UpcomingTask[];
}

/** A project's open tasks that have a date, most pressing first. */
export async function listUpcomingTasks(
  actor: Actor,
  projectId: number,
  limit: number,
): Promise<UpcomingTask[]> {
  const rows = visibleAmongFew(actor)
    .where('tasks.project_id', projectId)
    .whereNotNull('tasks.due_on')
    .orderBy('tasks.due_on')
    .orderBy('tasks.id');
  return (await upcoming(rows as Query<TaskRow>, limit)) as unknown as UpcomingTask[];
}

/** Projects in work that the actor is on, most pressing first. */
export function listMyProjects(actor: Actor, limit: number): Promise<FoundProject[]> {
  return myProjects(actor, {}, String(limit));
}

const myProjects = keptQuery<Actor, NoValues, FoundProject[]>((actor, _values, limit) =>
  foundProjects(actor)
    .whereIn('projects.id', assignedProjectIds(actor))
    .whereNull('projects.archived_at')
    .whereNot('projects.status', 'completed')
    .orderByRaw('case when projects.due_on is null then 1 else 0 end, projects.due_on')
    .orderBy('projects.name')
    .limit(Number(limit)),
);

/**
 * Figures of the whole team's work, from the stored counts and one index. Overdue tasks are counted
 * up to a limit, so that a neglected installation pays no more than a tidy one. Two queries.
 */
export async function countFigures(actor: Actor): Promise<Figures> {
  const projects = await projectFigures(actor, {});
  const overdue = await overdueFigure(actor, { date: today(actor.timezone) });
  return {
    projects: Number(projects.projects),
    activeProjects: Number(projects.active ?? 0),
    waitingProjects: Number(projects.waiting ?? 0),
    openTasks: Number(projects.open_tasks ?? 0),
    overdueTasks: Number(overdue.n),
    isMoreOverdue: Number(overdue.n) === mostCounted,
  };
}

/** Names of the people who can put somebody on a project: the workspace's Admins. */
export async function listAdminNames(actor: Actor): Promise<string[]> {
  const rows = (await activeMemberships(actor.workspaceId)
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where('roles.key', 'admin')
    .orderBy('users.name')
    .limit(3)
    .distinct('users.name')) as unknown as { name: string }[];
  return rows.map(({ name }) => name);
}

const projectFigures = keptQuery<
  Actor,
  NoValues,
  { projects: number; active: number; waiting: number; open_tasks: number }
>((actor) =>
  visibleProjects(actor)
    .whereNull('projects.archived_at')
    .first(
      raw('count(*) as projects'),
      raw("sum(case when projects.status = 'active' then 1 else 0 end) as active"),
      raw("sum(case when projects.status = 'on_hold' then 1 else 0 end) as waiting"),
      raw('sum(projects.tasks_count - projects.tasks_done_count) as open_tasks'),
    ),
);

const overdueFigure = keptQuery<Actor, { date: string }, { n: number }>((actor, { date }) => {
  const late = visibleAmongFew(actor)
    .where('tasks.workspace_id', actor.workspaceId)
    .whereNull('tasks.completed_at')
    .where('tasks.due_on', '<', date)
    .limit(mostCounted)
    .select('tasks.id');
  return table('tasks').from(late.as('late')).first(raw('count(*) as n'));
});

function upcoming(rows: Query<TaskRow>, limit: number) {
  return rows
    .join('projects', 'projects.id', 'tasks.project_id')
    .join('columns', 'columns.id', 'tasks.column_id')
    .whereNull('tasks.completed_at')
    .whereNull('projects.archived_at')
    .limit(limit)
    .select(
      'tasks.id',
      'tasks.title',
      'tasks.due_on',
      'tasks.completed_at',
      'tasks.priority',
      'tasks.visibility',
      'tasks.review_state',
      'tasks.project_id',
      'projects.name as project_name',
      'projects.hue as project_hue',
      'columns.name as column_name',
    );
}
