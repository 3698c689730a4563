import { get, patch, post, routes } from '../../core/http/index.js';
import { comparisons } from './comparisons.controller.js';
import { explanations } from './explanations.controller.js';
import { removals } from './removals.controller.js';
import { resets } from './resets.controller.js';
import { roles } from './roles.controller.js';

/** What decides who can do what. */
const confirmed = { confirmed: true } as const;

export const accessRoutes = routes([
  get('/roles', 'roles.manage', roles.index),
  get('/roles/new', 'roles.manage', roles.new, confirmed),
  post('/roles', 'roles.manage', roles.create, confirmed),
  get('/roles/compare', 'roles.manage', comparisons.show),
  get('/roles/:roleId', 'roles.manage', roles.show),
  get('/roles/:roleId/edit', 'roles.manage', roles.edit, confirmed),
  patch('/roles/:roleId', 'roles.manage', roles.update, confirmed),
  get('/roles/:roleId/reset', 'roles.manage', resets.new, confirmed),
  post('/roles/:roleId/reset', 'roles.manage', resets.create, confirmed),
  get('/roles/:roleId/removal', 'roles.manage', removals.new, confirmed),
  post('/roles/:roleId/removal', 'roles.manage', removals.create, confirmed),

  get('/users/:userId/explain', 'users.view', explanations.show),
  get('/clients/:userId/explain', 'clients.view', explanations.show),
]);
