import { type Query, table } from '../../core/database/index.js';
import { type Actor, type Hue, scopeOf } from '../../core/permissions/index.js';
import {
  assignedProjectIds,
  isLive,
  projectIdsOfTeam,
  visibleProjects,
} from '../projects/index.js';

/** A project as lists of people name it. */
export interface ProjectName {
  id: number;
  name: string;
  hue: Hue;
  status: string;
}

/** Projects in use that the actor may put people on, by name. */
export async function listProjectChoices(actor: Actor): Promise<ProjectName[]> {
  const scope = scopeOf(actor, 'projects.manage_access');
  if (scope !== 'all' && scope !== 'assigned') return [];
  const rows = visibleProjects(actor).whereNull('projects.archived_at');
  if (scope === 'assigned') rows.whereIn('projects.id', assignedProjectIds(actor));
  return named(rows);
}

/** The projects somebody is on now, of those that the actor sees. */
export function listProjectsOf(actor: Actor, membershipId: number): Promise<ProjectName[]> {
  return named(visibleProjects(actor).whereIn('projects.id', projectIdsOf(membershipId)));
}

/** The projects a team is on, of those that the actor sees. */
export function listTeamProjects(actor: Actor, teamId: number): Promise<ProjectName[]> {
  return named(visibleProjects(actor).whereIn('projects.id', projectIdsOfTeam(teamId)));
}

/** A company's projects that the actor sees. */
export function listCompanyProjects(actor: Actor, companyId: number): Promise<ProjectName[]> {
  return named(visibleProjects(actor).where('projects.company_id', companyId));
}

/** How many projects each company has, of those that the actor sees. */
export async function countProjectsByCompany(
  actor: Actor,
  companyIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = (await visibleProjects(actor)
    .whereIn('projects.company_id', [...companyIds])
    .groupBy('projects.company_id')
    .select('projects.company_id')
    .count({ n: '*' })) as unknown as { company_id: number; n: unknown }[];
  return new Map(rows.map((row) => [row.company_id, Number(row.n)]));
}

function projectIdsOf(membershipId: number): Query<{ project_id: number }> {
  return table('project_assignments')
    .where('project_assignments.membership_id', membershipId)
    .where(isLive('project_assignments.ends_at'))
    .select('project_assignments.project_id') as unknown as Query<{ project_id: number }>;
}

async function named(rows: ReturnType<typeof visibleProjects>): Promise<ProjectName[]> {
  const found = await rows
    .select('projects.id', 'projects.name', 'projects.hue', 'projects.status')
    .orderBy('projects.name')
    .orderBy('projects.id')
    .limit(500);
  return found as ProjectName[];
}
