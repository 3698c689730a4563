// Departures: people who are deleted, the trash they wait in, and their erasure.
import type { Feature } from '../../core/feature.js';
import { departuresRoutes } from './departures.routes.js';

export { erasedNames } from './departures.queries.js';
export { eraseDue } from './erasure.service.js';

export const departuresFeature: Feature = {
  name: 'departures',
  routes: departuresRoutes,
  tables: ['departures'],
};
