/** The pages on access: roles, what they give, and who gains or loses by a change. */
import type { Feature } from '../../core/feature.js';
import { accessRoutes } from './access.routes.js';

export { word as scopeWord } from './roles.presenter.js';

export const accessFeature: Feature = {
  name: 'access',
  routes: accessRoutes,
};
