import { transaction } from '../../core/database/index.js';
import { Conflict, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeRoles, rolesHeld } from '../memberships/index.js';
import { listGrantableRoles } from '../people/index.js';
import { candidatesOf, type Plan, planFor, requireSomebody } from './candidates.js';
import { toEverybody } from './everybody.js';
import {
  heldUntil,
  isAlike,
  type RoleChange,
  roleObstacle,
  rolesAfter,
} from './role-changes.policy.js';
import {
  type ChangedRoles,
  deleteOldRoleChangesUnscoped,
  deleteRoleChange,
  insertRoleChange,
  lookUpRoleChange,
} from './role-changes.queries.js';

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
 * how many they are and by what it can be undone.
 * @throws Invalid {role_id}, or {''} when there is nobody to change or somebody cannot be changed.
 */
export async function changeRolesOfMany(
  actor: Actor,
  membershipIds: readonly number[],
  change: RoleChange,
): Promise<{ changeId: number; count: number }> {
  const plan = await planRoles(actor, membershipIds, change);
  requireSomebody(plan);
  return transaction(async () => {
    const changed: ChangedRoles[] = [];
    await toEverybody(plan.going, async ({ person: { membership_id: membershipId } }) => {
      const before = heldUntil(await rolesHeld(membershipId));
      const after = rolesAfter(before, change);
      await changeRoles(actor, membershipId, after);
      changed.push({ membershipId, before, after });
    });
    return { changeId: await insertRoleChange(actor, changed), count: changed.length };
  });
}

/** The people whom a change of roles that the actor can undo was made to; nobody for any other. */
export async function planRestoration(actor: Actor, changeId: number): Promise<Plan> {
  const changed = (await lookUpRoleChange(actor, changeId)) ?? [];
  return planFor(await candidatesOf(actor, idsOf(changed)), () => null);
}

/**
 * Undoes a change of roles, once: gives people back the roles they had before, all or nothing.
 * Returns how many.
 * @throws Invalid {''} when it cannot be undone any more, and when somebody cannot be changed or
 * has been given other roles since.
 */
export async function restoreRoles(actor: Actor, changeId: number): Promise<number> {
  return transaction(async () => {
    const changed = (await lookUpRoleChange(actor, changeId)) ?? [];
    if (!(await deleteRoleChange(actor, changeId)))
      throw new Invalid({ '': 'bulk_changes.errors.undo_over' });
    const rolesOf = new Map(changed.map((roles) => [roles.membershipId, roles]));
    const plan = planFor(await candidatesOf(actor, idsOf(changed)), () => null);
    requireSomebody(plan);
    await toEverybody(plan.going, async ({ person, held }) => {
      const { before, after } = rolesOf.get(person.membership_id) as ChangedRoles;
      if (!isAlike(heldUntil(held), after)) throw new Conflict();
      await changeRoles(actor, person.membership_id, before);
    });
    return plan.going.length;
  });
}

/** Forgets the roles people had before changes that are too old to be undone. For the schedule. */
export async function cleanRoleChanges(): Promise<void> {
  await deleteOldRoleChangesUnscoped();
}

function idsOf(changed: readonly ChangedRoles[]): number[] {
  return changed.map(({ membershipId }) => membershipId);
}
