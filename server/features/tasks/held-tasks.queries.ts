import { lockRows, type Query, raw, table } from '../../core/database/index.js';
import { type Actor, scopeOf } from '../../core/permissions/index.js';
import { openTasksOf, withinScope } from './tasks.policy.js';
import type { TaskRow } from './tasks.queries.js';

/** A project in which somebody holds open tasks. */
export interface HeldProject {
  id: number;
  name: string;
  hue: string;
  count: number;
  /** The most pressing of them. */
  tasks: { id: number; title: string }[];
  isMovable: boolean;
}

/** Somebody's open tasks by project, as far as the actor sees them. */
export interface HeldTasks {
  count: number;
  projects: HeldProject[];
  /** How many projects there are, and in how many of them the actor may assign. */
  projectsCount: number;
  movableIds: number[];
}

/** Projects that are shown; what is decided for all tasks counts for the others. */
const mostProjects = 200;
/** Tasks of a project that are named. */
const tasksNamed = 5;

/** An open task that can go to somebody else, with what an assignment repeats of it. */
export interface MovableTask {
  id: number;
  project_id: number;
  title: string;
  due_order: string;
}

/** Somebody's open tasks by project, by name: four queries, however many there are. */
export async function listHeldTasks(actor: Actor, membershipId: number): Promise<HeldTasks> {
  const counts = await countByProject(actor, membershipId);
  const movableIds = await listMovableProjects(actor, membershipId);
  const shown = counts.slice(0, mostProjects);
  const titles = await listTitles(
    actor,
    membershipId,
    shown.map(({ id }) => id),
  );
  const isMovable = new Set(movableIds);
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    projectsCount: counts.length,
    movableIds,
    projects: shown.map((project) => ({
      ...project,
      tasks: titles.filter((task) => task.project_id === project.id),
      isMovable: isMovable.has(project.id),
    })),
  };
}

/**
 * Locks somebody's open tasks that the actor may assign, and lists what of them is still theirs:
 * of two changes at one moment the second sees what the first did.
 */
export async function lockMovableTasks(actor: Actor, membershipId: number): Promise<MovableTask[]> {
  const ids = (await movable(actor, membershipId).pluck('tasks.id')) as number[];
  await lockRows('tasks', ids);
  const rows = await movable(actor, membershipId)
    .orderBy('task_assignees.due_order')
    .orderBy('tasks.id')
    .select('tasks.id', 'tasks.project_id', 'tasks.title', 'task_assignees.due_order');
  return rows as unknown as MovableTask[];
}

async function countByProject(actor: Actor, membershipId: number) {
  const rows = (await openTasksOf(actor, membershipId)
    .join('projects', 'projects.id', 'tasks.project_id')
    .groupBy('projects.id', 'projects.name', 'projects.hue')
    .orderBy('projects.name')
    .orderBy('projects.id')
    .select('projects.id', 'projects.name', 'projects.hue')
    .count({ n: '*' })) as unknown as { id: number; name: string; hue: string; n: unknown }[];
  return rows.map(({ n, ...project }) => ({ ...project, count: Number(n) }));
}

async function listMovableProjects(actor: Actor, membershipId: number): Promise<number[]> {
  const rows = movable(actor, membershipId).distinct('tasks.project_id');
  return ((await rows) as unknown as { project_id: number }[]).map((row) => row.project_id);
}

/** The first tasks of each project, the most pressing first. */
async function listTitles(actor: Actor, membershipId: number, projectIds: readonly number[]) {
  const ranked = openTasksOf(actor, membershipId)
    .whereIn('tasks.project_id', [...projectIds])
    .select(
      'tasks.id',
      'tasks.project_id',
      'tasks.title',
      raw(
        'row_number() over (partition by tasks.project_id order by task_assignees.due_order, tasks.id) as place',
      ),
    );
  const rows = await table('tasks')
    .from(ranked.as('ranked'))
    .where('place', '<=', tasksNamed)
    .orderBy('place')
    .select('id', 'project_id', 'title');
  return rows as unknown as { id: number; project_id: number; title: string }[];
}

/** Of somebody's open tasks those that the actor may give to others. */
function movable(actor: Actor, membershipId: number): Query<TaskRow> {
  return withinScope(
    actor,
    openTasksOf(actor, membershipId),
    scopeOf(actor, 'tasks.assign'),
    'rows',
  );
}
