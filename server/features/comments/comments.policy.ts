import { type Query, table } from '../../core/database/index.js';
import {
  type Actor,
  can,
  holds,
  type Permission,
  type RecordFacts,
} from '../../core/permissions/index.js';
import {
  type Host,
  hostsOf,
  type Narrowing,
  onVisibleSubjects,
} from '../../core/subjects/index.js';
import type { CommentRow } from './comments.queries.js';

/**
 * The comments that are meant for the actor's audience, deleted ones included: clients never get
 * an internal one. Whether they see the thing it hangs on is decided by the caller.
 */
export function commentsFor(actor: Actor): Query<CommentRow> {
  const rows = table<CommentRow>('comments').where('comments.workspace_id', actor.workspaceId);
  if (actor.kind === 'client') rows.where('comments.visibility', 'client');
  return rows as Query<CommentRow>;
}

/** The comments an actor may see, on whatever they hang; of one project if that is said. */
export function visibleComments(
  actor: Actor,
  narrowing: Pick<Narrowing, 'projectId'> = {},
): Query<CommentRow> {
  return onVisibleSubjects(commentsFor(actor).whereNull('comments.deleted_at'), {
    actor,
    table: 'comments',
    among: hostsOf('comment'),
    narrowing,
    from: 'rows',
  });
}

/** What one must hold to write on a kind of thing. */
export function speakingOn({ speaks = 'tasks.comment' }: Pick<Host, 'speaks'>): Permission {
  return speaks;
}

/** Whether the actor may comment on a thing they see. */
export function mayComment(actor: Actor, facts: RecordFacts, host: Pick<Host, 'speaks'>): boolean {
  return can(actor, speakingOn(host), facts);
}

/** Whether the actor may write where clients read. Clients write nowhere else. */
export function mayWriteToClients(actor: Actor): boolean {
  return actor.kind === 'client' || holds(actor, 'chat.with_clients');
}

/** People change and delete their own words, as long as they may comment there. */
export function mayChangeComment(
  actor: Actor,
  comment: Pick<CommentRow, 'author_user_id'>,
  facts: RecordFacts,
  host: Pick<Host, 'speaks'>,
): boolean {
  return comment.author_user_id === actor.userId && mayComment(actor, facts, host);
}
