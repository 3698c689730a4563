/** The portal: what clients see of their projects, in the agency's own house. */
import type { Feature } from '../../core/feature.js';
import { usePortalHome } from '../overview/index.js';
import { home } from './home.controller.js';
import { portalNavigation } from './portal.navigation.js';
import { portalRoutes } from './portal.routes.js';

usePortalHome(home.show);

export const portalFeature: Feature = {
  name: 'portal',
  routes: portalRoutes,
  navigation: portalNavigation,
};
