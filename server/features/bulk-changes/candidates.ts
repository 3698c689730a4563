import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type MembershipRoleRow, rolesHeldBy } from '../memberships/index.js';
import { listMembersOf, type PersonRow } from '../people/index.js';
import { isAdmin, type RoleRow, rolesOf } from '../roles/index.js';

/** Somebody whom a change is meant for. */
export interface Candidate {
  person: PersonRow;
  /** Roles they hold, with those that have ended. */
  held: MembershipRoleRow[];
  isAdmin: boolean;
}

/** Why somebody stays as they are: a key of the messages below bulk_changes.obstacles. */
export type Obstacle =
  | 'self'
  | 'only_admins'
  | 'beyond_you'
  | 'same_role'
  | 'last_role'
  | 'in_team'
  | 'not_in_team'
  | 'kept_out'
  | 'inactive'
  | 'active'
  | 'not_pending';

/** Who a change would be made to, and who stays as they are and why. */
export interface Plan {
  going: Candidate[];
  staying: { candidate: Candidate; obstacle: Obstacle }[];
}

/** Those of some members of the team whom the actor may see, with their roles; three queries. */
export async function candidatesOf(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<Candidate[]> {
  const people = await listMembersOf(actor, membershipIds);
  const held = await rolesHeldBy(people.map((person) => person.membership_id));
  const roles = await rolesOfAll(actor, [...held.values()].flat());
  return people.map((person) => {
    const own = held.get(person.membership_id) ?? [];
    return {
      person,
      held: own,
      isAdmin: own.some((row) => roles.get(row.role_id)?.key === 'admin'),
    };
  });
}

/** Sorts people by whether anything stands in the way of a change. */
export function planFor(
  candidates: readonly Candidate[],
  obstacleOf: (candidate: Candidate) => Obstacle | null,
): Plan {
  const plan: Plan = { going: [], staying: [] };
  for (const candidate of candidates) {
    const obstacle = obstacleOf(candidate);
    if (obstacle) plan.staying.push({ candidate, obstacle });
    else plan.going.push(candidate);
  }
  return plan;
}

/** What keeps an actor from changing somebody's access at all (PRODUCT 3.1.3). */
export function outOfReach(actor: Actor, { person, isAdmin: isTheirs }: Candidate) {
  if (person.user_id === actor.userId) return 'self';
  return isTheirs && !isAdmin(actor) ? 'only_admins' : null;
}

/** The memberships of some people. */
export function idsOf(candidates: readonly Candidate[]): number[] {
  return candidates.map(({ person }) => person.membership_id);
}

/** @throws Invalid {''} when there is nobody to make a change to. */
export function requireSomebody(plan: Plan): void {
  if (plan.going.length === 0) throw new Invalid({ '': 'bulk_changes.errors.nobody' });
}

/** Roles of some rows by id. */
export async function rolesOfAll(
  actor: Actor,
  rows: readonly { role_id: number }[],
): Promise<Map<number, RoleRow>> {
  const ids = [...new Set(rows.map((row) => row.role_id))];
  return new Map((await rolesOf(actor.workspaceId, ids)).map((role) => [role.id, role]));
}
