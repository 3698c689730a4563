import { insertRow, keptQuery, type Query, raw, table } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
import type { ProjectStatus } from './project-choices.js';
import { assignedProjectIds, deletedProjects, visibleProjects } from './projects.policy.js';

/** A row of the projects table. */
export interface ProjectRow {
  id: number;
  workspace_id: number;
  company_id: number | null;
  name: string;
  description: string | null;
  status: ProjectStatus;
  hue: Hue;
  start_on: string | null;
  due_on: string | null;
  /** Moment (ms UTC) since which its status says completed, or null. */
  completed_at: number | null;
  /** Days that clients keep access after its completion; null for good. */
  client_days: number | null;
  next_task_number: number;
  tasks_count: number;
  tasks_done_count: number;
  client_tasks_count: number;
  client_tasks_done_count: number;
  created_by_user_id: number;
  created_at: number;
  updated_at: number;
  archived_at: number | null;
  deleted_at: number | null;
}

/** A project as one actor found it. */
export interface FoundProject extends ProjectRow {
  company_name: string | null;
  /** 1 when the actor is assigned to it now. */
  is_assigned: number;
}

/** Projects the actor may see, each with its company's name and whether they are assigned to it. */
export function foundProjects(actor: Actor): Query<FoundProject> {
  return withSurroundings(actor, visibleProjects(actor));
}

const visibleProject = keptQuery<Actor, { id: number }, FoundProject | undefined>((actor, { id }) =>
  foundProjects(actor).where('projects.id', id).first(),
);

/** The project, for an actor who may see it. @throws NotFound for everybody else. */
export async function findProject(actor: Actor, id: number): Promise<FoundProject> {
  const found = await visibleProject(actor, { id });
  if (!found) throw new NotFound();
  return found;
}

/** The names of projects that were found before, by id. */
export async function listProjectNames(ids: readonly number[]): Promise<Map<number, string>> {
  const rows = (await table('projects')
    .whereIn('id', [...new Set(ids)])
    .orderBy('id')
    .select('id', 'name')) as unknown as { id: number; name: string }[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A project in the trash, for an actor who could see it if it were not. @throws NotFound */
export async function findDeletedProject(actor: Actor, id: number): Promise<FoundProject> {
  const rows = withSurroundings(actor, deletedProjects(actor));
  const found = await rows.where('projects.id', id).first();
  if (!found) throw new NotFound();
  return found as FoundProject;
}

/** Inserts a project without tasks and returns its id. */
export function insertProject(
  row: Omit<
    ProjectRow,
    | 'id'
    | 'next_task_number'
    | 'tasks_count'
    | 'tasks_done_count'
    | 'client_tasks_count'
    | 'client_tasks_done_count'
    | 'archived_at'
    | 'deleted_at'
  >,
): Promise<number> {
  return insertRow('projects', {
    ...row,
    next_task_number: 1,
    tasks_count: 0,
    tasks_done_count: 0,
    client_tasks_count: 0,
    client_tasks_done_count: 0,
    archived_at: null,
    deleted_at: null,
  });
}

/** Changes a project's row. */
export async function updateProject(id: number, changes: Partial<ProjectRow>): Promise<void> {
  await table<ProjectRow>('projects').where({ id }).update(changes);
}

/** By how much a project's stored counts change. */
export interface TaskCountChange {
  all: number;
  done: number;
  clientAll: number;
  clientDone: number;
}

/**
 * Brings a project's stored counts up to date, in the transaction that changes its tasks: `all`
 * counts every task, `client` those that clients may see.
 */
export async function changeTaskCounts(projectId: number, change: TaskCountChange): Promise<void> {
  const changes = {
    tasks_count: change.all,
    tasks_done_count: change.done,
    client_tasks_count: change.clientAll,
    client_tasks_done_count: change.clientDone,
  };
  const changed = Object.entries(changes).filter(([, by]) => by !== 0);
  if (changed.length === 0) return;
  await table('projects')
    .where({ id: projectId })
    .update(Object.fromEntries(changed.map(([name, by]) => [name, raw('?? + ?', [name, by])])));
}

/** Takes the next number for a task of this project; the row stays locked until the commit. */
export async function takeTaskNumber(projectId: number): Promise<number> {
  await table('projects')
    .where({ id: projectId })
    .update({ next_task_number: raw('next_task_number + 1') });
  const row = await table<ProjectRow>('projects')
    .where({ id: projectId })
    .first('next_task_number');
  return Number((row as Pick<ProjectRow, 'next_task_number'>).next_task_number) - 1;
}

function withSurroundings(actor: Actor, rows: Query<ProjectRow>): Query<FoundProject> {
  return rows
    .leftJoin('companies', 'companies.id', 'projects.company_id')
    .select(
      'projects.*',
      'companies.name as company_name',
      isAssigned(actor),
    ) as unknown as Query<FoundProject>;
}

function isAssigned(actor: Actor) {
  const { sql, bindings } = assignedProjectIds(actor).toSQL();
  const tie = 'project_assignments.project_id = projects.id';
  return raw(`case when exists (${sql} and ${tie}) then 1 else 0 end as is_assigned`, [
    ...bindings,
  ]);
}
