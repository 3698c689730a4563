import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeRoles, rolesHeld } from '../memberships/index.js';
import type { PersonRow } from './people.queries.js';
import { listRoleChoices } from './people-roles.queries.js';

/**
 * Refuses roles that are not among those to choose from for somebody.
 * @throws Invalid {role_id}
 */
export async function checkRoles(
  actor: Actor,
  person: PersonRow,
  roleIds: readonly number[],
): Promise<void> {
  const choices = (await listRoleChoices(actor, person)).map((role) => role.id);
  if (roleIds.some((id) => !choices.includes(id)))
    throw new Invalid({ role_id: 'people.errors.role' });
}

/**
 * Gives somebody exactly these roles; one they hold already keeps its end. It counts from their
 * next request on.
 * @throws NotFound, Forbidden, Invalid {roles} or {''} for the last Admin.
 */
export async function changeRolesOf(
  actor: Actor,
  person: PersonRow,
  roleIds: readonly number[],
): Promise<void> {
  const ends = new Map(
    (await rolesHeld(person.membership_id)).map((row) => [row.role_id, row.ends_at]),
  );
  const choices = roleIds.map((roleId) => ({ roleId, endsAt: ends.get(roleId) ?? null }));
  await changeRoles(actor, person.membership_id, choices);
}
