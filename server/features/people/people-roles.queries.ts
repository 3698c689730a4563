import { table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor, Audience, Permission, Scope } from '../../core/permissions/index.js';
import { type SwitchName, switchesOf } from '../clients/index.js';
import { type OverrideRow, overridesOf, rolesHeld } from '../memberships/index.js';
import { grantableRoles, listRoles, type RoleRow, roleScopes, rolesOf } from '../roles/index.js';
import { effectiveScopes } from './grants.policy.js';
import type { PersonRow } from './people.queries.js';

/** A role somebody holds now. */
export interface HeldRole {
  membership_id: number;
  id: number;
  name: string;
  key: string | null;
  ends_at: number | null;
}

/** The roles that count now, by membership; one query, however many people. */
export async function listHeldRoles(
  membershipIds: readonly number[],
): Promise<Map<number, HeldRole[]>> {
  const rows = (await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .whereIn('membership_roles.membership_id', [...membershipIds])
    .where((live) => {
      live.whereNull('membership_roles.ends_at').orWhere('membership_roles.ends_at', '>', now());
    })
    .orderBy('membership_roles.id')
    .select(
      'membership_roles.membership_id',
      'membership_roles.ends_at',
      'roles.id',
      'roles.name',
      'roles.key',
    )) as unknown as HeldRole[];
  const held = new Map<number, HeldRole[]>(membershipIds.map((id) => [id, []]));
  for (const row of rows) held.get(row.membership_id)?.push(row);
  return held;
}

/** The roles of an audience that the actor may give, in the order of the settings. */
export async function listGrantableRoles(actor: Actor, audience: Audience): Promise<RoleRow[]> {
  return grantableRoles(actor, await listRoles(actor.workspaceId, audience));
}

/** What some roles give together. */
export async function scopesOfRoles(
  audience: Audience,
  roleIds: readonly number[],
): Promise<Map<Permission, Scope>> {
  return effectiveScopes(audience, (await roleScopes(roleIds)).values());
}

/** What decides what somebody may do. */
export interface MemberScopes {
  /** What their roles alone give. */
  base: Map<Permission, Scope>;
  /** What that comes to with what is set for them alone. */
  own: Map<Permission, Scope>;
  /** What is set for them alone and counts now. */
  overrides: OverrideRow[];
}

/** What somebody holds now, with their own overrides, and what their roles alone would give. */
export async function scopesOfMember(
  audience: Audience,
  membershipId: number,
  roleIds: readonly number[],
): Promise<MemberScopes> {
  const roles = [...(await roleScopes(roleIds)).values()];
  const overrides = (await overridesOf(membershipId)).filter(
    ({ ends_at }) => ends_at === null || ends_at > now(),
  );
  return {
    base: effectiveScopes(audience, roles),
    own: effectiveScopes(audience, roles, overrides),
    overrides,
  };
}

/** The roles to choose from for somebody: those the actor may give, and those they hold already. */
export async function listRoleChoices(actor: Actor, person: PersonRow): Promise<RoleRow[]> {
  const grantable = await listGrantableRoles(actor, person.audience);
  const held = (await rolesHeld(person.membership_id)).map((row) => row.role_id);
  const missing = held.filter((id) => !grantable.some((role) => role.id === id));
  return [...grantable, ...(await rolesOf(actor.workspaceId, missing))];
}

/** Names of roles of the actor's workspace, by id. */
export async function rolesNamed(
  actor: Actor,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const roles = await rolesOf(actor.workspaceId, ids);
  return new Map(roles.map(({ id, name }) => [id, name]));
}

/** The switches of a contact: what their roles turn on, and what that is with their own differences. */
export async function switchesOfContact(
  person: PersonRow,
): Promise<{ base: SwitchName[]; own: SwitchName[] }> {
  const { membership_id } = person;
  const roles = (await listHeldRoles([membership_id])).get(membership_id) ?? [];
  const ids = roles.map((role) => role.id);
  const { base, own } = await scopesOfMember('client', membership_id, ids);
  return { base: switchesOf(base), own: switchesOf(own) };
}
