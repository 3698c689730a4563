import { get, routes } from '../../core/http/index.js';
import { home } from './home.controller.js';
import { portalFiles } from './portal-files.controller.js';
import { portalProjectPages } from './portal-projects.controller.js';
import { portalTasks } from './portal-tasks.controller.js';

export const portalRoutes = routes([
  get('/portal', 'signed-in', home.show),
  get('/portal/projects', 'projects.view', portalProjectPages.index),
  get('/portal/projects/:projectId', 'projects.view', portalProjectPages.show),
  get('/portal/tasks/:taskId', 'tasks.view', portalTasks.show),
  get('/portal/files', 'files.view', portalFiles.index),
]);
