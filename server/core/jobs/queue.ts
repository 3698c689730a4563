import { afterCommit, raw, table } from '../database/index.js';
import { now } from '../dates/clock.js';
import { type Job, jobNamed } from './definitions.js';
import {
  type Leased,
  type LeaseTable,
  nextPause,
  release,
  renew,
  settle,
  takeDue,
} from './leases.js';
import { addQueue, type Taken, wake } from './queues.js';
import { nextTurnOf, placeRecurringJobs, recurringKey } from './turns.js';

const jobsTable: LeaseTable = { table: 'jobs', due: 'run_at', ready: 'waiting', taken: 'running' };
/** Room for a stack's first lines, small enough for a page. */
const errorLength = 1000;

interface JobRow extends Leased {
  name: string;
  data: string;
  unique_key: string | null;
  run_at: number;
  max_attempts: number;
  last_error: string | null;
  created_at: number;
}

/** A job as the maintenance page shows it. */
export interface UnfinishedJob {
  id: number;
  name: string;
  status: 'waiting' | 'running' | 'failed';
  attempts: number;
  /** Moments in ms UTC. */
  runAt: number;
  createdAt: number;
  lastError: string | null;
}

/**
 * Puts a job into the queue; inside a transaction it counts from the commit on. With a
 * `uniqueKey` nothing happens while an unfinished job of that key exists.
 */
export async function enqueue<Data>(
  job: Job<Data>,
  data: Data,
  options: { runAt?: number; uniqueKey?: string } = {},
): Promise<void> {
  const moment = now();
  const row = {
    name: job.name,
    data: JSON.stringify(data ?? null),
    unique_key: options.uniqueKey ?? null,
    run_at: options.runAt ?? moment,
    attempts: 0,
    max_attempts: Math.min(job.maxAttempts, 1_000_000),
    status: 'waiting',
    created_at: moment,
  };
  const insert = table('jobs').insert(row);
  await (options.uniqueKey ? insert.onConflict('unique_key').ignore() : insert);
  afterCommit(() => wake('jobs'));
}

/** Jobs that failed for good or had to be tried again, newest first. */
export async function listUnfinishedJobs(limit = 100): Promise<UnfinishedJob[]> {
  const rows = await table<JobRow>('jobs')
    .where((either) => either.where('status', 'failed').orWhereNotNull('last_error'))
    .orderBy('id', 'desc')
    .limit(limit);
  return (rows as JobRow[]).map(present);
}

/** The scheduled jobs with their next turn. */
export async function listRecurringJobs(): Promise<UnfinishedJob[]> {
  const rows = await table<JobRow>('jobs')
    .where('unique_key', 'like', recurringKey('%'))
    .orderBy('name');
  return (rows as JobRow[]).map(present);
}

/** How many jobs were given up. */
export async function countFailedJobs(): Promise<number> {
  const row = await table('jobs').where('status', 'failed').count({ n: '*' }).first();
  return Number((row as { n: unknown } | undefined)?.n ?? 0);
}

/** Tries a failed job again from the beginning. Says false when it is not there or has not failed. */
export async function retryJob(id: number): Promise<boolean> {
  const changed = await table('jobs')
    .where({ id, status: 'failed' })
    .update({ status: 'waiting', attempts: 0, run_at: now(), last_error: null });
  afterCommit(() => wake('jobs'));
  return Number(changed) === 1;
}

/** Removes a failed job. Says false when it is not there or has not failed. */
export async function deleteFailedJob(id: number): Promise<boolean> {
  return Number(await table('jobs').where({ id, status: 'failed' }).delete()) === 1;
}

addQueue({
  name: 'jobs',
  concurrency: 3,
  take: async (limit) => (await takeDue<JobRow>(jobsTable, limit)).map(taken),
  release: () => release(jobsTable),
  repair: repairJobs,
});

function taken(row: JobRow): Taken {
  return { run: () => runJob(row), renew: () => renew(jobsTable, row) };
}

async function runJob(row: JobRow): Promise<void> {
  const job = jobNamed(row.name);
  try {
    if (!job) throw new Error('This version of the program does not know this job');
    // A job that takes the whole process down with it is counted when it is taken, not when it fails.
    if (row.attempts > row.max_attempts) throw new Error(row.last_error ?? 'Interrupted too often');
    await job.run(JSON.parse(row.data));
  } catch (error) {
    await settle(jobsTable, row, afterFailure(row, job, error as Error));
    return;
  }
  await settle(jobsTable, row, job.cron ? nextTurnOf(job) : 'delete');
}

function afterFailure(row: JobRow, job: Job<unknown> | undefined, error: Error) {
  const last_error = String(error.stack ?? error.message).slice(0, errorLength);
  if (job?.cron) return { ...nextTurnOf(job), last_error };
  if (!job || row.attempts >= row.max_attempts) return { status: 'failed', last_error };
  return { status: 'waiting', run_at: now() + nextPause(row.attempts), last_error };
}

/** A job made while the clock was far ahead would otherwise wait until that day comes. */
async function repairJobs(): Promise<void> {
  const moment = now();
  const ahead = () =>
    table('jobs')
      .where('status', 'waiting')
      .where('created_at', '>', moment + 600_000);
  if ((await ahead().select('id').limit(1)).length > 0) {
    await ahead().update({ run_at: raw('run_at - created_at + ?', [moment]), created_at: moment });
  }
  await placeRecurringJobs();
}

function present(row: JobRow): UnfinishedJob {
  return {
    id: row.id,
    name: row.name,
    status: row.status as UnfinishedJob['status'],
    attempts: row.attempts,
    runAt: row.run_at,
    createdAt: row.created_at,
    lastError: row.last_error,
  };
}
