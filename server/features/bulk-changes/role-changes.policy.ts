import { now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { MembershipRoleRow } from '../memberships/index.js';
import { type Candidate, type Obstacle, outOfReach } from './candidates.js';

/** What happens to a role of many people. */
export interface RoleChange {
  mode: 'add' | 'replace' | 'take';
  roleId: number;
}

/** A role with its end (ms UTC), or null for good. */
export interface HeldUntil {
  roleId: number;
  endsAt: number | null;
}

/** The roles of some rows. */
export function heldUntil(rows: readonly MembershipRoleRow[]): HeldUntil[] {
  return rows.map(({ role_id, ends_at }) => ({ roleId: role_id, endsAt: ends_at }));
}

/** The roles somebody holds after a change; ends stay as they are. */
export function rolesAfter(held: readonly HeldUntil[], { mode, roleId }: RoleChange): HeldUntil[] {
  const own = held.find((role) => role.roleId === roleId && isLive(role));
  const others = held.filter((role) => role.roleId !== roleId);
  if (mode === 'take') return others;
  const given = own ?? { roleId, endsAt: null };
  return mode === 'replace' ? [given] : [...others, given];
}

/** Whether a role still counts. */
export function isLive({ endsAt }: HeldUntil): boolean {
  return endsAt === null || endsAt > now();
}

/** What keeps somebody from a change of their role, for an actor who may give some roles. */
export function roleObstacle(
  actor: Actor,
  candidate: Candidate,
  { change, grantable }: { change: RoleChange; grantable: ReadonlySet<number> },
): Obstacle | null {
  const reach = outOfReach(actor, candidate);
  if (reach) return reach;
  const before = heldUntil(candidate.held);
  const after = rolesAfter(before, change);
  const touched = [...missingFrom(after, before), ...missingFrom(before, after)];
  if (touched.length === 0) return 'same_role';
  if (!after.some(isLive)) return 'last_role';
  return touched.every(({ roleId }) => grantable.has(roleId)) ? null : 'beyond_you';
}

/** Whether two lists of roles give the same now: what has ended makes no difference. */
export function isAlike(one: readonly HeldUntil[], other: readonly HeldUntil[]): boolean {
  const [these, those] = [one.filter(isLive), other.filter(isLive)];
  return missingFrom(these, those).length === 0 && missingFrom(those, these).length === 0;
}

function missingFrom(roles: readonly HeldUntil[], others: readonly HeldUntil[]): HeldUntil[] {
  return roles.filter(
    (role) => !others.some((one) => one.roleId === role.roleId && one.endsAt === role.endsAt),
  );
}
