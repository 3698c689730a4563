import { get, routes } from '../../core/http/index.js';
import { calendar, projectCalendar } from './calendar.controller.js';
import { home } from './home.controller.js';
import { myWork } from './my-work.controller.js';
import { projectFiles } from './project-files.controller.js';
import { projectOverview } from './project-overview.controller.js';

export const overviewRoutes = routes([
  get('/', 'signed-in', home.show, { surface: 'both' }),
  get('/calendar', 'tasks.view', calendar.show),
  get('/projects/:projectId/calendar', 'tasks.view', projectCalendar.show),
  get('/my-work', 'tasks.view', myWork.show),
  get('/projects/:projectId', 'projects.view', projectOverview.show),
  get('/projects/:projectId/files', 'files.view', projectFiles.index),
]);
