import type { Host, Sight } from '../../core/subjects/index.js';
import type { CommentRow } from './comments.queries.js';

/** Who reads a comment: those who see the thing it hangs on, clients only what is marked for them. */
export function commentSight(
  comment: Pick<CommentRow, 'visibility'>,
  { host, found }: { host: Host; found: unknown },
): Sight {
  const thing = host.sight(found);
  return {
    ...thing,
    isClientVisible: thing.isClientVisible && comment.visibility === 'client',
  };
}
