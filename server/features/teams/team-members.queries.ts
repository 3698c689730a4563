import { insertRows, type Query, raw, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type Person, people } from '../memberships/index.js';
import { visibleTeams } from './teams.policy.js';
import type { TeamName } from './teams.queries.js';

/** Somebody who is in a team or can come into one. */
export interface TeamPerson {
  id: number;
  user_id: number;
}

/** Memberships of those who are in a team, for queries of other rooms. */
export function memberIdsOf(teamId: number): Query<{ membership_id: number }> {
  return table('team_members')
    .where('team_members.team_id', teamId)
    .select('team_members.membership_id') as unknown as Query<{ membership_id: number }>;
}

/** Those of some memberships who are in a team, with their users. */
export async function listTeamPeople(
  teamId: number,
  membershipIds?: readonly number[],
): Promise<TeamPerson[]> {
  const rows = table('memberships')
    .whereIn('id', memberIdsOf(teamId))
    .orderBy('id')
    .select('id', 'user_id');
  if (membershipIds) rows.whereIn('id', [...membershipIds]);
  return (await rows) as unknown as TeamPerson[];
}

/** Which of some memberships can come into a team: the agency's own people, neither kept out nor gone. */
export async function listJoinable(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<TeamPerson[]> {
  const rows = await table('memberships')
    .where({ workspace_id: actor.workspaceId, audience: 'team' })
    .whereIn('id', [...membershipIds])
    .whereIn('status', ['active', 'pending'])
    .where((lasting) => lasting.whereNull('ends_at').orWhere('ends_at', '>', now()))
    .select('id', 'user_id');
  return rows as unknown as TeamPerson[];
}

/** Who is in each of several teams: how many, and the first of them by name. */
export interface TeamMembers {
  count: number;
  people: Person[];
}

/** The members of teams that were found before, of many only the first `most`; three queries. */
export async function listTeamMembersOf(
  teamIds: readonly number[],
  most: number,
): Promise<Map<number, TeamMembers>> {
  const counts = (await membersOf(teamIds)
    .groupBy('team_members.team_id')
    .select('team_members.team_id')
    .count({ n: '*' })) as unknown as { team_id: number; n: unknown }[];
  const ranked = membersOf(teamIds).select(
    'team_members.team_id',
    'memberships.user_id',
    raw(
      'row_number() over (partition by team_members.team_id order by users.name, users.id) as place',
    ),
  );
  const first = (await table('users')
    .from(ranked.as('ranked'))
    .where('place', '<=', most)
    .orderBy('place')
    .select('team_id', 'user_id')) as unknown as { team_id: number; user_id: number }[];
  const known = await people(first.map((row) => row.user_id));
  return new Map(
    counts.map(({ team_id, n }) => [
      team_id,
      {
        count: Number(n),
        people: first
          .filter((row) => row.team_id === team_id)
          .flatMap((row) => known.get(row.user_id) ?? []),
      },
    ]),
  );
}

/** The teams that members are in, by membership, as far as the actor may know of them; one query. */
export async function listTeamNamesOf(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<Map<number, TeamName[]>> {
  if (membershipIds.length === 0) return new Map();
  const rows = (await visibleTeams(actor)
    .join('team_members', 'team_members.team_id', 'teams.id')
    .whereIn('team_members.membership_id', [...membershipIds])
    .orderBy('teams.name_key')
    .select(
      'team_members.membership_id',
      'teams.id',
      'teams.name',
      'teams.hue',
    )) as unknown as (TeamName & { membership_id: number })[];
  const found = new Map<number, TeamName[]>();
  for (const { membership_id, ...team } of rows)
    found.set(membership_id, [...(found.get(membership_id) ?? []), team]);
  return found;
}

/** Puts memberships that are not in it yet into a team. */
export async function insertTeamMembers(
  team_id: number,
  membershipIds: readonly number[],
): Promise<void> {
  const created_at = now();
  await insertRows(
    'team_members',
    membershipIds.map((membership_id) => ({ team_id, membership_id, created_at })),
  );
}

/** Takes memberships out of a team. */
export async function deleteTeamMembers(
  team_id: number,
  membershipIds: readonly number[],
): Promise<void> {
  await table('team_members')
    .where({ team_id })
    .whereIn('membership_id', [...membershipIds])
    .delete();
}

function membersOf(teamIds: readonly number[]) {
  return table('team_members')
    .join('memberships', 'memberships.id', 'team_members.membership_id')
    .join('users', 'users.id', 'memberships.user_id')
    .whereIn('team_members.team_id', [...teamIds])
    .whereNull('users.deleted_at');
}
