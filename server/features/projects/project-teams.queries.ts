import { insertRows, type Query, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type TeamName, visibleTeams } from '../teams/index.js';
import { visibleProjects } from './projects.policy.js';

/** The teams on a project, by name, as far as the actor may know of them. */
export async function listProjectTeams(actor: Actor, projectId: number): Promise<TeamName[]> {
  const rows = await visibleTeams(actor)
    .join('project_teams', 'project_teams.team_id', 'teams.id')
    .where('project_teams.project_id', projectId)
    .orderBy('teams.name_key')
    .select('teams.id', 'teams.name', 'teams.hue');
  return rows as TeamName[];
}

/** Through which teams people are on a project, by membership: the names. */
export async function listTeamsByMember(projectId: number): Promise<Map<number, string[]>> {
  const rows = (await table('project_teams')
    .join('teams', 'teams.id', 'project_teams.team_id')
    .join('team_members', 'team_members.team_id', 'teams.id')
    .where('project_teams.project_id', projectId)
    .orderBy('teams.name_key')
    .select('team_members.membership_id', 'teams.name')) as unknown as {
    membership_id: number;
    name: string;
  }[];
  const found = new Map<number, string[]>();
  for (const { membership_id, name } of rows)
    found.set(membership_id, [...(found.get(membership_id) ?? []), name]);
  return found;
}

/** The names of the projects in use that some teams are on, of those that the actor sees. */
export async function listTeamProjectNames(
  actor: Actor,
  teamIds: readonly number[],
): Promise<string[]> {
  const ids = table('project_teams')
    .whereIn('team_id', [...teamIds])
    .select('project_id');
  const rows = await visibleProjects(actor)
    .whereNull('projects.archived_at')
    .whereIn('projects.id', ids)
    .orderBy('projects.name')
    .pluck('projects.name');
  return rows as unknown as string[];
}

/** Ids of the projects that a team is on, for queries of other rooms. */
export function projectIdsOfTeam(teamId: number): Query<{ project_id: number }> {
  return table('project_teams')
    .where('project_teams.team_id', teamId)
    .select('project_teams.project_id') as unknown as Query<{ project_id: number }>;
}

/** Every project that some teams are on, deleted ones too. */
export async function listTeamProjectIds(teamIds: readonly number[]): Promise<number[]> {
  const rows = (await table('project_teams')
    .whereIn('team_id', [...teamIds])
    .distinct('project_id')) as unknown as { project_id: number }[];
  return rows.map((row) => row.project_id);
}

/** How many projects each team is on, of those that the actor sees. */
export async function countProjectsByTeam(
  actor: Actor,
  teamIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = (await visibleProjects(actor)
    .join('project_teams', 'project_teams.project_id', 'projects.id')
    .whereIn('project_teams.team_id', [...teamIds])
    .groupBy('project_teams.team_id')
    .select('project_teams.team_id')
    .count({ n: '*' })) as unknown as { team_id: number; n: unknown }[];
  return new Map(rows.map((row) => [row.team_id, Number(row.n)]));
}

/** Puts teams on a project that are not on it yet. */
export async function insertProjectTeams(
  project_id: number,
  teamIds: readonly number[],
): Promise<void> {
  const created_at = now();
  await insertRows(
    'project_teams',
    teamIds.map((team_id) => ({ project_id, team_id, created_at })),
  );
}

/** Takes teams off projects. */
export async function deleteProjectTeams(
  projectIds: readonly number[],
  teamIds: readonly number[],
): Promise<void> {
  await table('project_teams')
    .whereIn('project_id', [...projectIds])
    .whereIn('team_id', [...teamIds])
    .delete();
}
