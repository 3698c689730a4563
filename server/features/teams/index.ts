/** Teams: named groups of the agency's people. Whoever is in one is on the projects it is on. */
import type { Feature } from '../../core/feature.js';

export const teamsFeature: Feature = {
  name: 'teams',
  routes: [],
  tables: ['teams', 'team_members'],
};

export {
  listJoinable,
  listTeamMembersOf,
  listTeamNamesOf,
  listTeamPeople,
  memberIdsOf,
  type TeamMembers,
} from './team-members.queries.js';
export { addTeamMembers, joinTeams, removeTeamMember } from './team-members.service.js';
export { type TeamProjects, useTeamProjects } from './team-projects.js';
export { teamMemberAdded } from './teams.events.js';
export { teamForm } from './teams.forms.js';
export { visibleTeams } from './teams.policy.js';
export { findTeam, listTeamOptions, type TeamName, type TeamRow } from './teams.queries.js';
export { changeTeam, createTeam, deleteTeam } from './teams.service.js';
