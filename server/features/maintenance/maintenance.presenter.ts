import type { FailedDelivery } from '../../core/events/index.js';
import type { UnfinishedJob } from '../../core/jobs/index.js';

/** The first line of an error says what, the rest is for developers. */
const longest = 300;

/** A job that failed or is tried again, as the page shows it. */
export function presentJob(job: UnfinishedJob) {
  const isFailed = job.status === 'failed';
  const address = `/settings/maintenance/jobs/${job.id}`;
  return {
    id: job.id,
    name: job.name,
    status: job.status,
    attempts: job.attempts,
    runAt: isFailed ? null : job.runAt,
    error: firstLine(job.lastError),
    retryAction: isFailed ? `${address}/retry` : null,
    deleteAction: isFailed ? address : null,
  };
}

/** A reaction to an event that was given up, as the page shows it. */
export function presentDelivery(delivery: FailedDelivery) {
  return {
    id: delivery.id,
    name: delivery.subscriber,
    attempts: delivery.attempts,
    error: firstLine(delivery.lastError),
    retryAction: `/settings/maintenance/deliveries/${delivery.id}/retry`,
  };
}

function firstLine(text: string | null): string {
  return (text ?? '').split('\n', 1)[0]?.slice(0, longest) ?? '';
}
