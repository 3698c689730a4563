/** The pages that mix rooms: everybody's start page and the front page of a project. */
import type { Feature } from '../../core/feature.js';

export const overviewFeature: Feature = {
  name: 'overview',
  routes: [],
};

export { usePortalHome } from './home.port.js';
