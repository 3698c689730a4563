import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeRoles, type MembershipRoleRow, rolesHeld } from '../memberships/index.js';
import { listGrantableRoles } from '../people/index.js';
import { type Candidate, candidatesOf, type Plan, planFor, requireSomebody } from './candidates.js';
import { toEverybody } from './everybody.js';
import { readFormer } from './former-roles.js';
import { type RoleChange, roleObstacle, rolesAfter } from './role-changes.policy.js';

/**
 * Who would get a change of role, and who stays as they are.
 * @throws Invalid {role_id} for a role that is not the actor's to give.
 */
export async function planRoles(
  actor: Actor,
  membershipIds: readonly number[],
  change: RoleChange,
): Promise<Plan> {
  const grantable = new Set((await listGrantableRoles(actor, 'team')).map((role) => role.id));
  if (!grantable.has(change.roleId)) throw new Invalid({ role_id: 'people.errors.role' });
  const candidates = await candidatesOf(actor, membershipIds);
  return planFor(candidates, (candidate) => roleObstacle(actor, candidate, { change, grantable }));
}

/**
 * Gives a role to many, or takes it, all or nothing; it counts from their next request on. Returns
 * the roles they had, by membership.
 * @throws Invalid {role_id}, or {''} when there is nobody to change or somebody cannot be changed.
 */
export async function changeRolesOfMany(
  actor: Actor,
  membershipIds: readonly number[],
  change: RoleChange,
): Promise<Map<number, MembershipRoleRow[]>> {
  const plan = await planRoles(actor, membershipIds, change);
  requireSomebody(plan);
  const former = new Map<number, MembershipRoleRow[]>();
  await toEverybody(plan.going, async ({ person }) => {
    const held = await rolesHeld(person.membership_id);
    await changeRoles(actor, person.membership_id, rolesAfter(held, change));
    former.set(person.membership_id, held);
  });
  return former;
}

/**
 * Gives people back the roles they had before. Returns how many.
 * @throws Invalid {''} for what is no such list, and when somebody cannot be changed.
 */
export async function restoreRoles(actor: Actor, text: string): Promise<number> {
  const former = readFormer(text);
  if (!former) throw new Invalid({ '': 'errors.invalid' });
  const candidates: Candidate[] = await candidatesOf(actor, [...former.keys()]);
  await toEverybody(candidates, async ({ person }) => {
    await changeRoles(actor, person.membership_id, former.get(person.membership_id) ?? []);
  });
  return candidates.length;
}
