import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listOverridesOf } from '../memberships/index.js';
import {
  canMail,
  isInactive,
  isInvited,
  listGrantableRoles,
  renewInvitation,
} from '../people/index.js';
import { isAdmin } from '../roles/index.js';
import { candidatesOf, type Plan, planFor, requireSomebody } from './candidates.js';
import { toEverybody } from './everybody.js';

/** Who would be invited anew, and who would not. */
export async function planInvitations(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<Plan> {
  const candidates = await candidatesOf(actor, membershipIds);
  const grantable = new Set((await listGrantableRoles(actor, 'team')).map((role) => role.id));
  const special = await listOverridesOf(candidates.map(({ person }) => person.membership_id));
  const isOwn = new Set(special.map((override) => override.membership_id));
  return planFor(candidates, ({ person, held }) => {
    if (isInactive(person)) return 'inactive';
    if (!isInvited(person)) return 'not_pending';
    // A link lends what its owner holds: the same rule as for one invitation.
    const isBeyond = !isAdmin(actor) && isOwn.has(person.membership_id);
    return !isBeyond && held.every((row) => grantable.has(row.role_id)) ? null : 'beyond_you';
  });
}

/**
 * Invites many anew, all or nothing: the links before die. Returns how many.
 * @throws Invalid {''} when there is nobody to invite or somebody cannot be invited.
 */
export async function inviteMany(actor: Actor, membershipIds: readonly number[]): Promise<number> {
  if (!canMail()) throw new Invalid({ '': 'bulk_changes.invitations.no_mail' });
  const plan = await planInvitations(actor, membershipIds);
  requireSomebody(plan);
  await toEverybody(plan.going, async ({ person }) => {
    await renewInvitation(actor, person);
  });
  return plan.going.length;
}
