/** Files on things: uploaded whole, shown to the team alone or to its clients as well, never run. */
import type { Feature } from '../../core/feature.js';
import { registerFileOwner } from '../../core/storage/index.js';
import { knownKeys } from './files.queries.js';
import { filesRoutes } from './files.routes.js';
import { fileSubject } from './files.subject.js';

registerFileOwner(knownKeys);

export const filesFeature: Feature = {
  name: 'files',
  routes: filesRoutes,
  tables: ['files'],
  subjects: [fileSubject],
};

export { visibleFiles } from './files.policy.js';
export {
  type Attachments,
  type FilePlace,
  listFiles,
  type PresentedFile,
  presentAttachments,
  presentFileList,
  presentUpload,
} from './files.presenter.js';
export { type FileRow, pageOfFiles } from './files.queries.js';
