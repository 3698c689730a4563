// The only code that touches the uploads folder: whole files under random names, or nothing.
export { cleanOrphans, cleanTemporary, keep, registerFileOwner } from './cleaning.js';
export { FileMissing, type RefusalReason, UploadRefused } from './errors.js';
export {
  checkUploads,
  createUploads,
  isMarkedInstalled,
  isStorageKey,
  markInstalled,
  useUploads,
} from './folder.js';
export { downloadHeaders, mayShowInline } from './headers.js';
export { imageAs, type SavedImage, saveImage } from './images.js';
export { tryFolder } from './probe.js';
export { type FileState, open, remove, removeLater, stateOf } from './reading.js';
export { type SavedFile, type SaveOptions, save } from './saving.js';
