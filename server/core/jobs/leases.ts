import { newToken } from '../crypto/index.js';
import { raw, table } from '../database/index.js';
import { now } from '../dates/clock.js';

/** How long a row belongs to a process that says nothing more, in ms; the worker renews it. */
export const LEASE_MS = 60_000;

/** A table whose rows are worked off by whichever process takes them first. */
export interface LeaseTable {
  table: string;
  /** Column with the moment from which a row may be taken. */
  due: string;
  /** Status of a row that waits. */
  ready: string;
  /** Status of a row that a process has taken; may be the same as `ready`. */
  taken: string;
  /** Take rows strictly in the order they came, instead of in the order they fall due. */
  oldestFirst?: boolean;
}

/** The columns every leased row has. */
export interface Leased {
  id: number;
  status: string;
  attempts: number;
  lease_token: string | null;
}

/**
 * Takes up to `limit` due rows for this process. Nothing is written when nothing is due. A taken
 * row's due moment is moved to the end of its lease: a row whose process was killed falls due
 * again by itself, and one index on (status, due) serves both cases.
 * `resumed` tells that an earlier process took the row and never finished.
 */
export async function takeDue<Row extends Leased>(
  from: LeaseTable,
  limit: number,
): Promise<(Row & { resumed: boolean })[]> {
  const moment = now();
  const candidates = await dueRows(from, moment, limit);
  if (candidates.length === 0) return [];
  const ids = candidates.map((row) => row.id);
  const lease_token = newToken();
  const lease: Record<string, unknown> = {
    status: from.taken,
    attempts: raw('attempts + 1'),
    lease_token,
    ...leaseUntil(from, moment + LEASE_MS),
  };
  await dueAt(from, moment).whereIn('id', ids).update(lease);
  const rows = await table(from.table).whereIn('id', ids).where({ lease_token }).orderBy('id');
  const resumed = new Set(candidates.filter((row) => row.lease_token).map((row) => row.id));
  return (rows as unknown as Row[]).map((row) => ({ ...row, resumed: resumed.has(row.id) }));
}

/**
 * Ends a lease: writes what became of the row, or deletes it. Says false, and changes nothing,
 * when the lease was lost to another process meanwhile.
 */
export async function settle(
  from: LeaseTable,
  row: Leased,
  outcome: Record<string, unknown> | 'delete',
): Promise<boolean> {
  const mine = table(from.table).where({ id: row.id, lease_token: row.lease_token });
  const changed =
    outcome === 'delete'
      ? await mine.delete()
      : await mine.update({ lease_token: null, leased_until: null, ...outcome });
  return Number(changed) === 1;
}

/** Keeps a row for another lease while its work goes on. */
export async function renew(from: LeaseTable, row: Leased): Promise<void> {
  await table(from.table)
    .where({ id: row.id, lease_token: row.lease_token })
    .update(leaseUntil(from, now() + LEASE_MS));
}

/**
 * Makes rows that a killed process left behind due at once. Only for the start of a process that
 * knows to be alone on its database.
 */
export async function release(from: LeaseTable): Promise<void> {
  const left = () => table(from.table).where('status', from.taken).whereNotNull('lease_token');
  if ((await left().select('id').limit(1)).length === 0) return;
  await left().update({ [from.due]: now() });
}

/** Pause before the next try after `attempts` failed ones: 5 s, doubling, at most an hour. In ms. */
export function nextPause(attempts: number): number {
  return Math.min(5_000 * 2 ** Math.max(0, attempts - 1), 3_600_000);
}

function dueRows(from: LeaseTable, moment: number, limit: number) {
  const rows = dueAt(from, moment).select('id', 'lease_token').limit(limit);
  return (from.oldestFirst ? rows : rows.orderBy(from.due)).orderBy('id') as unknown as Promise<
    { id: number; lease_token: string | null }[]
  >;
}

function dueAt(from: LeaseTable, moment: number) {
  return table(from.table)
    .whereIn('status', [...new Set([from.ready, from.taken])])
    .where(from.due, '<=', moment);
}

function leaseUntil(from: LeaseTable, moment: number) {
  return { leased_until: moment, [from.due]: moment };
}
