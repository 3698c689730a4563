import { type Actor, holds } from '../../core/permissions/index.js';
import { listAwaiting, presentRoundRow } from '../reviews/index.js';

/** Things that need a client which their first page names; the rest has a page of its own. */
const most = 5;

/** What needs a client, the most pressing first; one query, none where nothing can need them. */
export async function presentNeeds(actor: Actor) {
  if (!holds(actor, 'tasks.review')) return { reviews: [], hasMore: false };
  const rounds = await listAwaiting(actor, most + 1);
  return {
    reviews: rounds.slice(0, most).map((round) => presentRoundRow(actor, round)),
    hasMore: rounds.length > most,
  };
}
