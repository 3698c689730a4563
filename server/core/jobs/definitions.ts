import { Cron } from 'croner';
import { now } from '../dates/clock.js';

/** A kind of job: what enqueue() takes and what the worker runs. */
export interface Job<Data> {
  readonly name: string;
  readonly maxAttempts: number;
  /** Set where the job comes back by a schedule (cron expression). */
  readonly cron?: string;
  readonly run: (data: Data) => Promise<void>;
}

/** With growing pauses this is about six hours of trying. */
const usualAttempts = 14;
const jobs = new Map<string, Job<unknown>>();

/**
 * Declares a job. Its function must bear being called again, since a process may be killed after
 * the work and before that is noted.
 * @throws Error when the name is taken.
 */
export function defineJob<Data>(
  name: string,
  run: (data: Data) => Promise<void>,
  options: { maxAttempts?: number } = {},
): Job<Data> {
  const job: Job<Data> = { name, run, maxAttempts: options.maxAttempts ?? usualAttempts };
  return remember(job);
}

/**
 * Declares a job that comes back by a cron expression (UTC). However many processes run, one of
 * them takes each turn; turns missed while the program was down are made up for once, not each.
 * @throws Error when the name is taken or the expression cannot be read.
 */
export function recurring(name: string, cron: string, run: () => Promise<void>): Job<void> {
  const job = { name, cron, run, maxAttempts: Number.MAX_SAFE_INTEGER };
  nextTurn(job, now());
  return remember<void>(job);
}

/** The job of a name, or undefined when this version does not know it. */
export function jobNamed(name: string): Job<unknown> | undefined {
  return jobs.get(name);
}

/** Every job that comes back by a schedule. */
export function recurringJobs(): Job<unknown>[] {
  return [...jobs.values()].filter((job) => job.cron !== undefined);
}

/** The first turn of a recurring job after a moment, both in ms UTC. */
export function nextTurn(job: { cron?: string }, after: number): number {
  const next = new Cron(job.cron ?? '', { timezone: 'UTC' }).nextRun(new Date(after));
  if (!next) throw new Error(`The schedule "${job.cron}" has no next turn`);
  return next.getTime();
}

function remember<Data>(job: Job<Data>): Job<Data> {
  if (jobs.has(job.name)) throw new Error(`The job ${job.name} is defined twice`);
  jobs.set(job.name, job as Job<unknown>);
  return job;
}
