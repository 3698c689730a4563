import type { Facts } from '../../core/audit/index.js';
import { transaction } from '../../core/database/index.js';
import { type AuditedKind, publish } from '../../core/events/index.js';
import { Forbidden, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeUser, endSessions, lookUpUser, type UserRow } from '../accounts/index.js';
import { primaryWorkspace } from '../workspaces/index.js';
import { keepAnAdmin, mayChangeUser, requireMayChange } from './member-rules.service.js';
import { accountDeactivatedEmail } from './memberships.emails.js';
import {
  membershipEndChanged,
  membershipRestored,
  membershipSuspended,
  userDeactivated,
  userReactivated,
} from './memberships.events.js';
import {
  findMembership,
  lookUpMembership,
  type MembershipRow,
  membershipsOf,
  updateMembership,
} from './memberships.queries.js';

/**
 * Keeps a member out of this workspace from now on: their sessions here end at once, what they
 * did stays.
 * @throws NotFound, Forbidden, Invalid {''} for the last Admin.
 */
export async function suspendMembership(actor: Actor, membershipId: number): Promise<void> {
  await suspend(actor, membershipId, async (member, user) => {
    if (user.status === 'active')
      await accountDeactivatedEmail({ user, workspaceId: member.workspace_id });
  });
}

/**
 * Ends a membership of somebody who goes on in another workspace and hears of it from there.
 * @throws NotFound, Forbidden, Invalid {''} for the last Admin.
 */
export async function leaveWorkspace(actor: Actor, membershipId: number): Promise<void> {
  await suspend(actor, membershipId, async () => {});
}

async function suspend(
  actor: Actor,
  membershipId: number,
  tell: (member: MembershipRow, user: UserRow) => Promise<void>,
): Promise<void> {
  await changeMember(actor, membershipId, async (member, user) => {
    if (member.status === 'suspended') return;
    await updateMembership(member.id, { status: 'suspended' });
    await endSessions(user.id, 'deactivated', { workspaceId: member.workspace_id });
    await announce(membershipSuspended, actor, user, {
      data: { name: user.name },
      before: { membership_status: member.status },
      after: { membership_status: 'suspended' },
    });
    await tell(member, user);
  });
}

/**
 * Lets a suspended member in again; who never accepted the invitation waits for it as before.
 * @throws NotFound, Forbidden
 */
export async function restoreMembership(actor: Actor, membershipId: number): Promise<void> {
  await changeMember(actor, membershipId, async (member, user) => {
    if (member.status !== 'suspended') return;
    const status = user.status === 'pending' ? 'pending' : 'active';
    await updateMembership(member.id, { status });
    await announce(membershipRestored, actor, user, {
      data: { name: user.name },
      before: { membership_status: member.status },
      after: { membership_status: status },
    });
  });
}

/**
 * Gives a membership an end (ms UTC), or takes it away (null).
 * @throws NotFound, Forbidden, Invalid {''} for the last Admin.
 */
export async function setMembershipEnd(
  actor: Actor,
  membershipId: number,
  endsAt: number | null,
): Promise<void> {
  await changeMember(actor, membershipId, async (member, user) => {
    if (member.ends_at === endsAt) return;
    await updateMembership(member.id, { ends_at: endsAt });
    await announce(membershipEndChanged, actor, user, {
      data: { name: user.name, endsAt },
      before: { ends_at: member.ends_at },
      after: { ends_at: endsAt },
    });
  });
}

/**
 * Switches a user off in the whole installation: sessions and links end at once, everything they
 * did stays attributed (S019, S022).
 * @throws NotFound, Forbidden (PRODUCT 3.1.4), Invalid {''} for the last Admin.
 */
export async function deactivateUser(actor: Actor, userId: number): Promise<void> {
  await transaction(async () => {
    const user = await requireMayChangeUser(actor, userId);
    if (user.status === 'inactive') return;
    const ruling = await lookUpMembership((await primaryWorkspace()).id, userId);
    const change = () => changeUser(userId, { status: 'inactive' });
    await (ruling ? keepAnAdmin(ruling, change) : change());
    await announce(userDeactivated, actor, user, {
      data: { name: user.name },
      before: { user_status: user.status },
      after: { user_status: 'inactive' },
    });
    if (user.status === 'active')
      await accountDeactivatedEmail({ user, workspaceId: actor.workspaceId });
  });
}

/**
 * Lets a deactivated user in again (S020): as active, or as invited when they never accepted.
 * @throws NotFound, Forbidden
 */
export async function reactivateUser(actor: Actor, userId: number): Promise<void> {
  await transaction(async () => {
    const user = await requireMayChangeUser(actor, userId);
    if (user.status !== 'inactive') return;
    const status = (await hasComeIn(user)) ? 'active' : 'pending';
    await changeUser(userId, { status });
    await announce(userReactivated, actor, user, {
      data: { name: user.name },
      before: { user_status: user.status },
      after: { user_status: status },
    });
  });
}

/** Whether somebody has ever accepted: their first invitation is still open otherwise. */
async function hasComeIn(user: UserRow): Promise<boolean> {
  if (user.password_hash !== null) return true;
  return (await membershipsOf(user.id)).some((member) => member.status === 'active');
}

async function changeMember(
  actor: Actor,
  membershipId: number,
  change: (member: MembershipRow, user: UserRow) => Promise<void>,
): Promise<void> {
  await transaction(async () => {
    const member = await findMembership(actor, membershipId);
    await requireMayChange(actor, member, 'deactivate');
    const user = await lookUpUser(member.user_id);
    if (!user || user.deleted_at !== null) throw new NotFound();
    await keepAnAdmin(member, () => change(member, user));
  });
}

async function requireMayChangeUser(actor: Actor, userId: number): Promise<UserRow> {
  const user = await lookUpUser(userId);
  const isHere = (await membershipsOf(userId)).some(
    (member) => member.workspace_id === actor.workspaceId,
  );
  if (!user || !isHere || user.deleted_at !== null) throw new NotFound();
  if (!(await mayChangeUser(actor, userId, 'deactivate')))
    throw new Forbidden('memberships.errors.not_yours');
  return user;
}

async function announce<Data>(
  kind: AuditedKind<Data>,
  actor: Actor,
  user: UserRow,
  { data, before, after }: { data: Data; before: Facts; after: Facts },
) {
  const subject = { type: 'user', id: user.id };
  const audit = { name: user.name, before, after };
  await publish(kind, { actor, subject, visibility: 'internal', data, audit });
}
