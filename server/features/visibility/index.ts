/** The visibility ledger: of every thing, who sees it, by name and with the reason. */
import type { Feature } from '../../core/feature.js';
import { visibilityRoutes } from './visibility.routes.js';

export const visibilityFeature: Feature = {
  name: 'visibility',
  routes: visibilityRoutes,
};
