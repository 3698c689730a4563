/** Milestones: the days that a project is heading for, internal or shown to its clients. */
import type { Feature } from '../../core/feature.js';
import { useMilestoneCounter } from '../projects/index.js';
import { countMilestonesSeen } from './milestones.queries.js';
import { milestonesRoutes } from './milestones.routes.js';

useMilestoneCounter(countMilestonesSeen);

export const milestonesFeature: Feature = {
  name: 'milestones',
  routes: milestonesRoutes,
  tables: ['milestones'],
};

export { milestoneSeenBy } from './milestones.policy.js';
export { presentMilestones } from './milestones.presenter.js';
export { progressOfMilestones, useMilestoneProgress } from './milestones.progress.js';
export { listMilestones, type MilestoneRow } from './milestones.queries.js';
