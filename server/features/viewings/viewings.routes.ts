import { del, get, post, routes } from '../../core/http/index.js';
import { differences } from './differences.controller.js';
import { previews } from './previews.controller.js';
import { viewings } from './viewings.controller.js';

/** A borrowed session must not look around as everybody in turn. */
const confirmed = { confirmed: true } as const;
/** Done as who one really is, from whichever house one looks at. */
const ownDoing = { surface: 'both', whileViewing: true } as const;

export const viewingsRoutes = routes([
  get('/users/:userId/viewing', 'users.view', viewings.new, confirmed),
  post('/users/:userId/viewing', 'users.view', viewings.create, confirmed),
  get('/clients/:userId/viewing', 'clients.view', viewings.new, confirmed),
  post('/clients/:userId/viewing', 'clients.view', viewings.create, confirmed),
  get('/roles/:roleId/preview', 'roles.manage', previews.new, confirmed),
  post('/roles/:roleId/preview', 'roles.manage', previews.create, confirmed),
  del('/viewing', 'signed-in', viewings.destroy, ownDoing),
  get('/viewing/differences', 'signed-in', differences.show, ownDoing),
]);
