import { del, get, patch, post, routes } from '../../core/http/index.js';
import { archive, restoration } from './project-archive.controller.js';
import { ends } from './project-ends.controller.js';
import { people } from './project-people.controller.js';
import { projects } from './projects.controller.js';

export const projectsRoutes = routes([
  get('/projects', 'projects.view', projects.index),
  get('/projects/new', 'projects.create', projects.new),
  post('/projects', 'projects.create', projects.create),
  get('/projects/:projectId/settings', 'projects.edit', projects.edit),
  patch('/projects/:projectId', 'projects.edit', projects.update),
  del('/projects/:projectId', 'projects.delete', projects.destroy),
  get('/projects/:projectId/people', 'projects.manage_access', people.edit),
  post('/projects/:projectId/people', 'projects.manage_access', people.update),
  get('/projects/:projectId/ends', 'projects.manage_access', ends.edit),
  patch('/projects/:projectId/ends', 'projects.manage_access', ends.update),
  post('/projects/:projectId/archive', 'projects.archive', archive.create),
  del('/projects/:projectId/archive', 'projects.archive', archive.destroy),
  post('/projects/:projectId/restoration', 'projects.delete', restoration.create),
]);
