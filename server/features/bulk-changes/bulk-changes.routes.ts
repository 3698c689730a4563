import { get, post, routes } from '../../core/http/index.js';
import { bulkInvitations } from './bulk-invitations.controller.js';
import { bulkRoles, formerRoles } from './bulk-roles.controller.js';
import { bulkDeactivations, bulkReactivations } from './bulk-status.controller.js';
import { bulkTeams } from './bulk-teams.controller.js';

/** What decides what many people may do is not done with a borrowed session. */
const confirmed = { confirmed: true } as const;

export const bulkChangesRoutes = routes([
  get('/bulk-changes/roles', 'users.edit', bulkRoles.new, confirmed),
  post('/bulk-changes/roles', 'users.edit', bulkRoles.create, confirmed),
  get('/bulk-changes/roles/restoration', 'users.edit', formerRoles.new, confirmed),
  post('/bulk-changes/roles/restoration', 'users.edit', formerRoles.create, confirmed),
  get('/bulk-changes/teams', 'teams.manage', bulkTeams.new),
  post('/bulk-changes/teams', 'teams.manage', bulkTeams.create),
  get('/bulk-changes/deactivation', 'users.deactivate', bulkDeactivations.new, confirmed),
  post('/bulk-changes/deactivation', 'users.deactivate', bulkDeactivations.create, confirmed),
  get('/bulk-changes/reactivation', 'users.deactivate', bulkReactivations.new),
  post('/bulk-changes/reactivation', 'users.deactivate', bulkReactivations.create),
  get('/bulk-changes/invitations', 'users.create', bulkInvitations.new),
  post('/bulk-changes/invitations', 'users.create', bulkInvitations.create),
]);
