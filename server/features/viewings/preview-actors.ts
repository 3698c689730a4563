import {
  type Actor,
  effectiveGrants,
  type Permission,
  type Scope,
} from '../../core/permissions/index.js';
import { type RoleRow, roleScopes } from '../roles/index.js';

/** Made once for each state of who stands in: what was prepared for an actor is found again. */
const made = new WeakMap<Actor, Map<number, Actor>>();

/**
 * Somebody's name and assignments with what a role gives in place of all that they hold themselves.
 * A change of the role or of the person makes another `standIn`, and so another of these.
 */
export async function holderOf(role: RoleRow, standIn: Actor): Promise<Actor> {
  const known = made.get(standIn) ?? new Map<number, Actor>();
  made.set(standIn, known);
  const before = known.get(role.id);
  if (before) return before;
  const scopes = (await roleScopes([role.id])).get(role.id) ?? new Map<Permission, Scope>();
  const holder: Actor = {
    ...standIn,
    roleNames: [role.name],
    roleKeys: role.key ? [role.key] : [],
    grants: effectiveGrants(role.audience, [{ name: role.name, endsAt: null, scopes }], []),
    needsSecondFactor: false,
    secondFactorDueAt: null,
    version: `${standIn.version} as ${role.id}`,
  };
  known.set(role.id, holder);
  return holder;
}
