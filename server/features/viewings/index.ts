/** View as: an Admin sees the product as somebody else does, or as a holder of a role would, and changes nothing. */
import type { Feature } from '../../core/feature.js';
import { viewingsRoutes } from './viewings.routes.js';

export { viewingPort } from './viewing-port.js';
export { forgetViewings } from './viewings.queries.js';
export { endForgotten } from './viewings.service.js';

export const viewingsFeature: Feature = {
  name: 'viewings',
  routes: viewingsRoutes,
  tables: ['viewings'],
};
