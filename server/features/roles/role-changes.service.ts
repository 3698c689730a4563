import type { Facts } from '../../core/audit/index.js';
import { lockRow, transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Conflict, Forbidden, Invalid } from '../../core/http/index.js';
import {
  type Actor,
  type Audience,
  allowedFor,
  type BuiltInRole,
  type Permission,
  permissionEntry,
} from '../../core/permissions/index.js';
import { dropRequirement } from '../second-factors/index.js';
import { raiseAccessVersion } from '../workspaces/index.js';
import { changedGrants, mayChangeGrant, type Scopes } from './giving.policy.js';
import type { ReadyMadeKey } from './ready-made.js';
import { roleScopes } from './role-scopes.service.js';
import { roleChanged, roleCreated, roleDeleted } from './roles.events.js';
import { builtInScopes } from './roles.policy.js';
import {
  countHoldings,
  deleteRoleRow,
  findRole,
  holdsRole,
  insertRole,
  lookUpRoleNamed,
  type RoleRow,
  replaceGrants,
  updateRoleRow,
} from './roles.queries.js';

/** What a form says about a role. */
export interface RoleInput {
  name: string;
  description: string | null;
  /** What it gives; what is missing is none. */
  scopes: Scopes;
}

/** What a new role was made from: a ready-made or built-in one, another role, or nothing. */
export interface RoleOrigin {
  key: ReadyMadeKey | BuiltInRole | null;
  roleId: number | null;
}

/**
 * Makes a custom role and returns its id.
 * @throws Invalid {name} when there is one of that name; Forbidden beyond what the actor may give.
 */
export async function createRole(
  actor: Actor,
  input: RoleInput & { audience: Audience; origin: RoleOrigin },
): Promise<number> {
  return transaction(async () => {
    await lockRow('workspaces', actor.workspaceId);
    await requireFreeName(actor, input.name, null);
    requireMayGive(actor, input.audience, new Map(), input.scopes);
    const id = await insertRole(actor.workspaceId, input);
    await replaceGrants(
      id,
      [...input.scopes].filter(([, scope]) => scope !== 'none'),
    );
    await publish(roleCreated, {
      ...about(actor, id),
      data: { name: input.name },
      audit: {
        name: input.name,
        after: { audience: input.audience, ...grantFacts(new Map(), input.scopes).after },
      },
    });
    return id;
  });
}

/**
 * Changes a role; it counts for everybody who holds it from their next request on. `seenAt` is
 * the `updated_at` that the form was made from.
 * @throws NotFound; Conflict when somebody else was quicker; Forbidden for Admin, for a role the
 * actor holds and beyond what they may give; Invalid {name}.
 */
export async function updateRole(
  actor: Actor,
  id: number,
  { seenAt, ...input }: RoleInput & { seenAt: number },
): Promise<void> {
  await transaction(async () => {
    const role = await lockedRole(actor, id);
    if (role.updated_at !== seenAt) throw new Conflict();
    await requireMayEdit(actor, role);
    await requireFreeName(actor, input.name, id);
    const before = await scopesOf(role);
    requireMayGive(actor, role.audience, before, input.scopes);
    await store(role, input);
    const permissions = changedGrants(before, input.scopes).map((grant) => grant.permission);
    const facts = grantFacts(before, input.scopes);
    await publish(roleChanged, {
      ...about(actor, id),
      data: { name: input.name, permissions: permissions.join(', ') },
      audit: {
        name: role.name,
        before: { name: role.name, description: role.description, ...facts.before },
        after: { name: nameOf(role, input), description: input.description, ...facts.after },
      },
    });
  });
}

/**
 * Gives Staff or Client back what the product ships them with.
 * @throws NotFound for other roles; Forbidden as in updateRole().
 */
export async function resetRole(actor: Actor, id: number): Promise<void> {
  const role = await findRole(actor, id);
  if (!role.key) throw new Invalid({ '': 'roles.errors.no_reset' });
  await updateRole(actor, id, {
    name: role.name,
    description: role.description,
    scopes: builtInScopes(role.key),
    seenAt: role.updated_at,
  });
}

