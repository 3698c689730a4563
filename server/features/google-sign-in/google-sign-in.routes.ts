import { del, get, post, routes } from '../../core/http/index.js';
import { ownConnections, waitingConnections } from './connections.controller.js';
import { callbacks, doors } from './doors.controller.js';

/** How somebody signs in is theirs alone: nobody who looks at the product as them comes here. */
const personal = { surface: 'both', isPersonal: true } as const;
const confirmed = { ...personal, confirmed: true } as const;

export const googleSignInRoutes = routes([
  get('/auth/google', 'anyone', doors.new, personal),
  get('/auth/google/callback', 'anyone', callbacks.show, personal),
  get('/auth/google/connection', 'anyone', waitingConnections.new, personal),
  post('/auth/google/connection', 'anyone', waitingConnections.create, personal),
  get('/profile/google', 'signed-in', ownConnections.new, confirmed),
  del('/profile/google', 'signed-in', ownConnections.destroy, confirmed),
]);
