/** Bulk changes: one change to many people of the team, looked over by name and made to all or none. */
import type { Feature } from '../../core/feature.js';
import { bulkChangesRoutes } from './bulk-changes.routes.js';

export { cleanRoleChanges } from './bulk-roles.service.js';

export const bulkChangesFeature: Feature = {
  name: 'bulk-changes',
  routes: bulkChangesRoutes,
  tables: ['bulk_role_changes'],
};
