import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { lookUpUser, type UserRow } from '../accounts/index.js';
import {
  changeRoles,
  createMembership,
  findMembership,
  leaveWorkspace,
  lookUpMembership,
  type MembershipRow,
  restoreMembership,
  setMembershipEnd,
} from '../memberships/index.js';
import { type RoleRow, rolesOf } from '../roles/index.js';
import { findWorkspace, type WorkspaceRow } from '../workspaces/index.js';
import { workspaceAddedEmail } from './belonging.emails.js';
import { membershipAdded } from './belonging.events.js';
import { isReachable } from './members.queries.js';
import { mayBring } from './reach.policy.js';
import { requireActorIn } from './reach.service.js';

/** Somebody and the roles they get in a workspace. */
export interface Joining {
  workspaceId: number;
  userId: number;
  roleIds: readonly number[];
}

/** Somebody who has come into a workspace. */
export interface Joined {
  name: string;
  workspace: string;
}

/**
 * Makes somebody of the installation a member of another workspace; who was one before comes back
 * as what is chosen now. They hear of it by mail.
 * @throws Forbidden for roles and workspaces that are not the actor's to give, and for themselves;
 * NotFound; Conflict for an archived workspace; Invalid {user_id} or {role_id}.
 */
export function addToWorkspace(actor: Actor, joining: Joining): Promise<Joined> {
  return transaction(() => join(actor, joining, undefined));
}

/**
 * Moves a member to another workspace: what they are there begins and what they were here ends,
 * both or neither. What they did stays where it is.
 * @throws as addToWorkspace(); Invalid {''} for the last Admin.
 */
export function moveToWorkspace(
  actor: Actor,
  from: { workspaceId: number; membershipId: number },
  to: Omit<Joining, 'userId'>,
): Promise<Joined> {
  return transaction(async () => {
    if (from.workspaceId === to.workspaceId) throw new Invalid({ to: 'errors.choice' });
    const here = await requireActorIn(actor, from.workspaceId);
    const member = await findMembership(here, from.membershipId);
    const { name: left } = await findWorkspace(from.workspaceId);
    const joined = await join(actor, { ...to, userId: member.user_id }, left);
    await leaveWorkspace(here, member.id);
    return joined;
  });
}

async function join(actor: Actor, joining: Joining, left: string | undefined): Promise<Joined> {
  const { userId, workspaceId } = joining;
  const there = await requireActorIn(actor, workspaceId);
  const workspace = await findWorkspace(workspaceId);
  if (workspace.archived_at !== null) throw new Conflict('workspaces.errors.archived');
  if (userId === actor.userId) throw new Forbidden('memberships.errors.self');
  // Of two who add the same person at one moment, the second sees what the first did.
  await lockRow('users', userId);
  const user = await lookUpUser(userId);
  if (user?.status !== 'active' || !(await isReachable(actor, userId))) throw new NotFound();
  const roles = await chosenRoles(there, joining.roleIds);
  const known = await lookUpMembership(workspaceId, userId);
  await (known ? comeBack(there, known, roles) : comeNew(there, user, roles));
  await announce({ there, user, workspace, roles, left });
  return { name: user.name, workspace: workspace.name };
}

/** @throws Invalid {role_id}; Forbidden for who may not bring such people in. */
async function chosenRoles(there: Actor, roleIds: readonly number[]): Promise<RoleRow[]> {
  const roles = await rolesOf(there.workspaceId, roleIds);
  const [first] = roles;
  const isWhole = first && roles.length === roleIds.length;
  if (!isWhole || roles.some((role) => role.audience !== first.audience))
    throw new Invalid({ role_id: 'workspaces.errors.roles' });
  if (!mayBring(there, first.audience)) throw new Forbidden('workspaces.errors.not_yours');
  return roles;
}

async function comeNew(there: Actor, user: UserRow, roles: readonly RoleRow[]): Promise<void> {
  await createMembership({
    workspaceId: there.workspaceId,
    userId: user.id,
    audience: roles[0]?.audience ?? 'team',
    roleIds: roles.map((role) => role.id),
    status: 'active',
    grantedBy: there,
  });
}

async function comeBack(
  there: Actor,
  known: MembershipRow,
  roles: readonly RoleRow[],
): Promise<void> {
  const hasEnded = known.ends_at !== null && known.ends_at <= now();
  const isOver = known.status === 'suspended' || hasEnded;
  if (!isOver) throw new Invalid({ user_id: 'workspaces.errors.is_member' });
  if (known.audience !== roles[0]?.audience)
    throw new Invalid({ role_id: `workspaces.errors.was_${known.audience}` });
  await changeRoles(
    there,
    known.id,
    roles.map((role) => role.id),
  );
  await setMembershipEnd(there, known.id, null);
  await restoreMembership(there, known.id);
}

async function announce(joined: {
  there: Actor;
  user: UserRow;
  workspace: WorkspaceRow;
  roles: readonly RoleRow[];
  left: string | undefined;
}): Promise<void> {
  const { there, user, workspace, left } = joined;
  const roles = joined.roles.map((role) => role.name);
  await publish(membershipAdded, {
    actor: there,
    subject: { type: 'user', id: user.id },
    visibility: 'internal',
    data: { name: user.name, roles: roles.join(', ') },
    audit: { name: user.name, after: { membership_status: 'active', roles } },
  });
  await workspaceAddedEmail({ user, workspace, roles, changer: there.name, left });
}
