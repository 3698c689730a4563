/** Checklists: the small steps of a task, which the team ticks off. */
import type { Feature } from '../../core/feature.js';
import { addTaskPart } from '../tasks/index.js';
import { checklistPart } from './checklist-part.js';
import { checklistsRoutes } from './checklists.routes.js';

addTaskPart(checklistPart);

export const checklistsFeature: Feature = {
  name: 'checklists',
  routes: checklistsRoutes,
  tables: ['checklist_items'],
};
