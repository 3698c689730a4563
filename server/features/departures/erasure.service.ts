import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { forgetName, publish } from '../../core/events/index.js';
import { Invalid, NotFound } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { forgetRecipient } from '../../core/mail/index.js';
import { type Actor, systemActor } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import { forgetReviewed } from '../access-review/index.js';
import { eraseAccount, lookUpUser } from '../accounts/index.js';
import { forgetGoogle } from '../google-sign-in/index.js';
import { forgetHandOvers } from '../hand-overs/index.js';
import { forgetInvitations } from '../invitations/index.js';
import { forgetHeld, requireMayDelete } from '../memberships/index.js';
import { forgetNotes } from '../notes/index.js';
import { forgetFactors } from '../second-factors/index.js';
import { forgetViewings } from '../viewings/index.js';
import { primaryWorkspace } from '../workspaces/index.js';
import { userErased } from './departures.events.js';
import { findTrashed, listDueUnscoped, markErased } from './departures.queries.js';

/** People erased in one turn of the job; the next turn takes the rest. */
const mostAtOnce = 100;

/**
 * Erases somebody in the trash before their time is over.
 * @throws NotFound; Forbidden; Invalid {confirmation} when the name is another.
 */
export async function erasePerson(
  actor: Actor,
  userId: number,
  confirmation: string,
): Promise<void> {
  await transaction(async () => {
    const { name } = await findTrashed(actor, userId);
    await requireMayDelete(actor, userId);
    if (confirmation.trim() !== name.trim())
      throw new Invalid({ confirmation: 'departures.errors.confirmation' });
    if (!(await erase(actor, userId))) throw new NotFound();
  });
}

/** Erases everybody whose time in the trash is over. For the schedule. */
export async function eraseDue(): Promise<void> {
  const { id } = await primaryWorkspace();
  for (const userId of await listDueUnscoped(now(), mostAtOnce))
    await transaction(async () => void (await erase(systemActor(id), userId)));
}

/**
 * Takes everything personal of somebody away and leaves "Former member N" in its place: N is the
 * number of the account, which is never given again. Says false when they are gone already.
 */
async function erase(actor: Actor, userId: number): Promise<boolean> {
  // Whoever brings them back at the same moment comes before or after, never between.
  await lockRow('users', userId);
  if (!(await markErased(userId, now()))) return false;
  const user = await lookUpUser(userId);
  if (!user) return false;
  const t = translatorFor(setting(actor.workspaceId, 'general.locale'));
  const name = t('departures.former', { number: String(userId) });
  await forgetFactors(userId);
  await forgetGoogle(userId);
  await forgetHeld(userId);
  await forgetHandOvers(userId);
  await forgetInvitations(userId);
  await forgetNotes(userId);
  await forgetViewings(userId);
  await forgetReviewed(userId, name);
  await eraseAccount(user, name);
  await forgetName({ userId, name: user.name, email: user.email }, name);
  await forgetRecipient({ name: user.name, address: user.email });
  await publish(userErased, {
    actor,
    subject: { type: 'user', id: userId },
    visibility: 'internal',
    data: { name },
    audit: { name },
  });
  return true;
}
