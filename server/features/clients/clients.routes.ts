import { del, get, patch, post, routes } from '../../core/http/index.js';
import { archiving, companies } from './companies.controller.js';

export const clientsRoutes = routes([
  get('/companies/new', 'clients.create', companies.new),
  post('/companies', 'clients.create', companies.create),
  get('/companies/:companyId/edit', 'clients.edit', companies.edit),
  patch('/companies/:companyId', 'clients.edit', companies.update),
  post('/companies/:companyId/archive', 'clients.deactivate', archiving.create),
  del('/companies/:companyId/archive', 'clients.deactivate', archiving.destroy),
]);
