import type { Actor } from '../../core/permissions/index.js';
import type { PersonRow } from './people.queries.js';
import { listHeldRoles } from './people-roles.queries.js';
import { rightsOver } from './person.policy.js';

/** Whether the actor may change what somebody may do: their roles and exceptions, or their switches. */
export async function mayChangeAccess(actor: Actor, person: PersonRow): Promise<boolean> {
  const roles = (await listHeldRoles([person.membership_id])).get(person.membership_id) ?? [];
  return (await rightsOver(actor, person, roles)).changeRole;
}
