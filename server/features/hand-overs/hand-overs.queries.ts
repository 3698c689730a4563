import { insertRow, table } from '../../core/database/index.js';

/** That somebody's work was passed on when they left. */
export interface HandOverRow {
  id: number;
  workspace_id: number;
  /** Whose work it was. */
  membership_id: number;
  made_by_user_id: number | null;
  created_at: number;
  /** Moment (ms UTC) from which nothing of it is given back any more, or null. */
  closed_at: number | null;
}

/** Stores a hand-over that nothing belongs to yet and returns its id. */
export function insertHandOver(row: Omit<HandOverRow, 'id'>): Promise<number> {
  return insertRow('hand_overs', { ...row });
}

/** Takes a hand-over away by which nothing went anywhere. */
export async function deleteHandOver(id: number): Promise<void> {
  await table<HandOverRow>('hand_overs').where({ id }).delete();
}

/** Ids of a member's hand-overs of which something could be given back, the oldest first. */
export async function listOpenHandOvers(membershipId: number): Promise<number[]> {
  return (await table<HandOverRow>('hand_overs')
    .where({ membership_id: membershipId })
    .whereNull('closed_at')
    .orderBy('id')
    .pluck('id')) as number[];
}

/** Nothing of these is given back any more, from a moment (ms UTC) on. */
export async function closeHandOvers(ids: readonly number[], moment: number): Promise<void> {
  await table<HandOverRow>('hand_overs')
    .whereIn('id', [...ids])
    .update({ closed_at: moment });
}

/** Forgets what was passed on from somebody who will not return. */
export async function deleteHandOversOf(userId: number): Promise<void> {
  await table('hand_overs')
    .whereIn('membership_id', table('memberships').where({ user_id: userId }).select('id'))
    .delete();
}

/** The users behind memberships, by membership. */
export async function usersOf(membershipIds: readonly number[]): Promise<Map<number, number>> {
  const rows = (await table('memberships')
    .whereIn('id', [...membershipIds])
    .select('id', 'user_id')) as unknown as { id: number; user_id: number }[];
  return new Map(rows.map(({ id, user_id }) => [id, user_id]));
}

/** What the people behind memberships are called, by name. */
export async function namesOf(membershipIds: readonly number[]): Promise<string[]> {
  if (membershipIds.length === 0) return [];
  return (await table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .whereIn('memberships.id', [...membershipIds])
    .orderBy('users.name')
    .pluck('users.name')) as string[];
}
