import { type Query, table } from '../../core/database/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { deletedContacts } from '../clients/index.js';
import type { DepartureRow } from './departures.queries.js';

/**
 * Those in the trash whom the actor may look for: of the team for who may delete its members, of
 * the clients for who may delete their contacts, as far as that reaches.
 */
export function visibleDepartures(actor: Actor): Query<DepartureRow> {
  return table<DepartureRow>('departures')
    .join('memberships', 'memberships.user_id', 'departures.user_id')
    .where('memberships.workspace_id', actor.workspaceId)
    .whereNull('departures.erased_at')
    .where((either) => {
      either.whereIn('memberships.id', deletedContacts(actor).select('memberships.id'));
      if (holds(actor, 'users.delete')) either.orWhere('memberships.audience', 'team');
    }) as unknown as Query<DepartureRow>;
}
