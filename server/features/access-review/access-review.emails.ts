import { queueMail } from '../../core/mail/index.js';
import { mailLocale, siteAddress } from '../accounts/index.js';
import type { Keeper } from '../memberships/index.js';

/** Tells an Admin that nobody has gone through everybody's access for a while. */
export async function accessReviewDueEmail(keeper: Keeper, days: number): Promise<void> {
  const { workspace_id, name, email } = keeper;
  await queueMail({
    workspaceId: workspace_id,
    to: { name, address: email },
    locale: mailLocale(keeper, workspace_id),
    template: 'access-review-due',
    data: { days, link: siteAddress('/access-review') },
  });
}
