// The line over which open pages hear that something has changed.
import type { Feature } from '../../core/feature.js';
import { liveRoutes } from './live.routes.js';

export const liveFeature: Feature = {
  name: 'live',
  routes: liveRoutes,
};
