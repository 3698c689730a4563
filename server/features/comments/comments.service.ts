import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Conflict, Forbidden, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type Host, hostOf, hostsOf } from '../../core/subjects/index.js';
import type { Visibility } from './comment-visibility.js';
import { commentAdded, commentDeleted, commentRestored } from './comments.events.js';
import { mayChangeComment, mayComment, mayWriteToClients } from './comments.policy.js';
import {
  type CommentRow,
  findComment,
  findDeletedComment,
  insertComment,
  type SubjectKey,
  updateComment,
} from './comments.queries.js';

/** What somebody wants to say, and to whom. */
export interface NewComment {
  subject: SubjectKey;
  /** Markdown */
  body: string;
  visibility: Visibility;
}

/**
 * Adds a comment and returns it. Clients always write to everybody; on a thing that clients do
 * not see, everything stays internal, whatever the form said.
 * @throws NotFound, Forbidden, Conflict where nobody answers any more
 */
export function addComment(
  actor: Actor,
  { subject, body, visibility }: NewComment,
): Promise<CommentRow> {
  return transaction(async () => {
    const { host, found } = await findHost(actor, subject);
    if (!mayComment(actor, await host.facts(actor, found), host)) throw refusal(actor);
    if (host.isClosed?.(found)) throw new Conflict('comments.closed');
    const row = {
      workspace_id: actor.workspaceId,
      subject_type: subject.type,
      subject_id: subject.id,
      author_user_id: actor.userId,
      visibility: audience(actor, host.isClientVisible(found), visibility),
      body,
      created_at: now(),
    };
    const id = await insertComment(row);
    await count(host, { ...row, id }, 1);
    await publish(commentAdded, {
      actor,
      subject: { type: 'comment', id },
      projectId: host.projectId(found),
      visibility: row.visibility,
      data: { title: host.title(found) },
    });
    return { ...row, id, edited_at: null, deleted_at: null };
  });
}

/** Changes the words of one's own comment. @throws NotFound, Forbidden */
export async function editComment(actor: Actor, id: number, body: string): Promise<CommentRow> {
  return transaction(async () => {
    const comment = await findComment(actor, id);
    await requireOwn(actor, comment);
    if (comment.body !== body) await updateComment(id, { body, edited_at: now() });
    return comment;
  });
}

/** Deletes one's own comment; it can be restored. @throws NotFound, Forbidden */
export async function deleteComment(actor: Actor, id: number): Promise<CommentRow> {
  return transaction(async () => {
    const comment = await findComment(actor, id);
    const { host, found } = await requireOwn(actor, comment);
    await updateComment(id, { deleted_at: now() });
    await count(host, comment, -1);
    await publish(commentDeleted, announcement(actor, comment, { host, found }));
    return comment;
  });
}

/** Takes the deletion of one's own comment back. @throws NotFound, Forbidden */
export async function restoreComment(actor: Actor, id: number): Promise<CommentRow> {
  return transaction(async () => {
    const comment = await findDeletedComment(actor, id);
    const { host, found } = await requireOwn(actor, comment);
    await updateComment(id, { deleted_at: null });
    await count(host, comment, 1);
    await publish(commentRestored, announcement(actor, comment, { host, found }));
    return comment;
  });
}

/**
 * A thing that takes comments, for an actor who may see it.
 * @throws NotFound when there is none, or none for this actor.
 */
export async function findHost(
  actor: Actor,
  subject: SubjectKey,
): Promise<{ host: Host; found: unknown }> {
  const host = hostsOf('comment').find(({ type }) => type === subject.type);
  if (!host) throw new NotFound();
  return { host, found: await host.find(actor, subject.id) };
}

async function requireOwn(actor: Actor, comment: CommentRow) {
  const host = hostOf(comment.subject_type);
  const found = await host.find(actor, comment.subject_id);
  if (!mayChangeComment(actor, comment, await host.facts(actor, found), host)) throw refusal(actor);
  return { host, found };
}

function audience(actor: Actor, isShared: boolean, wanted: Visibility): Visibility {
  if (actor.kind === 'client') return 'client';
  if (wanted === 'internal' || !isShared) return 'internal';
  if (!mayWriteToClients(actor)) throw new Forbidden('comments.not_to_clients');
  return 'client';
}

async function count(
  host: Host,
  comment: Pick<CommentRow, 'id' | 'subject_id' | 'visibility'>,
  by: -1 | 1,
): Promise<void> {
  await host.attached?.({
    kind: 'comment',
    id: comment.id,
    subjectId: comment.subject_id,
    all: by,
    client: comment.visibility === 'client' ? by : 0,
  });
}

/** Told on the thing itself: the comment may be gone when somebody reads it. Never to clients. */
function announcement(
  actor: Actor,
  comment: CommentRow,
  { host, found }: { host: Host; found: unknown },
) {
  return {
    actor,
    subject: { type: comment.subject_type, id: comment.subject_id },
    projectId: host.projectId(found),
    visibility: 'internal' as const,
    data: { title: host.title(found) },
  };
}

/** To clients, what they may not do does not exist (PRODUCT 3.1.5). */
function refusal(actor: Actor): Error {
  return actor.kind === 'client' ? new NotFound() : new Forbidden();
}
