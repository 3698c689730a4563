import { del, get, post, routes } from '../../core/http/index.js';
import { histories, historyExports, sessions } from './histories.controller.js';

export const signInHistoryRoutes = routes([
  get('/users/:userId/sign-ins', 'users.view', histories.show),
  post('/users/:userId/sign-ins/export', 'users.view', historyExports.create),
  del('/users/:userId/sessions', 'users.edit', sessions.destroy),
  get('/clients/:userId/sign-ins', 'clients.view', histories.show),
  post('/clients/:userId/sign-ins/export', 'clients.view', historyExports.create),
  del('/clients/:userId/sessions', 'clients.edit', sessions.destroy),
]);
