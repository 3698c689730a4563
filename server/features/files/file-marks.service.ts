import { transaction } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { announceSharing, count, findPlace } from './file-places.service.js';
import { fileHidden } from './files.events.js';
import { listMarkedFiles, type MarkedFiles, updateFile } from './files.queries.js';

/**
 * Makes files that are marked for clients internal, before the thing they hang on is shown, and
 * says how many there were. The caller has decided that the actor may show the thing, and has it
 * locked.
 * @throws NotFound for a thing the actor does not see
 */
export function keepFilesInternal(actor: Actor, marked: MarkedFiles): Promise<number> {
  return transaction(async () => {
    const place = await findPlace(actor, marked.subject);
    const files = await listMarkedFiles(actor, marked);
    for (const file of files) {
      const hidden = { ...file, visibility: 'internal' as const };
      await updateFile(file.id, { visibility: 'internal' });
      await count(place, hidden, { all: 0, client: -1 });
      await announceSharing(fileHidden, actor, hidden, place);
    }
    return files.length;
  });
}
