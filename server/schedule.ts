import { table } from './core/database/index.js';
import { day, now } from './core/dates/index.js';
import { cleanDeliveries } from './core/events/index.js';
import { recurring } from './core/jobs/index.js';
import { cleanOutbox } from './core/mail/index.js';
import { cleanOrphans } from './core/storage/index.js';

let isStarted = false;

/**
 * Contents page 2: every job that comes back, with its hour (cron expressions in UTC). The worker
 * takes each turn in one process only. Called a second time it changes nothing.
 */
export function startSchedule(): void {
  if (isStarted) return;
  isStarted = true;
  recurring('schedule.files', '20 * * * *', async () => void (await cleanOrphans()));
  recurring('schedule.deliveries', '40 2 * * *', async () => void (await cleanDeliveries()));
  recurring('schedule.outbox', '50 * * * *', cleanOutbox);
  recurring('schedule.rate-limits', '10 * * * *', forgetRateLimits);
}

/** Limits that ran out a day ago; the limiter itself only overwrites them. */
async function forgetRateLimits(): Promise<void> {
  await table('rate_limits')
    .where('expire', '<', now() - day)
    .delete();
}
