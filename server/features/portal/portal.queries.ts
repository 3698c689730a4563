import { keptQuery, type Query } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type FileRow, visibleFiles } from '../files/index.js';
import { type FoundProject, foundProjects, visibleProjects } from '../projects/index.js';
import { type FoundTask, visibleTasks, withSurroundings } from '../tasks/index.js';

/** Projects that a client finds in the portal, those at work first. Archived ones are put away. */
export function portalProjects(actor: Actor): Query<FoundProject> {
  return foundProjects(actor)
    .whereNull('projects.archived_at')
    .orderByRaw(
      "case projects.status when 'active' then 0 when 'on_hold' then 1 when 'planned' then 2 else 3 end",
    )
    .orderBy('projects.name')
    .orderBy('projects.id') as Query<FoundProject>;
}

const firstProjects = keptQuery<Actor, Record<string, never>, FoundProject[]>(
  (actor, _values, most) => portalProjects(actor).limit(Number(most)),
);

/** The first of the projects that a client finds in the portal. */
export function listFirstProjects(actor: Actor, most: number): Promise<FoundProject[]> {
  return firstProjects(actor, {}, String(most));
}

/** Tasks of a project that a client sees: open ones by due date, then the finished ones. */
export async function listPortalTasks(
  actor: Actor,
  wanted: { projectId: number; page: number; perPage: number },
): Promise<FoundTask[]> {
  const rows = withSurroundings(actor, visibleTasks(actor))
    .where('tasks.project_id', wanted.projectId)
    .orderByRaw(
      'case when tasks.completed_at is null then 0 else 1 end, case when tasks.due_on is null then 1 else 0 end, tasks.due_on, tasks.id',
    )
    .limit(wanted.perPage)
    .offset((wanted.page - 1) * wanted.perPage);
  return (await rows) as FoundTask[];
}

/** The newest files a client sees in a project, whatever they hang on. */
export async function listPortalFiles(
  actor: Actor,
  wanted: { projectId: number; limit: number },
): Promise<FileRow[]> {
  const rows = visibleFiles(actor, { from: 'things', projectId: wanted.projectId });
  return (await rows.orderBy('files.id', 'desc').limit(wanted.limit)) as FileRow[];
}

/** Names of projects a client sees: one query. */
export async function projectNames(
  actor: Actor,
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = (await visibleProjects(actor)
    .whereIn('projects.id', [...ids])
    .select('projects.id', 'projects.name')) as { id: number; name: string }[];
  return new Map(rows.map((row) => [row.id, row.name]));
}
