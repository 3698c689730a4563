/** Who belongs to which workspace: the pages of workspaces and their members, and the way from one to another. */
import type { Feature } from '../../core/feature.js';
import { workspacesRoutes } from './workspaces.routes.js';

export { findElsewhere } from './whereabouts.js';

export const belongingFeature: Feature = { name: 'belonging', routes: workspacesRoutes };
