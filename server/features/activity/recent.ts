import type { Actor } from '../../core/permissions/index.js';
import { type KnownPeople, people } from '../memberships/index.js';
import { type ActivityLine, peopleIn, presentLines } from './activity.presenter.js';
import { listEvents, type Wanted } from './activity.queries.js';

/**
 * What happened lately in projects the actor may see, newest first, in sentences: the texts under
 * `events`, or those of `textOf` where the same is said to others. Two queries (one when nothing
 * happened, or where the page knows all people it was done by).
 */
export async function recentActivity(
  actor: Actor,
  wanted: Wanted,
  textOf: (name: string) => string = (name) => `events.${name}`,
  known?: KnownPeople,
): Promise<ActivityLine[]> {
  const rows = await listEvents(actor, wanted);
  const found = await people(rows.flatMap(peopleIn), known);
  return presentLines(actor, rows, { people: found, textOf });
}
