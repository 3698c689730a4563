import { lockRow, transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Invalid, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { revokeInvitations } from '../invitations/index.js';
import { putBack, requireMayDelete, type Standing, takeOut } from '../memberships/index.js';
import { userDeleted, userRestored } from './departures.events.js';
import { deleteDeparture, findTrashed, insertDeparture } from './departures.queries.js';
import { trashDays } from './trash-days.js';

/**
 * Deletes somebody: they are out of the whole installation at once and wait in the trash.
 * @throws NotFound; Forbidden (PRODUCT 3.1.3, 3.1.4); Invalid {confirmation} when the name is
 * another, {''} for the last Admin.
 */
export async function deletePerson(
  actor: Actor,
  userId: number,
  confirmation: string,
): Promise<void> {
  await transaction(async () => {
    const user = await requireMayDelete(actor, userId);
    if (confirmation.trim() !== user.name.trim())
      throw new Invalid({ confirmation: 'departures.errors.confirmation' });
    const moment = now();
    const standing = await takeOut(userId, moment);
    for (const id of Object.keys(standing.memberships)) await revokeInvitations(Number(id));
    await insertDeparture({
      user_id: userId,
      deleted_by_user_id: actor.kind === 'system' ? null : actor.userId,
      user_status: standing.user,
      membership_statuses: JSON.stringify(standing.memberships),
      deleted_at: moment,
      erase_at: moment + trashDays * day,
      erased_at: null,
    });
    await publish(userDeleted, {
      actor,
      subject: { type: 'user', id: userId },
      visibility: 'internal',
      data: { name: user.name },
      audit: {
        name: user.name,
        before: { user_status: standing.user },
        after: { user_status: 'deleted' },
      },
    });
  });
}

/**
 * Brings somebody back from the trash, with the access and the work they had.
 * @throws NotFound, Forbidden
 */
export async function restorePerson(actor: Actor, userId: number): Promise<{ name: string }> {
  return transaction(async () => {
    // As whoever erases them does, so that one of two at the same moment comes too late.
    await lockRow('users', userId);
    const { name, user_status, membership_statuses } = await findTrashed(actor, userId);
    await requireMayDelete(actor, userId);
    if (!(await deleteDeparture(userId))) throw new NotFound();
    const memberships = JSON.parse(membership_statuses) as Standing['memberships'];
    await putBack(userId, { user: user_status, memberships });
    await publish(userRestored, {
      actor,
      subject: { type: 'user', id: userId },
      visibility: 'internal',
      data: { name },
      audit: { name, before: { user_status: 'deleted' }, after: { user_status } },
    });
    return { name };
  });
}
