import { type Query, table } from '../../core/database/index.js';
import { type Actor, holds, scopeOf } from '../../core/permissions/index.js';
import { type TeamRow, visibleTeams } from '../teams/index.js';
import { assignedProjectIds } from './projects.policy.js';

/**
 * The teams whose members an actor may change: who keeps teams and decides who is on every project
 * of the team, those in the trash too, since whoever comes into it comes onto them all.
 */
export function staffableTeams(actor: Actor): Query<TeamRow> {
  const teams = visibleTeams(actor);
  if (!holds(actor, 'teams.manage')) return teams.whereRaw('1 = 0') as Query<TeamRow>;
  const scopes = [scopeOf(actor, 'projects.view'), scopeOf(actor, 'projects.manage_access')];
  if (scopes.every((scope) => scope === 'all')) return teams;
  const beyond = table('project_teams').select('project_teams.team_id');
  if (!scopes.includes('none'))
    beyond.whereNotIn('project_teams.project_id', assignedProjectIds(actor));
  return teams.whereNotIn('teams.id', beyond) as Query<TeamRow>;
}
