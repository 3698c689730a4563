/** The page of the trail, its export and how long it is kept; the rooms that change things write it. */
import type { Feature } from '../../core/feature.js';
import { auditRoutes } from './audit.routes.js';

export { cleanTrail } from './audit-retention.service.js';

export const auditFeature: Feature = { name: 'audit', routes: auditRoutes };
