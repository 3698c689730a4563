import { table } from '../../core/database/index.js';
import type { ReviewedRow, ReviewRow } from './reviews.queries.js';

/** Puts another name in the place of somebody's in every review, and drops what was noted of them. */
export async function forgetReviewed(userId: number, formerName: string): Promise<void> {
  const rows = () => table<ReviewedRow>('access_review_rows');
  const reviews = () => table<ReviewRow>('access_reviews');
  await rows().where({ user_id: userId }).update({ name: formerName, email: '', note: null });
  await rows().where({ decided_by_user_id: userId }).update({ decided_by_name: formerName });
  await reviews().where({ started_by_user_id: userId }).update({ started_by_name: formerName });
  await reviews()
    .where({ signed_off_by_user_id: userId })
    .update({ signed_off_by_name: formerName });
}
