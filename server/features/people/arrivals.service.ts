import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { isMailSetUp } from '../../core/mail/index.js';
import type { Actor, Audience } from '../../core/permissions/index.js';
import {
  checkPassword,
  createUser,
  generatePassword,
  hashPassword,
  lookUpUser,
  passwordWords,
  sendWelcome,
} from '../accounts/index.js';
import type { ContactOverride } from '../clients/index.js';
import { invite } from '../invitations/index.js';
import { createMembership, setOverrides } from '../memberships/index.js';
import { assign, lockTeams } from '../projects/index.js';
import type { RoleRow } from '../roles/index.js';
import { joinTeams, type TeamName } from '../teams/index.js';
import { type FurtherPlace, joinFurther } from './further-places.service.js';
import { userAdded } from './people.events.js';

/** Somebody new, looked over: everything named here was checked for this actor. */
export interface NewPerson {
  audience: Audience;
  name: string;
  email: string;
  phone: string | null;
  jobTitle: string | null;
  companyId: number | null;
  /** What that company is called. */
  companyName: string | null;
  roles: readonly RoleRow[];
  projectIds: readonly number[];
  teams: readonly TeamName[];
  /** Further workspaces, with the roles there. */
  places: readonly FurtherPlace[];
  /** How a contact differs from their role. */
  overrides: readonly ContactOverride[];
}

/** How somebody new gets in: by a link, or with a password, which we make when none was typed. */
export type Arrival = { by: 'invitation' } | { by: 'password'; password: string | null };

/** Somebody who was added, with what opens the door to them; shown once. */
export interface Arrived {
  userId: number;
  kind: 'invitation' | 'password';
  secret: string;
}

/** Whether messages reach anybody; until then links and passwords are handed over. */
export function canMail(): boolean {
  return isMailSetUp();
}

/** Whether a typed password will do for this person. @throws Invalid {password} */
export async function checkInitialPassword(
  actor: Actor,
  person: Pick<NewPerson, 'name' | 'email'>,
  password: string,
): Promise<void> {
  await checkPassword(password, passwordWords(person, actor.workspaceId));
}

/**
 * Adds somebody with roles, projects and the way in, all or nothing; the mail goes out with the
 * commit. `prepare` runs first in the same transaction and may still settle the company.
 * @throws Invalid {email} when the address is taken meanwhile; Forbidden, Invalid {password}.
 */
export async function addPerson(
  actor: Actor,
  arrival: Arrival,
  prepare: () => Promise<NewPerson>,
): Promise<Arrived> {
  const password = arrival.by === 'password' ? (arrival.password ?? generatePassword()) : null;
  // Hashing takes its time: nothing slow belongs into a transaction.
  const passwordHash = password === null ? null : await hashPassword(password);
  return transaction(async () => {
    const person = await prepare();
    const userId = await createUser({
      name: person.name,
      email: person.email,
      phone: person.phone,
      jobTitle: person.jobTitle,
      status: passwordHash === null ? 'pending' : 'active',
      passwordHash,
      mustChangePassword: passwordHash !== null,
    });
    const membershipId = await settle(actor, person, userId, passwordHash !== null);
    if (password === null) {
      const { link } = await invite(actor, membershipId);
      return { userId, kind: 'invitation', secret: link };
    }
    await welcome(actor, person, userId);
    return { userId, kind: 'password', secret: password };
  });
}

async function settle(
  actor: Actor,
  person: NewPerson,
  userId: number,
  isActive: boolean,
): Promise<number> {
  const teamIds = person.teams.map((team) => team.id);
  // All at once and before anything else, so that nobody waits in a circle.
  await lockTeams(teamIds, person.projectIds);
  const membershipId = await createMembership({
    workspaceId: actor.workspaceId,
    userId,
    audience: person.audience,
    roleIds: person.roles.map((role) => role.id),
    companyId: person.companyId,
    status: isActive ? 'active' : 'pending',
    grantedBy: actor,
  });
  await joinTeams(actor, membershipId, teamIds);
  for (const projectId of person.projectIds) {
    await assign(knowingNewcomers(actor), projectId, [membershipId]);
  }
  const { name, audience } = person;
  await joinFurther(actor, { userId, name, audience, isActive }, person.places);
  if (person.overrides.length > 0) await setOverrides(actor, membershipId, person.overrides);
  await publish(userAdded, {
    actor,
    subject: { type: 'user', id: userId },
    visibility: 'internal',
    data: { name: person.name, roles: named(person.roles).join(', ') },
    audit: {
      name: person.name,
      after: {
        email: person.email,
        roles: named(person.roles),
        ...(person.companyName === null ? {} : { company: person.companyName }),
        way_in: isActive ? 'password' : 'invitation',
      },
    },
  });
  return membershipId;
}

/** A contact who is on no project yet is seen only by those who see all; whoever adds one knows them. */
function knowingNewcomers(actor: Actor): Actor {
  const grants = new Map(actor.grants);
  grants.set('clients.view', { scope: 'all', sources: [] });
  return { ...actor, grants };
}

async function welcome(actor: Actor, person: NewPerson, userId: number): Promise<void> {
  const user = await lookUpUser(userId);
  if (!user) return;
  const roles = person.audience === 'team' ? named(person.roles) : [];
  await sendWelcome(user, actor.workspaceId, {
    inviter: actor.name,
    roles,
    teams: named(person.teams),
  });
}

function named(things: readonly { name: string }[]): string[] {
  return things.map((thing) => thing.name);
}
