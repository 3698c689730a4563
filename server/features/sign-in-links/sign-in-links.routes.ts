import { get, post, routes } from '../../core/http/index.js';
import { requests } from './requests.controller.js';
import { links } from './sign-in-links.controller.js';

const both = { surface: 'both' } as const;

export const signInLinksRoutes = routes([
  get('/login/link', 'anyone', requests.new, both),
  post('/login/link', 'anyone', requests.create, { ...both, whenOutdated: requests.goOn }),
  get('/login/link/:token', 'signed-link', links.edit, both),
  post('/login/link/:token', 'signed-link', links.update, both),
]);
