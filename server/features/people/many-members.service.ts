import { transaction } from '../../core/database/index.js';
import { publishAll } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { createUsers } from '../accounts/index.js';
import { inviteAll } from '../invitations/index.js';
import { createMemberships } from '../memberships/index.js';
import { lockTeams } from '../projects/index.js';
import type { RoleRow } from '../roles/index.js';
import { addTeamMembers, type TeamName } from '../teams/index.js';
import { userAdded } from './people.events.js';

/** Somebody new for the team among many, looked over before. */
export interface NewMember {
  name: string;
  email: string;
  phone: string | null;
  jobTitle: string | null;
  roles: readonly RoleRow[];
  teams: readonly TeamName[];
}

/**
 * Adds many to the team and invites them, all or nobody; what is noted and mailed is the same as
 * for each alone, the statements are as many as the teams they come into, not as the people.
 * @throws Invalid when an address is taken, or a role or a team is gone meanwhile; Forbidden.
 */
export async function addMembers(actor: Actor, members: readonly NewMember[]): Promise<void> {
  await transaction(async () => {
    const teamIds = new Set(members.flatMap((member) => idsOf(member.teams)));
    // All at once and before anybody, so that nobody waits in a circle.
    await lockTeams([...teamIds], []);
    const userIds = await createUsers(
      members.map(({ name, email, phone, jobTitle }) => {
        return { name, email, phone, jobTitle, status: 'pending' };
      }),
    );
    const membershipIds = await createMemberships(
      actor,
      members.map(({ roles }, at) => ({ userId: userIds[at] ?? 0, roleIds: idsOf(roles) })),
    );
    for (const teamId of teamIds) {
      const joining = membershipIds.filter((_id, at) =>
        members[at]?.teams.some((team) => team.id === teamId),
      );
      await addTeamMembers(actor, teamId, joining);
    }
    await publishAll(
      userAdded,
      members.map((member, at) => announced(actor, member, userIds[at] ?? 0)),
    );
    await inviteAll(actor, membershipIds);
  });
}

function announced(actor: Actor, { name, email, roles }: NewMember, userId: number) {
  const names = roles.map((role) => role.name);
  return {
    actor,
    subject: { type: 'user', id: userId },
    visibility: 'internal' as const,
    data: { name, roles: names.join(', ') },
    audit: { name, after: { email, roles: names, way_in: 'invitation' } },
  };
}

function idsOf(things: readonly { id: number }[]): number[] {
  return things.map(({ id }) => id);
}
