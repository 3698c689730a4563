import { del, get, post, routes } from '../../core/http/index.js';
import { ownConnections, waitingConnections } from './connections.controller.js';
import { callbacks, doors } from './doors.controller.js';

const both = { surface: 'both' } as const;
const confirmed = { surface: 'both', confirmed: true } as const;

export const googleSignInRoutes = routes([
  get('/auth/google', 'anyone', doors.new, both),
  get('/auth/google/callback', 'anyone', callbacks.show, both),
  get('/auth/google/connection', 'anyone', waitingConnections.new, both),
  post('/auth/google/connection', 'anyone', waitingConnections.create, both),
  get('/profile/google', 'signed-in', ownConnections.new, confirmed),
  del('/profile/google', 'signed-in', ownConnections.destroy, confirmed),
]);
