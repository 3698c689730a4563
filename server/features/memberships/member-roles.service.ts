import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { lookUpUser } from '../accounts/index.js';
import { type RoleRow, rolesOf } from '../roles/index.js';
import { overrideFacts, roleFacts } from './member-facts.policy.js';
import { keepAnAdmin, requireMayChange } from './member-rules.service.js';
import { roleChangedEmail } from './memberships.emails.js';
import { membershipRoleChanged } from './memberships.events.js';
import {
  findMembership,
  type MembershipRoleRow,
  type MembershipRow,
  type OverrideRow,
  overridesOf,
  replaceOverrides,
  replaceRoles,
  rolesHeld,
  updateMembership,
} from './memberships.queries.js';
import { asChoice, chosenRoles, type RoleChoice, requireMayGrant } from './memberships.service.js';

interface RoleChange {
  actor: Actor;
  member: MembershipRow;
  before: MembershipRoleRow[];
  choices: { roleId: number; endsAt: number | null }[];
  roles: RoleRow[];
}

/**
 * Gives a member exactly these roles, some perhaps until a moment. It counts from their next
 * request on.
 * @throws NotFound, Forbidden (one's own roles, an Admin's by another, beyond one's own grants),
 * Invalid {roles} or {''} for the last Admin.
 */
export async function changeRoles(
  actor: Actor,
  membershipId: number,
  roleIds: readonly RoleChoice[],
): Promise<void> {
  await transaction(async () => {
    const member = await findMembership(actor, membershipId);
    await requireMayChange(actor, member, 'edit');
    await keepAnAdmin(member, async () => {
      const choices = roleIds.map(asChoice);
      const roles = await chosenRoles(member.workspace_id, member.audience, choices);
      const before = await rolesHeld(member.id);
      await apply({ actor, member, before, choices, roles });
    });
  });
}

async function apply(change: RoleChange): Promise<void> {
  const { actor, member, before, choices, roles } = change;
  const touched = touchedRoles(before, choices);
  if (touched.length === 0) return;
  await requireMayGrant(actor, await rolesOf(member.workspace_id, touched));
  await replaceRoles(member.id, choices);
  const isAdmin = roles.some((role) => role.key === 'admin');
  const lifted = isAdmin ? await liftDenials(member) : [];
  await updateMembership(member.id);
  await announce(change, lifted);
}

/** Roles that are given, taken or get another end: each must be the actor's to give. */
function touchedRoles(
  before: readonly MembershipRoleRow[],
  after: readonly { roleId: number; endsAt: number | null }[],
): number[] {
  const ends = (roles: readonly { roleId: number; endsAt: number | null }[]) =>
    new Map(roles.map((role) => [role.roleId, role.endsAt]));
  const old = ends(before.map((row) => ({ roleId: row.role_id, endsAt: row.ends_at })));
  const fresh = ends(after);
  return [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (id) => !old.has(id) || !fresh.has(id) || old.get(id) !== fresh.get(id),
  );
}

/**
 * An Admin holds everything (S044); a denial from earlier days must not make a lame one. Returns
 * those that are lifted.
 */
async function liftDenials(member: MembershipRow): Promise<OverrideRow[]> {
  const overrides = await overridesOf(member.id);
  await replaceOverrides(
    member.id,
    overrides.filter((override) => override.effect === 'allow'),
  );
  return overrides.filter((override) => override.effect === 'deny');
}

async function announce(change: RoleChange, lifted: readonly OverrideRow[]): Promise<void> {
  const { actor, member, before, choices, roles } = change;
  const user = await lookUpUser(member.user_id);
  if (!user) return;
  const earlier = await rolesOf(
    member.workspace_id,
    before.map((row) => row.role_id),
  );
  const names = { before: named(earlier), after: named(roles) };
  await publish(membershipRoleChanged, {
    actor,
    subject: { type: 'user', id: user.id },
    visibility: 'internal',
    data: { name: user.name, roles: names.after.join(', '), before: names.before.join(', ') },
    audit: {
      name: user.name,
      before: {
        ...roleFacts(earlier, new Map(before.map((row) => [row.role_id, row.ends_at]))),
        ...overrideFacts(lifted),
      },
      after: roleFacts(roles, new Map(choices.map(({ roleId, endsAt }) => [roleId, endsAt]))),
    },
  });
  if (user.status === 'active' && member.status === 'active')
    await roleChangedEmail({ user, member, ...names, changer: actor.name });
}

function named(roles: readonly RoleRow[]): string[] {
  return roles.map((role) => role.name);
}
