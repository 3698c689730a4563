import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Conflict, Forbidden } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { announceOnPlace, announceSharing, count, placeOf } from './file-places.service.js';
import type { Visibility } from './file-visibility.js';
import { fileDeleted, fileHidden, fileRestored, fileShared } from './files.events.js';
import { mayDeleteFile, mayShareFiles } from './files.policy.js';
import { type FileRow, findDeletedFile, findFile, updateFile } from './files.queries.js';

/**
 * Shows a file to clients or hides it from them.
 * @throws NotFound, Forbidden, Conflict where clients do not see the thing itself.
 */
export function shareFile(actor: Actor, id: number, visibility: Visibility): Promise<FileRow> {
  return transaction(async () => {
    const file = await findFile(actor, id);
    const place = await placeOf(actor, file);
    if (!mayShareFiles(actor, place.facts)) throw new Forbidden();
    if (file.visibility === visibility) return file;
    const isShown = visibility === 'client';
    if (isShown && !place.host.isClientVisible(place.found)) {
      throw new Conflict('files.parent_is_internal');
    }
    await updateFile(id, { visibility });
    await count(place, { ...file, visibility }, { all: 0, client: isShown ? 1 : -1 });
    await announceSharing(isShown ? fileShared : fileHidden, actor, { ...file, visibility }, place);
    return { ...file, visibility };
  });
}

/** Deletes a file; it can be restored. @throws NotFound, Forbidden */
export function deleteFile(actor: Actor, id: number): Promise<FileRow> {
  return transaction(async () => {
    const file = await findFile(actor, id);
    const place = await placeOf(actor, file);
    if (!mayDeleteFile(actor, file, place.facts)) throw new Forbidden();
    await updateFile(id, { deleted_at: now() });
    await count(place, file, { all: -1, client: file.visibility === 'client' ? -1 : 0 });
    await announceOnPlace(fileDeleted, actor, file, place);
    return file;
  });
}

/** Takes the deletion of a file back. @throws NotFound, Forbidden */
export function restoreFile(actor: Actor, id: number): Promise<FileRow> {
  return transaction(async () => {
    const file = await findDeletedFile(actor, id);
    const place = await placeOf(actor, file);
    if (!mayDeleteFile(actor, file, place.facts)) throw new Forbidden();
    await updateFile(id, { deleted_at: null });
    await count(place, file, { all: 1, client: file.visibility === 'client' ? 1 : 0 });
    await announceOnPlace(fileRestored, actor, file, place);
    return file;
  });
}
