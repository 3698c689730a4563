import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeRoles, findMembership, rolesHeld, setMembershipEnd } from '../memberships/index.js';
import type { PersonRow } from './people.queries.js';

/** When somebody's access ends by itself; moments in ms UTC, null for never. */
export interface AccessEnds {
  membership: number | null;
  /** By role; a role that is not named keeps its end. */
  roles: ReadonlyMap<number, number | null>;
}

/** Names of the fields, so that an error stands beside the right one. */
export const endFields = {
  membership: 'membership_until',
  role: (roleId: number) => `role_until.${roleId}`,
} as const;

/**
 * Gives somebody's membership and roles an end, or takes it away. What does not change is not
 * touched, so that an end which is over stays as it is.
 * @throws NotFound, Forbidden as the changes themselves; Invalid for a moment that is over, and {''}
 * where the last Admin would be given an end.
 */
export async function setAccessEnds(
  actor: Actor,
  person: PersonRow,
  ends: AccessEnds,
): Promise<void> {
  await transaction(async () => {
    await lockRow('memberships', person.membership_id);
    const member = await findMembership(actor, person.membership_id);
    if (member.ends_at !== ends.membership) {
      requireAhead(ends.membership, endFields.membership);
      await setMembershipEnd(actor, member.id, ends.membership);
    }
    const held = await rolesHeld(member.id);
    const choices = held.map(({ role_id, ends_at }) => {
      const wanted = ends.roles.has(role_id) ? (ends.roles.get(role_id) ?? null) : ends_at;
      if (wanted !== ends_at) requireAhead(wanted, endFields.role(role_id));
      return { roleId: role_id, endsAt: wanted };
    });
    await changeRoles(actor, member.id, choices);
  });
}

function requireAhead(moment: number | null, field: string): void {
  if (moment !== null && moment <= now()) throw new Invalid({ [field]: 'people.ends.over' });
}
