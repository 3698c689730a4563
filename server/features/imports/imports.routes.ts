import { del, get, post, routes } from '../../core/http/index.js';
import { importLimits } from './import-limits.js';
import { importReading, imports } from './imports.controller.js';
import { problems } from './problems.controller.js';

export const importsRoutes = routes([
  get('/imports/new', 'users.create', imports.new),
  post('/imports', 'users.create', imports.create, { uploads: importLimits }),
  get('/imports/:importId', 'users.create', importReading.show),
  post('/imports/:importId', 'users.create', importReading.create),
  get('/imports/:importId/problems', 'users.create', problems.show),
  del('/imports/:importId', 'users.create', importReading.destroy),
]);
