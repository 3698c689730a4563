import { table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { visibleTeams } from '../teams/index.js';
import { isLive } from './projects.policy.js';

/** How somebody is on a project. */
export interface Placement {
  membership_id: number;
  /** Moment (ms UTC) from which they are on it no more, or null. */
  ends_at: number | null;
  /** Through teams: those that the asking person may know of. */
  teams: { id: number; name: string }[];
  /** Whether a team alone puts them there, known or not. */
  isThroughTeam: boolean;
}

/** How some people are on a project now, by membership; who is not on it is left out. Two queries. */
export async function listPlacements(
  asker: Actor,
  projectId: number,
  membershipIds: readonly number[],
): Promise<Map<number, Placement>> {
  const rows = (await table('project_assignments')
    .where('project_id', projectId)
    .whereIn('membership_id', [...membershipIds])
    .where(isLive('ends_at'))
    .select('membership_id', 'ends_at', 'is_direct')) as unknown as {
    membership_id: number;
    ends_at: number | null;
    is_direct: number;
  }[];
  const teams = await listTeams(asker, projectId, membershipIds);
  return new Map(
    rows.map(({ membership_id, ends_at, is_direct }) => [
      membership_id,
      {
        membership_id,
        ends_at,
        teams: teams.filter((team) => team.membership_id === membership_id),
        isThroughTeam: Number(is_direct) === 0,
      },
    ]),
  );
}

async function listTeams(asker: Actor, projectId: number, membershipIds: readonly number[]) {
  const rows = await visibleTeams(asker)
    .join('project_teams', 'project_teams.team_id', 'teams.id')
    .join('team_members', 'team_members.team_id', 'teams.id')
    .where('project_teams.project_id', projectId)
    .whereIn('team_members.membership_id', [...membershipIds])
    .orderBy('teams.name_key')
    .select('team_members.membership_id', 'teams.id', 'teams.name');
  return rows as unknown as { membership_id: number; id: number; name: string }[];
}
