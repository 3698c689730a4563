import { lockRow, table } from '../../core/database/index.js';
import { Forbidden, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeUser, lookUpUser, type UserRow } from '../accounts/index.js';
import { primaryWorkspace } from '../workspaces/index.js';
import { keepAnAdmin, mayChangeUser, requireMayChange } from './member-rules.service.js';
import { type MembershipRow, membershipsOf, updateMembership } from './memberships.queries.js';

/** How somebody stood before they were taken out, so that they can be put back as they were. */
export interface Standing {
  user: UserRow['status'];
  memberships: Record<string, MembershipRow['status']>;
}

/**
 * Somebody of this workspace whom the actor may delete or bring back (PRODUCT 3.1.3, 3.1.4).
 * @throws NotFound; Forbidden
 */
export async function requireMayDelete(actor: Actor, userId: number): Promise<UserRow> {
  const user = await lookUpUser(userId);
  const member = (await membershipsOf(userId)).find(
    ({ workspace_id }) => workspace_id === actor.workspaceId,
  );
  if (!user || !member) throw new NotFound();
  await requireMayChange(actor, member, 'delete');
  if (!(await mayChangeUser(actor, userId, 'delete')))
    throw new Forbidden('memberships.errors.not_yours');
  return user;
}

/**
 * Takes somebody out of every workspace at once, in the caller's transaction: sessions and links
 * end, nobody is offered them any more; what they hold is kept. Who may is decided by the caller.
 * @throws NotFound when they are deleted already; Invalid {''} for the last Admin.
 */
export async function takeOut(userId: number, moment: number): Promise<Standing> {
  const standing: Standing = { user: 'inactive', memberships: {} };
  const change = async () => {
    await lockRow('users', userId);
    const user = await lookUpUser(userId);
    if (!user || user.deleted_at !== null) throw new NotFound();
    standing.user = user.status;
    for (const { id, status } of await membershipsOf(userId)) {
      standing.memberships[id] = status;
      await updateMembership(id, { status: 'suspended' });
    }
    await changeUser(userId, { status: 'inactive', deleted_at: moment });
  };
  const { id: primary } = await primaryWorkspace();
  const ruling = (await membershipsOf(userId)).find((member) => member.workspace_id === primary);
  await (ruling ? keepAnAdmin(ruling, change) : change());
  return standing;
}

/** Puts somebody back as they stood, in the caller's transaction. */
export async function putBack(userId: number, standing: Standing): Promise<void> {
  for (const { id } of await membershipsOf(userId))
    await updateMembership(id, { status: standing.memberships[id] ?? 'suspended' });
  await changeUser(userId, { status: standing.user, deleted_at: null });
}

/** Forgets what somebody held: roles and exceptions, everywhere. */
export async function forgetHeld(userId: number): Promise<void> {
  const ids = (await membershipsOf(userId)).map(({ id }) => id);
  await table('membership_roles').whereIn('membership_id', ids).delete();
  await table('permission_overrides').whereIn('membership_id', ids).delete();
}
