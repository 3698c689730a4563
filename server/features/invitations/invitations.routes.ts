import { del, get, post, routes } from '../../core/http/index.js';
import { acceptance } from './acceptance.controller.js';
import { invitations, renewals } from './invitations.controller.js';

export const invitationsRoutes = routes([
  get('/invitations', 'users.view', invitations.index),
  post('/invitations/:invitationId/resend', 'users.view', renewals.create),
  del('/invitations/:invitationId', 'users.view', invitations.destroy),
  get('/invitations/:token', 'signed-link', acceptance.edit, { surface: 'both' }),
  post('/invitations/:token', 'signed-link', acceptance.update, { surface: 'both' }),
]);
