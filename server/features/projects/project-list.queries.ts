import { keptPages, type Page, type Query } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { ProjectSort, ProjectStatus } from './project-choices.js';
import { type FoundProject, foundProjects } from './projects.queries.js';

/** Which projects are wanted. */
export interface ProjectFilter {
  text?: string | undefined;
  status?: ProjectStatus | undefined;
  companyId?: number | undefined;
  /** Those in the archive instead of those in use. */
  archived?: boolean | undefined;
  sort?: ProjectSort | undefined;
}

const perPage = 24;

/** One page of the projects an actor may see. */
export function listProjects(
  actor: Actor,
  filter: ProjectFilter,
  page: number,
): Promise<Page<FoundProject>> {
  const { status, companyId, text, archived, sort = 'name' } = filter;
  const values = {
    ...(status ? { status } : {}),
    ...(companyId ? { companyId } : {}),
    ...(text ? { like: `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%` } : {}),
  };
  return filtered(actor, values, { page, perPage }, `${archived ? 'archived' : 'used'} ${sort}`);
}

interface Values extends Record<string, string | number> {
  status?: ProjectStatus;
  companyId?: number;
  /** A pattern for the name, in lower case. */
  like?: string;
}

const filtered = keptPages<Actor, Values, FoundProject>((actor, values, shape) => {
  const [part, sort] = shape.split(' ') as [string, ProjectSort];
  const rows = foundProjects(actor);
  if (part === 'archived') rows.whereNotNull('projects.archived_at');
  else rows.whereNull('projects.archived_at');
  if (values.status) rows.where('projects.status', values.status);
  if (values.companyId) rows.where('projects.company_id', values.companyId);
  if (values.like) rows.whereRaw("lower(projects.name) like ? escape '!'", [values.like]);
  return sorted(rows, sort);
});

function sorted(rows: Query<FoundProject>, sort: ProjectSort): Query<FoundProject> {
  if (sort === 'recent') return rows.orderBy('projects.id', 'desc');
  // Projects without a date come last on every engine.
  if (sort === 'due') {
    rows.orderByRaw('case when projects.due_on is null then 1 else 0 end, projects.due_on');
  }
  return rows.orderBy('projects.name').orderBy('projects.id');
}
