/** What happened: the timeline of a project and what is new, read from the events. */
import type { Feature } from '../../core/feature.js';
import { activityRoutes } from './activity.routes.js';

export const activityFeature: Feature = { name: 'activity', routes: activityRoutes };

export type { ActivityLine } from './activity.presenter.js';
export { recentActivity } from './recent.js';
