import { type Page, paginate, type Query } from '../../core/database/index.js';
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
  const rows = foundProjects(actor);
  if (filter.archived) rows.whereNotNull('projects.archived_at');
  else rows.whereNull('projects.archived_at');
  if (filter.status) rows.where('projects.status', filter.status);
  if (filter.companyId) rows.where('projects.company_id', filter.companyId);
  if (filter.text) {
    const words = filter.text.toLowerCase().replace(/[!%_]/g, '!$&');
    rows.whereRaw("lower(projects.name) like ? escape '!'", [`%${words}%`]);
  }
  return paginate(sorted(rows, filter.sort ?? 'name'), { page, perPage });
}

function sorted(rows: Query<FoundProject>, sort: ProjectSort): Query<FoundProject> {
  if (sort === 'recent') return rows.orderBy('projects.id', 'desc');
  // Projects without a date come last on every engine.
  if (sort === 'due') {
    rows.orderByRaw('case when projects.due_on is null then 1 else 0 end, projects.due_on');
  }
  return rows.orderBy('projects.name').orderBy('projects.id');
}
