/** Labels: the words by which a project's team tells kinds of tasks apart; clients read none. */
import type { Feature } from '../../core/feature.js';
import { labelsRoutes } from './labels.routes.js';

export const labelsFeature: Feature = {
  name: 'labels',
  routes: labelsRoutes,
  tables: ['labels'],
};

export { type LabelUse, useLabelCounter } from './labels.counter.js';
export { type LabelRow, listLabels } from './labels.queries.js';
