import type { Feature } from './core/feature.js';
import { accessFeature } from './features/access/index.js';
import { accessReviewFeature } from './features/access-review/index.js';
import { accountsFeature } from './features/accounts/index.js';
import { activityFeature } from './features/activity/index.js';
import { auditFeature } from './features/audit/index.js';
import { belongingFeature } from './features/belonging/index.js';
import { bulkChangesFeature } from './features/bulk-changes/index.js';
import { checklistsFeature } from './features/checklists/index.js';
import { clientsFeature } from './features/clients/index.js';
import { columnsFeature } from './features/columns/index.js';
import { commentsFeature } from './features/comments/index.js';
import { departuresFeature } from './features/departures/index.js';
import { discussionsFeature } from './features/discussions/index.js';
import { filesFeature } from './features/files/index.js';
import { googleSignInFeature } from './features/google-sign-in/index.js';
import { handOversFeature } from './features/hand-overs/index.js';
import { importsFeature } from './features/imports/index.js';
import { invitationsFeature } from './features/invitations/index.js';
import { labelsFeature } from './features/labels/index.js';
import { liveFeature } from './features/live/index.js';
import { maintenanceFeature } from './features/maintenance/index.js';
import { membershipsFeature } from './features/memberships/index.js';
import { milestonesFeature } from './features/milestones/index.js';
import { notesFeature } from './features/notes/index.js';
import { overviewFeature } from './features/overview/index.js';
import { peopleFeature } from './features/people/index.js';
import { portalFeature } from './features/portal/index.js';
import { projectsFeature } from './features/projects/index.js';
import { reviewsFeature } from './features/reviews/index.js';
import { rolesFeature } from './features/roles/index.js';
import { secondFactorsFeature } from './features/second-factors/index.js';
import { settingsFeature } from './features/settings/index.js';
import { signInHistoryFeature } from './features/sign-in-history/index.js';
import { signInLinksFeature } from './features/sign-in-links/index.js';
import { taskLinksFeature } from './features/task-links/index.js';
import { tasksFeature } from './features/tasks/index.js';
import { teamsFeature } from './features/teams/index.js';
import { viewingsFeature } from './features/viewings/index.js';
import { visibilityFeature } from './features/visibility/index.js';
import { workspacesFeature } from './features/workspaces/index.js';

/** Every feature, in the order of dependence: a feature knows only those above it. */
export const features: readonly Feature[] = [
  liveFeature,
  accountsFeature,
  secondFactorsFeature,
  workspacesFeature,
  rolesFeature,
  membershipsFeature,
  teamsFeature,
  clientsFeature,
  invitationsFeature,
  googleSignInFeature,
  signInLinksFeature,
  handOversFeature,
  commentsFeature,
  filesFeature,
  projectsFeature,
  columnsFeature,
  labelsFeature,
  milestonesFeature,
  tasksFeature,
  taskLinksFeature,
  checklistsFeature,
  reviewsFeature,
  discussionsFeature,
  notesFeature,
  activityFeature,
  peopleFeature,
  signInHistoryFeature,
  accessFeature,
  accessReviewFeature,
  viewingsFeature,
  visibilityFeature,
  bulkChangesFeature,
  importsFeature,
  departuresFeature,
  overviewFeature,
  portalFeature,
  settingsFeature,
  belongingFeature,
  auditFeature,
  maintenanceFeature,
];
