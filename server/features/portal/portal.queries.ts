import { keptQuery, type Query } from '../../core/database/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
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

/** A file with who uploaded it. */
export interface SignedFile extends FileRow {
  uploader_name: string;
  uploader_hue: Hue;
  uploader_photo_key: string | null;
}

/** The newest files a client sees in a project, whatever they hang on; one query. */
export async function listPortalFiles(
  actor: Actor,
  wanted: { projectId: number; limit: number },
): Promise<SignedFile[]> {
  return (await visibleFiles(actor, { from: 'things', projectId: wanted.projectId })
    .join('users', 'users.id', 'files.uploaded_by_user_id')
    .orderBy('files.id', 'desc')
    .limit(wanted.limit)
    .select(
      'files.*',
      'users.name as uploader_name',
      'users.hue as uploader_hue',
      'users.photo_key as uploader_photo_key',
    )) as SignedFile[];
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
