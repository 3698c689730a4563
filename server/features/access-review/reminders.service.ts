import { transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { installationSetting, saveSettings, setting } from '../../core/settings/index.js';
import { listKeepers } from '../memberships/index.js';
import { listWorkspacesInUse } from '../workspaces/index.js';
import { accessReviewDueEmail } from './access-review.emails.js';
import { lastSignedOffAt, lookUpOpenReview } from './reviews.queries.js';

/** Whether a workspace should go through everybody's access again. */
export async function isReviewDue(workspace: { id: number; created_at: number }): Promise<boolean> {
  const days = installationSetting('security.access_review_days');
  if (days === 0) return false;
  const last = (await lastSignedOffAt(workspace.id)) ?? workspace.created_at;
  return last <= now() - days * day;
}

/** Reminds the Admins of each workspace whose review is due, and then not again for as long. */
export async function remindOfReviews(): Promise<void> {
  const days = installationSetting('security.access_review_days');
  for (const workspace of await listWorkspacesInUse()) {
    const reminded = setting(workspace.id, 'access.review_reminded_at');
    if (!(await isReviewDue(workspace)) || reminded > now() - days * day) continue;
    if (await lookUpOpenReview(workspace.id)) continue;
    await transaction(async () => {
      for (const keeper of await listKeepers(workspace.id))
        await accessReviewDueEmail(keeper, days);
      await saveSettings(workspace.id, { 'access.review_reminded_at': now() });
    });
  }
}
