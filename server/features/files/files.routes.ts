import { del, get, post, routes } from '../../core/http/index.js';
import { downloads } from './downloads.controller.js';
import { files, restoration, sharing } from './files.controller.js';
import { uploadLimits } from './upload-limits.js';

const both = { surface: 'both' } as const;

export const filesRoutes = routes([
  get('/files/new', 'files.upload', files.new, both),
  post('/files', 'files.upload', files.create, { ...both, uploads: uploadLimits }),
  get('/files/:fileId', 'files.view', files.show, both),
  get('/portal/files/:fileId', 'files.view', files.show),
  get('/files/:fileId/download', 'files.view', downloads.show, both),
  post('/files/:fileId/visibility', 'files.share', sharing.create),
  del('/files/:fileId', 'files.delete', files.destroy),
  post('/files/:fileId/restoration', 'files.delete', restoration.create),
]);
