import { translatorFor } from '../../core/locale/index.js';
import { type Actor, scopeOf } from '../../core/permissions/index.js';
import type { FoundTask } from '../tasks/index.js';
import { type ApproverRow, listKnown } from './approvers.queries.js';

/** Whether somebody of the team may know by name whoever is asked to review a task. */
export function mayKnowApprovers(actor: Actor, task: Pick<FoundTask, 'is_assigned'>): boolean {
  return Number(task.is_assigned) === 1 || scopeOf(actor, 'clients.view') === 'all';
}

/**
 * The same approvers with the names of those whom the actor may know (PRODUCT 3.2); the others are
 * "a contact". No query for who is on the task's project or sees all clients, else one.
 */
export async function namedFor(
  actor: Actor,
  task: Pick<FoundTask, 'is_assigned'>,
  approvers: ReadonlyMap<number, ApproverRow[]>,
): Promise<ReadonlyMap<number, ApproverRow[]>> {
  if (mayKnowApprovers(actor, task)) return approvers;
  const all = [...approvers.values()].flat();
  const known = await listKnown(
    actor,
    all.map(({ membership_id }) => membership_id),
  );
  const name = translatorFor(actor.locale)('reviews.a_contact');
  return new Map(
    [...approvers].map(([id, rows]) => [
      id,
      rows.map((row) => (known.has(row.membership_id) ? row : { ...row, name })),
    ]),
  );
}
