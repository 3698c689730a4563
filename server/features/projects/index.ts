/** Projects: what they are, who is on them, how far they have come. */
import type { Feature } from '../../core/feature.js';
import { useClientReach } from '../clients/index.js';
import { useEndings } from '../memberships/index.js';
import { useTeamProjects } from '../teams/index.js';
import { listEndingAssignments } from './project-ends.queries.js';
import { reachThroughProjects } from './project-reach.policy.js';
import { projectsRoutes } from './projects.routes.js';
import { projectSubject } from './projects.subject.js';
import { projectsSubscribers } from './projects.subscribers.js';
import { followingTeams } from './team-assignments.service.js';

useClientReach(reachThroughProjects);
useTeamProjects(followingTeams);
useEndings(listEndingAssignments);

export const projectsFeature: Feature = {
  name: 'projects',
  routes: projectsRoutes,
  tables: ['projects', 'project_assignments', 'project_teams'],
  navigation: [
    {
      href: '/projects',
      icon: 'folder',
      label: 'projects.title',
      name: 'projects',
      permission: 'projects.view',
      surface: 'panel',
      place: 'main',
      order: 20,
    },
  ],
  subjects: [projectSubject],
  subscribers: projectsSubscribers,
};

export {
  type Glimpse,
  type Grants,
  glimpsesOf,
  useDiscussionCounter,
  useMilestoneCounter,
} from './glimpses.service.js';
export { presentGlimpse } from './newcomers.presenter.js';
export { listPlacements, type Placement } from './placements.queries.js';
export { assign } from './project-access.service.js';
export type { ProjectStatus } from './project-choices.js';
export { listFacesOf, type ProjectFaces } from './project-faces.queries.js';
export {
  knownFrom,
  listProjectPeople,
  listUsersOf,
  type ProjectPeople,
  type ProjectPerson,
} from './project-people.queries.js';
export { projectSight } from './project-sight.policy.js';
export { staffableTeams } from './project-teams.policy.js';
export {
  countProjectsByTeam,
  listTeamProjectNames,
  projectIdsOfTeam,
} from './project-teams.queries.js';
export { listProgress, type Progress, useTaskCounter } from './projects.counts.js';
export {
  assignedProjectIds,
  isLive,
  mayOnProject,
  projectFacts,
  visibleProjects,
} from './projects.policy.js';
export {
  companyOf,
  facesShown,
  presentCrumbs,
  presentDescription,
  presentHead,
  presentListed,
  presentMenu,
  settingsRights,
} from './projects.presenter.js';
export {
  changeTaskCounts,
  type FoundProject,
  findProject,
  foundProjects,
  type ProjectRow,
  takeTaskNumber,
} from './projects.queries.js';
export { type ProjectPreparation, useProjectPreparation } from './projects.start.js';
export { settleAssignments } from './team-assignments.queries.js';
export { lockTeams } from './team-assignments.service.js';
export { listTeamLosses, type TeamLosses } from './team-losses.queries.js';
