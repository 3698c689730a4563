import { transaction } from '../../core/database/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { listMarkedIds, type Marked, updateComment } from './comments.queries.js';

/**
 * Makes comments that are marked for clients internal, before the thing they hang on is shown, and
 * says how many there were. The caller has decided that the actor may show the thing, has it
 * locked, and notes what became of it.
 */
export function keepCommentsInternal(marked: Marked): Promise<number> {
  return transaction(async () => {
    const host = hostOf(marked.subject.type);
    const ids = await listMarkedIds(marked);
    for (const id of ids) {
      await updateComment(id, { visibility: 'internal' });
      await host.attached?.({
        kind: 'comment',
        id,
        subjectId: marked.subject.id,
        all: 0,
        client: -1,
      });
    }
    return ids.length;
  });
}
