import { type Query, table } from '../../core/database/index.js';
import { type Actor, holds, type Permission } from '../../core/permissions/index.js';
import type { TeamRow } from './teams.queries.js';

/** Who keeps teams, reads the lists of people or decides who is on projects must know them by name. */
const showing: readonly Permission[] = ['teams.manage', 'users.view', 'projects.manage_access'];

/** The teams an actor may know of: all of their workspace, or none. Clients know of none. */
export function visibleTeams(actor: Actor): Query<TeamRow> {
  const rows = table<TeamRow>('teams').where(
    'teams.workspace_id',
    actor.workspaceId,
  ) as Query<TeamRow>;
  const mayKnow = actor.kind !== 'client' && showing.some((one) => holds(actor, one));
  return mayKnow ? rows : (rows.whereRaw('1 = 0') as Query<TeamRow>);
}
