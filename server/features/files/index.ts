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

export {
  type Attachments,
  presentAttachments,
  presentFileList,
  presentUpload,
} from './attachments.js';
export { sendFile } from './downloads.controller.js';
export { keepFilesInternal } from './file-marks.service.js';
export { fileSight } from './file-sight.policy.js';
export { mayDeleteFile, mayShareFiles, mayUpload, visibleFiles } from './files.policy.js';
export type { FilePlace, PresentedFile } from './files.presenter.js';
export { type FileRow, findFile, listMarkedFiles, pageOfFiles } from './files.queries.js';
