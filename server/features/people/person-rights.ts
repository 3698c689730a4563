import type { Actor } from '../../core/permissions/index.js';
import type { PersonRow } from './people.queries.js';
import { listHeldRoles } from './people-roles.queries.js';
import { type PersonRights, rightsOver } from './person.policy.js';

/** Whether the actor may change what somebody may do: their roles and exceptions, or their switches. */
export async function mayChangeAccess(actor: Actor, person: PersonRow): Promise<boolean> {
  return (await rightsOverPerson(actor, person)).changeRole;
}

/** What the actor may do to somebody, with the roles that person holds now. */
export async function rightsOverPerson(actor: Actor, person: PersonRow): Promise<PersonRights> {
  const roles = (await listHeldRoles([person.membership_id])).get(person.membership_id) ?? [];
  return rightsOver(actor, person, roles);
}
