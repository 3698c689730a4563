import { table } from '../database/index.js';
import { now } from '../dates/clock.js';
import { type Job, nextTurn, recurringJobs } from './definitions.js';

interface TurnRow {
  id: number;
  name: string;
  run_at: number;
}

/** The unique key of a scheduled job's one row. */
export function recurringKey(name: string): string {
  return `recurring:${name}`;
}

/** What the row of a scheduled job becomes when a turn is over. */
export function nextTurnOf(job: Job<unknown>) {
  return { status: 'waiting', attempts: 0, run_at: nextTurn(job, now()), last_error: null };
}

/**
 * Sees to it that each scheduled job has its one row with its next turn: adds new ones, removes
 * those that this version no longer has, and pulls back turns that lie too far ahead, because
 * the schedule changed or the clock had jumped. Reads only, when all is well.
 */
export async function placeRecurringJobs(): Promise<void> {
  const rows = (await table<TurnRow>('jobs')
    .select('id', 'name', 'run_at')
    .where('unique_key', 'like', recurringKey('%'))
    .whereNot('status', 'running')) as unknown as TurnRow[];
  const wanted = new Map(recurringJobs().map((job) => [job.name, job]));
  const gone = rows.filter((row) => !wanted.has(row.name)).map((row) => row.id);
  if (gone.length > 0) await table('jobs').whereIn('id', gone).delete();
  const known = new Map(rows.map((row) => [row.name, row]));
  for (const job of wanted.values()) await place(job, known.get(job.name));
}

async function place(job: Job<unknown>, row: TurnRow | undefined): Promise<void> {
  const run_at = nextTurn(job, now());
  if (row) {
    if (row.run_at > run_at) await table('jobs').where({ id: row.id }).update({ run_at });
    return;
  }
  await table('jobs')
    .insert({
      name: job.name,
      data: 'null',
      unique_key: recurringKey(job.name),
      run_at,
      attempts: 0,
      max_attempts: 1_000_000,
      status: 'waiting',
      created_at: now(),
    })
    .onConflict('unique_key')
    .ignore();
}
