import { transaction } from '../../core/database/index.js';
import { publishAll } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { people } from '../memberships/index.js';
import {
  deleteTeamMembers,
  insertTeamMembers,
  listJoinable,
  listTeamPeople,
  type TeamPerson,
} from './team-members.queries.js';
import { teamProjects } from './team-projects.js';
import { teamMemberAdded, teamMemberRemoved } from './teams.events.js';
import { findTeam, type TeamRow } from './teams.queries.js';

/**
 * Puts people into a team, and thereby on its projects; whoever is in it already stays. Returns
 * the names of those who are new.
 * @throws NotFound, Forbidden, Invalid {membership_ids} for contacts and whoever cannot be chosen.
 */
export async function addTeamMembers(
  actor: Actor,
  teamId: number,
  membershipIds: readonly number[],
): Promise<string[]> {
  return transaction(async () => {
    await teamProjects().lock([teamId]);
    return join(actor, await findToStaff(actor, teamId), membershipIds);
  });
}

/**
 * Puts one person into several teams, as part of what adds them.
 * @throws NotFound, Forbidden, Invalid as addTeamMembers() does.
 */
export async function joinTeams(
  actor: Actor,
  membershipId: number,
  teamIds: readonly number[],
): Promise<void> {
  await transaction(async () => {
    await teamProjects().lock(teamIds);
    for (const teamId of teamIds)
      await join(actor, await findToStaff(actor, teamId), [membershipId]);
  });
}

/**
 * Takes somebody out of a team, and thereby off the projects that they are on through it alone.
 * Returns their name, or nothing when they were not in it.
 * @throws NotFound, Forbidden
 */
export async function removeTeamMember(
  actor: Actor,
  teamId: number,
  membershipId: number,
): Promise<string | undefined> {
  return transaction(async () => {
    await teamProjects().lock([teamId]);
    const team = await findToStaff(actor, teamId);
    const going = await listTeamPeople(team.id, [membershipId]);
    if (going.length === 0) return undefined;
    await deleteTeamMembers(team.id, [membershipId]);
    await teamProjects().follow(actor, team.id, [membershipId]);
    const [name] = await announce(teamMemberRemoved, actor, team, going);
    return name;
  });
}

/**
 * A team whose members the actor may change: who comes into it comes onto its projects, so it
 * takes the right to decide about each of them besides the one to keep teams (PRODUCT 3.1.3).
 * @throws NotFound, Forbidden
 */
export async function findToStaff(actor: Actor, teamId: number): Promise<TeamRow> {
  const team = await findTeam(actor, teamId);
  if (!holds(actor, 'teams.manage'))
    throw new Forbidden({ key: 'errors.no_permission', values: { permission: 'teams.manage' } });
  if (!(await teamProjects().mayStaff(actor, team.id))) throw new Forbidden('teams.errors.staff');
  return team;
}

async function join(
  actor: Actor,
  team: TeamRow,
  membershipIds: readonly number[],
): Promise<string[]> {
  const present = await listTeamPeople(team.id, membershipIds);
  const isIn = new Set(present.map(({ id }) => id));
  const wanted = [...new Set(membershipIds)].filter((id) => !isIn.has(id));
  if (wanted.length === 0) return [];
  const coming = await listJoinable(actor, wanted);
  if (coming.length !== wanted.length) throw new Invalid({ membership_ids: 'errors.choice' });
  await insertTeamMembers(team.id, wanted);
  await teamProjects().follow(actor, team.id, wanted);
  return announce(teamMemberAdded, actor, team, coming);
}

async function announce(
  kind: typeof teamMemberAdded | typeof teamMemberRemoved,
  actor: Actor,
  team: TeamRow,
  members: readonly TeamPerson[],
): Promise<string[]> {
  const known = await people(members.map((member) => member.user_id));
  const nameOf = (userId: number) => known.get(userId)?.name ?? '';
  await publishAll(
    kind,
    members.map(({ id: membershipId, user_id: userId }) => ({
      actor,
      subject: { type: 'team', id: team.id },
      visibility: 'internal',
      data: { name: team.name, membershipId, userId, person: nameOf(userId) },
      audit: {
        name: nameOf(userId),
        subject: { type: 'user', id: userId },
        [kind.name === teamMemberAdded.name ? 'after' : 'before']: { team: team.name },
      },
    })),
  );
  return members.map((member) => nameOf(member.user_id));
}
