import { defineAuditedEvent, defineEvent } from '../../core/events/index.js';

/** Something happened to a file; `name` is the file's, `title` that of the thing it hangs on. */
interface FileData {
  name: string;
  title: string;
}

export const fileAdded = defineEvent<FileData>('file.added');
export const fileShared = defineAuditedEvent<FileData>('file.shared');
export const fileHidden = defineAuditedEvent<FileData>('file.hidden');
export const fileDeleted = defineEvent<FileData>('file.deleted');
export const fileRestored = defineEvent<FileData>('file.restored');
