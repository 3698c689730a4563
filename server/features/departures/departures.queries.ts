import { insertRow, type Page, paginate, type Query, table } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Audience } from '../../core/permissions/index.js';
import { visibleDepartures } from './departures.policy.js';

/** Somebody who was deleted. */
export interface DepartureRow {
  id: number;
  user_id: number;
  deleted_by_user_id: number | null;
  /** How the account and each membership stood (JSON by the membership's id). */
  user_status: 'pending' | 'active' | 'inactive';
  membership_statuses: string;
  deleted_at: number;
  /** Moment (ms UTC) from which personal data is erased. */
  erase_at: number;
  erased_at: number | null;
}

/** Somebody in the trash, with what they are called. */
export interface TrashedPerson extends DepartureRow {
  name: string;
  email: string;
  audience: Audience;
  company_name: string | null;
}

/** One page of the people in the trash, the newest first. */
export function listTrashed(actor: Actor, page: number): Promise<Page<TrashedPerson>> {
  const rows = named(actor).orderBy('departures.deleted_at', 'desc').orderBy('departures.id');
  return paginate(rows as Query<TrashedPerson>, { page, perPage: 25 });
}

/** Somebody in the trash. @throws NotFound */
export async function findTrashed(actor: Actor, userId: number): Promise<TrashedPerson> {
  const found = await named(actor).where('departures.user_id', userId).first();
  if (!found) throw new NotFound();
  return found as TrashedPerson;
}

/** Stores that somebody was deleted. */
export async function insertDeparture(row: Omit<DepartureRow, 'id'>): Promise<void> {
  await insertRow('departures', { ...row });
}

/** Takes somebody out of the trash; says false when somebody else has done so already. */
export async function deleteDeparture(userId: number): Promise<boolean> {
  const rows = table<DepartureRow>('departures').where({ user_id: userId }).whereNull('erased_at');
  return Number(await rows.delete()) === 1;
}

/** Marks somebody as erased; says false when they are not in the trash any more. */
export async function markErased(userId: number, moment: number): Promise<boolean> {
  const rows = table<DepartureRow>('departures').where({ user_id: userId }).whereNull('erased_at');
  return Number(await rows.update({ erased_at: moment })) === 1;
}

/** Whose time in the trash is over at a moment (ms UTC), the first `most`; for the job. */
export async function listDueUnscoped(moment: number, most: number): Promise<number[]> {
  return (await table<DepartureRow>('departures')
    .whereNull('erased_at')
    .where('erase_at', '<=', moment)
    .orderBy('erase_at')
    .limit(most)
    .pluck('user_id')) as number[];
}

/** What those of some people are called who were erased; the others are left out. */
export async function erasedNames(userIds: readonly number[]): Promise<Map<number, string>> {
  if (userIds.length === 0) return new Map();
  const rows = (await table('departures')
    .join('users', 'users.id', 'departures.user_id')
    .whereIn('departures.user_id', [...userIds])
    .whereNotNull('departures.erased_at')
    .select('users.id', 'users.name')) as unknown as { id: number; name: string }[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function named(actor: Actor): Query<TrashedPerson> {
  return visibleDepartures(actor)
    .join('users', 'users.id', 'departures.user_id')
    .leftJoin('companies', 'companies.id', 'memberships.company_id')
    .select(
      'departures.*',
      'users.name',
      'users.email',
      'memberships.audience',
      'companies.name as company_name',
    ) as unknown as Query<TrashedPerson>;
}
