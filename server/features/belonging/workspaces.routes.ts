import { del, get, patch, post, routes } from '../../core/http/index.js';
import { archives } from './archives.controller.js';
import { members } from './members.controller.js';
import { moves } from './moves.controller.js';
import { strayForms } from './stray-forms.controller.js';
import { switches } from './switches.controller.js';
import { workspaces } from './workspaces.controller.js';

/** What decides who can come in and do what. */
const confirmed = { confirmed: true } as const;
/** Leads from whichever workspace to another, in the panel and the portal alike. */
const between = { surface: 'both', inAnyWorkspace: true } as const;
const formAddress = '/current-workspace/:workspaceId/form';

export const workspacesRoutes = routes([
  post('/current-workspace', 'signed-in', switches.create, between),
  post(formAddress, 'signed-in', strayForms.create, between),
  patch(formAddress, 'signed-in', strayForms.create, between),
  del(formAddress, 'signed-in', strayForms.create, between),

  get('/workspaces', 'workspaces.manage', workspaces.index),
  get('/workspaces/new', 'workspaces.manage', workspaces.new, confirmed),
  post('/workspaces', 'workspaces.manage', workspaces.create, confirmed),
  get('/workspaces/:workspaceId', 'workspaces.manage', workspaces.show),
  get('/workspaces/:workspaceId/edit', 'workspaces.manage', workspaces.edit),
  patch('/workspaces/:workspaceId', 'workspaces.manage', workspaces.update),
  post('/workspaces/:workspaceId/archive', 'workspaces.manage', archives.create),
  del('/workspaces/:workspaceId/archive', 'workspaces.manage', archives.destroy),
  get('/workspaces/:workspaceId/members/new', 'workspaces.manage', members.new, confirmed),
  post('/workspaces/:workspaceId/members', 'workspaces.manage', members.create, {
    confirmed: '/workspaces/:workspaceId/members/new',
  }),
  get(
    '/workspaces/:workspaceId/members/:membershipId/move',
    'workspaces.manage',
    moves.new,
    confirmed,
  ),
  post(
    '/workspaces/:workspaceId/members/:membershipId/move',
    'workspaces.manage',
    moves.create,
    confirmed,
  ),
]);
