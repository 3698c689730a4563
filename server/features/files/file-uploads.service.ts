import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Forbidden, Invalid, type UploadedFile } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { keep, remove } from '../../core/storage/index.js';
import { fileName } from './file-names.js';
import { announce, count, findPlace, type Place, refusal } from './file-places.service.js';
import type { Visibility } from './file-visibility.js';
import { fileAdded } from './files.events.js';
import { mayShareFiles, mayUpload } from './files.policy.js';
import { type FileRow, insertFile, type SubjectKey, storedBytes } from './files.queries.js';

/** Files that have arrived for a thing. */
export interface NewFiles {
  subject: SubjectKey;
  visibility: Visibility;
  uploads: readonly UploadedFile[];
}

/**
 * Attaches files that lie in the store already, all or none; what is not attached is removed from
 * the store. Clients' files are seen by everybody on the project.
 * @throws NotFound, Forbidden, Invalid when there is no room or nothing was chosen.
 */
export async function addFiles(
  actor: Actor,
  { subject, visibility, uploads }: NewFiles,
): Promise<FileRow[]> {
  let added: FileRow[] = [];
  try {
    added = await transaction(() => attach(actor, { subject, visibility, uploads }));
  } finally {
    const settle = added.length > 0 ? keep : remove;
    for (const { key } of uploads) await settle(key);
  }
  return added;
}

async function attach(actor: Actor, { subject, visibility, uploads }: NewFiles) {
  const place = await findPlace(actor, subject);
  // To clients, what they may not do does not exist (PRODUCT 3.1.5).
  if (!mayUpload(actor, place.facts)) throw refusal(actor);
  if (uploads.length === 0) throw new Invalid({ files: 'files.none_chosen' });
  await requireRoom(actor, uploads);
  const seenBy = audience(actor, place, visibility);
  const added: FileRow[] = [];
  for (const upload of uploads) {
    const row = {
      workspace_id: actor.workspaceId,
      subject_type: subject.type,
      subject_id: subject.id,
      uploaded_by_user_id: actor.userId,
      visibility: seenBy,
      name: fileName(upload.name),
      media_type: upload.mimeType,
      size_bytes: upload.sizeBytes,
      sha256: upload.sha256,
      storage_key: upload.key,
      created_at: now(),
    };
    const file = { ...row, id: await insertFile(row), deleted_at: null };
    await count(place, file, { all: 1, client: seenBy === 'client' ? 1 : 0 });
    await announce(fileAdded, actor, file, place);
    added.push(file);
  }
  return added;
}

async function requireRoom(actor: Actor, uploads: readonly UploadedFile[]): Promise<void> {
  const quota = installationSetting('files.quota_bytes');
  if (quota === 0) return;
  const incoming = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if ((await storedBytes(actor.workspaceId)) + incoming > quota) {
    throw new Invalid({ files: 'files.no_room' });
  }
}

function audience(actor: Actor, { host, found, facts }: Place, wanted: Visibility): Visibility {
  if (actor.kind === 'client') return 'client';
  if (wanted === 'internal' || !host.isClientVisible(found)) return 'internal';
  if (!mayShareFiles(actor, facts)) throw new Forbidden('files.not_to_clients');
  return 'client';
}
