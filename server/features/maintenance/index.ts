// Maintenance: how the system is, what was sent and what failed, for those who run it.
import type { Feature } from '../../core/feature.js';
import { maintenanceRoutes } from './maintenance.routes.js';

export { systemChecks } from './health.service.js';

export const maintenanceFeature: Feature = {
  name: 'maintenance',
  routes: maintenanceRoutes,
};
