// Work that happens after the answer: a leased table, a worker that outlives kill -9, a schedule.
export { defineJob, type Job, recurring } from './definitions.js';
export {
  type Leased,
  type LeaseTable,
  nextPause,
  release,
  renew,
  settle,
  takeDue,
} from './leases.js';
export {
  countFailedJobs,
  deleteFailedJob,
  enqueue,
  listRecurringJobs,
  listUnfinishedJobs,
  retryJob,
  type UnfinishedJob,
} from './queue.js';
export { addQueue, type Queue, type Taken, wake } from './queues.js';
export { workOff } from './work-off.js';
export { startWorker, type Worker } from './worker.js';