/**
 * Takes a custom role away that nobody holds any more.
 * @throws NotFound; Forbidden for built-in roles and those that give what the actor may not;
 * Invalid {''} while somebody holds it.
 */
export async function deleteRole(actor: Actor, id: number): Promise<void> {
  await transaction(async () => {
    const role = await lockedRole(actor, id);
    await requireMayDelete(actor, role);
    if ((await countHoldings(id)) > 0) throw new Invalid({ '': 'roles.errors.held' });
    const { before } = grantFacts(await scopesOf(role), new Map());
    await deleteRoleRow(id);
    await dropRequirement(id);
    await raiseAccessVersion(actor.workspaceId);
    await publish(roleDeleted, {
      ...about(actor, id),
      data: { name: role.name },
      audit: { name: role.name, before: { audience: role.audience, ...before } },
    });
  });
}

/**
 * Whether the actor may change a role at all: not Admin, which holds everything, and not one of
 * their own, whoever they are: nobody changes their own access (PRODUCT 3.1.3).
 * @throws Forbidden
 */
export async function requireMayEdit(actor: Actor, role: RoleRow): Promise<void> {
  if (role.key === 'admin') throw new Forbidden('roles.errors.admin');
  if (actor.kind !== 'system' && (await holdsRole(actor.membershipId, role.id)))
    throw new Forbidden('roles.errors.own');
}

/** @throws Forbidden for built-in roles and those that give what the actor may not give. */
export async function requireMayDelete(actor: Actor, role: RoleRow): Promise<void> {
  if (role.key) throw new Forbidden('roles.errors.built_in');
  await requireMayEdit(actor, role);
  requireMayGive(actor, role.audience, await scopesOf(role), new Map());
}

/** Changes of roles come one after another, so that two of them never cross. */
async function lockedRole(actor: Actor, id: number): Promise<RoleRow> {
  await lockRow('workspaces', actor.workspaceId);
  return findRole(actor, id);
}

async function scopesOf(role: RoleRow): Promise<Scopes> {
  return (await roleScopes([role.id])).get(role.id) ?? new Map();
}

async function store(role: RoleRow, { name, description, scopes }: RoleInput): Promise<void> {
  const base: Scopes = role.key ? builtInScopes(role.key) : new Map();
  const differences = changedGrants(base, scopes);
  await updateRoleRow(role, { name: nameOf(role, { name }), description });
  await replaceGrants(
    role.id,
    differences.map(({ permission, after }) => [permission, after] as const),
  );
  await raiseAccessVersion(role.workspace_id);
}

async function requireFreeName(actor: Actor, name: string, except: number | null): Promise<void> {
  const other = await lookUpRoleNamed(actor.workspaceId, name);
  if (other && other.id !== except) throw new Invalid({ name: 'roles.errors.name_taken' });
}

/** Whatever is posted: only what exists, what the audience can hold and what the actor may give. */
function requireMayGive(actor: Actor, audience: Audience, before: Scopes, after: Scopes): void {
  for (const grant of changedGrants(before, after)) {
    const { permission } = grant;
    if (!isPossible(audience, permission, after)) throw new Invalid({ '': 'roles.errors.grant' });
    if (!mayChangeGrant(actor, audience, grant))
      throw new Forbidden({ key: 'errors.no_permission', values: { permission } });
  }
}

function isPossible(audience: Audience, permission: Permission, scopes: Scopes): boolean {
  const scope = scopes.get(permission) ?? 'none';
  if (scope === 'none') return true;
  return allowedFor(audience, permission) && permissionEntry(permission).scopes.includes(scope);
}

/** Built-in roles keep their name, whatever is posted. */
function nameOf(role: RoleRow, { name }: { name: string }): string {
  return role.key ? role.name : name;
}

/** What a change gives and takes, by permission. */
function grantFacts(from: Scopes, to: Scopes): { before: Facts; after: Facts } {
  const grants = changedGrants(from, to);
  const facts = (side: 'before' | 'after'): Facts =>
    Object.fromEntries(grants.map((grant) => [grant.permission, grant[side]]));
  return { before: facts('before'), after: facts('after') };
}

function about(actor: Actor, id: number) {
  return { actor, subject: { type: 'role', id }, visibility: 'internal' } as const;
}
