import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor, Audience } from '../../core/permissions/index.js';
import { grantableRoles, type RoleRow, rolesOf } from '../roles/index.js';
import {
  insertMembership,
  insertMemberships,
  insertRoles,
  type MembershipRow,
  replaceRoles,
} from './memberships.queries.js';

/** A role to be held, for good or until a moment (ms UTC). */
export type RoleChoice = number | { roleId: number; endsAt: number | null };

/** What is known of a new member. */
export interface NewMembership {
  workspaceId: number;
  userId: number;
  audience: Audience;
  roleIds: readonly RoleChoice[];
  companyId?: number | null;
  status: MembershipRow['status'];
  /** Moment (ms UTC) at which the membership ends by itself, or null. */
  endsAt?: number | null;
  /** Who gives the roles; without it the program does, which may give any. */
  grantedBy?: Actor;
}

/**
 * Makes a user a member of a workspace; returns the membership's id.
 * @throws Invalid {roles} for roles that are not there for this audience; Forbidden for roles
 * beyond what `grantedBy` may give.
 */
export async function createMembership(input: NewMembership): Promise<number> {
  return transaction(async () => {
    const choices = input.roleIds.map(asChoice);
    const roles = await chosenRoles(input.workspaceId, input.audience, choices);
    if (input.grantedBy) await requireMayGrant(input.grantedBy, roles);
    const id = await insertMembership({
      workspace_id: input.workspaceId,
      user_id: input.userId,
      audience: input.audience,
      status: input.status,
      version: 1,
      company_id: input.audience === 'client' ? (input.companyId ?? null) : null,
      ends_at: input.endsAt ?? null,
      created_at: now(),
    });
    await replaceRoles(id, choices);
    return id;
  });
}

/** Somebody new among many, with the roles they get for good. */
export interface Newcomer {
  userId: number;
  roleIds: readonly number[];
}

/**
 * Makes many users, who belong to no workspace yet, pending members of the actor's team with few
 * statements; returns the memberships' ids in the same order.
 * @throws Invalid {roles}, Forbidden as createMembership() does.
 */
export async function createMemberships(
  actor: Actor,
  newcomers: readonly Newcomer[],
): Promise<number[]> {
  return transaction(async () => {
    if (newcomers.some(({ roleIds }) => roleIds.length === 0))
      throw new Invalid({ roles: 'memberships.errors.roles' });
    const roleIds = [...new Set(newcomers.flatMap((newcomer) => newcomer.roleIds))];
    const choices = roleIds.map(asChoice);
    await requireMayGrant(actor, await chosenRoles(actor.workspaceId, 'team', choices));
    const moment = now();
    const rows = newcomers.map(({ userId: user_id }) => ({
      workspace_id: actor.workspaceId,
      user_id,
      audience: 'team' as const,
      status: 'pending' as const,
      version: 1,
      company_id: null,
      ends_at: null,
      created_at: moment,
    }));
    const ids = await insertMemberships(actor.workspaceId, rows);
    const found = newcomers.map(({ userId }) => ids.get(userId) ?? 0);
    await insertRoles(
      newcomers.flatMap((newcomer, at) =>
        newcomer.roleIds.map((role_id) => ({ membership_id: found[at] ?? 0, role_id })),
      ),
    );
    return found;
  });
}

/** A choice of role with its end spelt out. */
export function asChoice(choice: RoleChoice): { roleId: number; endsAt: number | null } {
  return typeof choice === 'number' ? { roleId: choice, endsAt: null } : choice;
}

/**
 * The roles of a choice: at least one, each once, all of the workspace and the audience.
 * @throws Invalid {roles}
 */
export async function chosenRoles(
  workspaceId: number,
  audience: Audience,
  choices: readonly { roleId: number }[],
): Promise<RoleRow[]> {
  const ids = choices.map((choice) => choice.roleId);
  const roles = await rolesOf(workspaceId, ids);
  const isWhole = roles.length === ids.length && ids.length > 0;
  if (!isWhole || roles.some((role) => role.audience !== audience))
    throw new Invalid({ roles: 'memberships.errors.roles' });
  return roles;
}

/** @throws Forbidden when one of the roles is beyond what the actor may give or take. */
export async function requireMayGrant(actor: Actor, roles: readonly RoleRow[]): Promise<void> {
  const grantable = new Set((await grantableRoles(actor, roles)).map(({ id }) => id));
  const beyond = roles.find(({ id }) => !grantable.has(id));
  if (beyond)
    throw new Forbidden({ key: 'memberships.errors.beyond_you', values: { role: beyond.name } });
}
