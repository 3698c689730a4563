import { get, post, routes } from '../server/core/http/index.js';
import { pictureUploads as uploads } from '../server/features/settings/index.js';
import { administrator } from './administrator.controller.js';
import { code, entry } from './code.controller.js';
import { database, progress } from './database.controller.js';
import { email } from './email.controller.js';
import { finish } from './finish.controller.js';
import { license } from './license.controller.js';
import { inOrder } from './order.js';
import { organisation, preview } from './organisation.controller.js';
import { welcome } from './welcome.controller.js';

export const installerRoutes = routes([
  get('/brand.css', 'anyone', preview.brand),
  get('/install', 'anyone', entry.show),
  get('/install/code', 'anyone', code.new),
  post('/install/code', 'anyone', code.create),
  get('/install/welcome', 'anyone', welcome.show),
  post('/install/welcome', 'anyone', welcome.update),
  get('/install/database', 'anyone', inOrder('database', database.show)),
  post('/install/database', 'anyone', inOrder('database', database.update)),
  get('/install/database/progress', 'anyone', inOrder('database', progress.show)),
  get('/install/administrator', 'anyone', inOrder('administrator', administrator.show)),
  post('/install/administrator', 'anyone', inOrder('administrator', administrator.update)),
  get('/install/organisation', 'anyone', inOrder('organisation', organisation.show)),
  post('/install/organisation', 'anyone', inOrder('organisation', organisation.update), {
    uploads,
  }),
  get('/install/preview.css', 'anyone', preview.css),
  get('/install/logo', 'anyone', preview.logo),
  get('/install/email', 'anyone', inOrder('email', email.show)),
  post('/install/email', 'anyone', inOrder('email', email.update)),
  get('/install/license', 'anyone', inOrder('license', license.show)),
  post('/install/license', 'anyone', inOrder('license', license.update)),
  get('/install/finish', 'anyone', inOrder('finish', finish.show)),
  post('/install/finish', 'anyone', inOrder('finish', finish.create)),
  get('/install/*rest', 'anyone', entry.show),
]);
