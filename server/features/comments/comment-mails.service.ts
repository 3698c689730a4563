import { queueMail } from '../../core/mail/index.js';
import { type Actor, systemActor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { activeMemberships, identityPort } from '../memberships/index.js';
import { commentAddedEmail } from './comments.emails.js';
import { visibleComments } from './comments.policy.js';
import type { CommentRow } from './comments.queries.js';

/** A comment that was added some moments ago. */
export interface AddedComment {
  id: number;
  workspaceId: number;
  authorName: string;
}

/**
 * Mails a new comment to those who work on the thing and, where clients may read it, to the
 * contacts who see it; never to its author. Each is asked for as themselves once more: what was
 * hidden, deleted or taken from them meanwhile is not sent.
 */
export async function mailComment(added: AddedComment): Promise<void> {
  const system = systemActor(added.workspaceId);
  const [comment] = (await visibleComments(system).where('comments.id', added.id)) as CommentRow[];
  if (!comment) return;
  const host = hostOf(comment.subject_type);
  const found = await host.find(system, comment.subject_id);
  const contacts = comment.visibility === 'client' ? await host.readers(found) : [];
  const ids = [...(await host.followers(found)), ...contacts.map(({ userId }) => userId)];
  const said = { author: added.authorName, title: host.title(found) };
  for (const recipient of await reachable(comment, ids)) {
    await queueMail(commentAddedEmail(recipient, comment, said));
  }
}

async function reachable(comment: CommentRow, userIds: readonly number[]): Promise<Actor[]> {
  const others = userIds.filter((id) => id !== comment.author_user_id);
  const active = (await activeMemberships(comment.workspace_id)
    .whereIn('memberships.user_id', [...new Set(others)])
    .orderBy('memberships.user_id')
    .select('memberships.user_id')) as { user_id: number }[];
  const found: Actor[] = [];
  for (const { user_id } of active) {
    const actor = await identityPort.loadActor(user_id, comment.workspace_id, 'mail');
    if (actor && (await maySee(actor, comment))) found.push(actor);
  }
  return found;
}

async function maySee(actor: Actor, comment: CommentRow): Promise<boolean> {
  const rows = await visibleComments(actor).where('comments.id', comment.id).select('comments.id');
  return rows.length > 0;
}
