/** Task links: what a task waits for, and the tasks it is made of. */
import type { Feature } from '../../core/feature.js';
import { addTaskPart, useBlockedTasks } from '../tasks/index.js';
import { linksPart } from './links-part.js';
import { blockedAmong } from './task-links.queries.js';
import { taskLinksRoutes } from './task-links.routes.js';

addTaskPart(linksPart);
useBlockedTasks(blockedAmong);

export const taskLinksFeature: Feature = {
  name: 'task-links',
  routes: taskLinksRoutes,
  tables: ['task_dependencies'],
};
