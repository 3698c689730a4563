import { restoreReserve } from './core/database/index.js';
import { cleanDeliveries } from './core/events/index.js';
import { recurring } from './core/jobs/index.js';
import { cleanOutbox } from './core/mail/index.js';
import { cleanOrphans } from './core/storage/index.js';
import { remindOfReviews } from './features/access-review/index.js';
import { cleanAccounts, cleanSignIns } from './features/accounts/index.js';
import { cleanTrail } from './features/audit/index.js';
import { cleanRoleChanges } from './features/bulk-changes/index.js';
import { eraseDue } from './features/departures/index.js';
import { cleanImports } from './features/imports/index.js';
import { announceEndings, noteEndings } from './features/memberships/index.js';
import { remindOfOpenReviews } from './features/reviews/index.js';
import { cleanPasskeys } from './features/second-factors/index.js';
import { endForgotten } from './features/viewings/index.js';

let isStarted = false;

/**
 * Contents page 2: every job that comes back, with its hour (cron expressions in UTC). The worker
 * takes each turn in one process only. Called a second time it changes nothing.
 */
export function startSchedule(): void {
  if (isStarted) return;
  isStarted = true;
  recurring('schedule.accounts', '30 * * * *', cleanAccounts);
  recurring('schedule.endings', '5 * * * *', announceEndings);
  recurring('schedule.ended', '* * * * *', noteEndings);
  recurring('schedule.passkeys', '35 * * * *', cleanPasskeys);
  recurring('schedule.viewings', '*/5 * * * *', endForgotten);
  recurring('schedule.imports', '45 * * * *', cleanImports);
  recurring('schedule.bulk_changes', '25 * * * *', cleanRoleChanges);
  recurring('schedule.files', '20 * * * *', async () => void (await cleanOrphans()));
  recurring('schedule.reviews', '15 6 * * *', remindOfReviews);
  recurring('schedule.client_reviews', '40 7 * * *', remindOfOpenReviews);
  recurring('schedule.reserve', '10 * * * *', async () => void restoreReserve());
  recurring('schedule.deliveries', '40 2 * * *', async () => void (await cleanDeliveries()));
  recurring('schedule.audit', '25 3 * * *', cleanTrail);
  recurring('schedule.sign_ins', '35 3 * * *', cleanSignIns);
  recurring('schedule.erasures', '55 * * * *', eraseDue);
  recurring('schedule.outbox', '50 * * * *', cleanOutbox);
}
