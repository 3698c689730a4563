import { table } from '../../core/database/index.js';

/** Throws away what somebody had written for themselves alone; what they shared is the team's. */
export async function forgetNotes(userId: number): Promise<void> {
  await table('notes').where({ owner_user_id: userId, is_shared: 0 }).delete();
}
