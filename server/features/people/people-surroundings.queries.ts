import type { Actor } from '../../core/permissions/index.js';
import { listSessions, listSignIns, pendingEmail, type SignInRow } from '../accounts/index.js';
import { listReturnable, type ReturnableKind } from '../hand-overs/index.js';
import { type InvitationStatus, statusOf } from '../invitations/index.js';
import { type Person, people } from '../memberships/index.js';
import { listTeamNamesOf, type TeamName } from '../teams/index.js';
import type { PersonRow } from './people.queries.js';
import { listProjectsOf, type ProjectName } from './people-projects.queries.js';
import {
  type HeldRole,
  listHeldRoles,
  type MemberScopes,
  scopesOfMember,
} from './people-roles.queries.js';
import { type PersonRights, rightsOver } from './person.policy.js';

/** What a list shows beside the people themselves. */
export interface Surroundings {
  /** By user. */
  portraits: ReadonlyMap<number, Person>;
  /** By membership. */
  roles: Map<number, HeldRole[]>;
  /** By membership. */
  invitations: Map<number, InvitationStatus>;
  /** By membership; those the actor may know of. */
  teams: Map<number, TeamName[]>;
}

/** Portraits, roles, invitations and teams of a list of people: four queries, however many they are. */
export async function surroundingsOf(
  actor: Actor,
  rows: readonly PersonRow[],
): Promise<Surroundings> {
  const members = rows.filter((row) => row.audience === 'team');
  const membershipIds = rows.map((row) => row.membership_id);
  return {
    portraits: await people(rows.map((row) => row.user_id)),
    roles: await listHeldRoles(membershipIds),
    invitations: await statusOf(membershipIds),
    teams: await listTeamNamesOf(
      actor,
      members.map((row) => row.membership_id),
    ),
  };
}

/** Everything that the page of somebody shows about them. */
export interface Profile {
  person: PersonRow;
  portrait: Person | null;
  roles: HeldRole[];
  invitation: InvitationStatus | undefined;
  rights: PersonRights;
  teams: TeamName[];
  /** Those that the actor sees. */
  projects: ProjectName[];
  /** What they get back if they are let in again and that is wished; only for who may do so. */
  returnable: ReturnableKind[];
  scopes: MemberScopes;
  signIns: SignInRow[];
  sessions: number;
  /** The address that waits to be confirmed, or null. */
  awaitedEmail: string | null;
}

/** Gathers what the page of somebody shows. */
export async function profileOf(actor: Actor, person: PersonRow): Promise<Profile> {
  const { membership_id, user_id, audience } = person;
  const { portraits, roles: held, invitations, teams } = await surroundingsOf(actor, [person]);
  const roles = held.get(membership_id) ?? [];
  const rights = await rightsOver(actor, person, roles);
  const isOut = person.user_status === 'inactive' || person.membership_status === 'suspended';
  const holder = { membershipId: membership_id, userId: user_id, name: person.name };
  const roleIds = roles.map((role) => role.id);
  return {
    person,
    portrait: portraits.get(user_id) ?? null,
    roles,
    invitation: invitations.get(membership_id),
    rights,
    teams: teams.get(membership_id) ?? [],
    projects: await listProjectsOf(actor, membership_id),
    returnable: isOut && rights.deactivate ? await listReturnable(actor, holder) : [],
    scopes: await scopesOfMember(audience, membership_id, roleIds),
    signIns: (await listSignIns(user_id, 1)).rows,
    sessions: (await listSessions(user_id)).length,
    awaitedEmail: await pendingEmail(user_id),
  };
}
