import type { FormState } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { people } from '../memberships/index.js';
import { mayComment, mayWriteToClients } from './comments.policy.js';
import { type PresentedComment, presentComments, type Surroundings } from './comments.presenter.js';
import { type CommentRow, listNewestComments, type SubjectKey } from './comments.queries.js';

/** Comments a page shows at first; earlier ones have a page of their own. */
const most = 50;

/** What views/comments/_thread takes. */
export interface Thread {
  subject: SubjectKey;
  comments: PresentedComment[];
  /** Page with the comments before these, if there are any. */
  earlierHref: string | null;
  canComment: boolean;
  /** Whether this person chooses who reads a new comment. */
  canChoose: boolean;
  isClientVisible: boolean;
  /** Names of the contacts who read along; the actor is not among them. */
  readers: string[];
  form?: FormState;
}

/**
 * The thread on a thing that the caller has found for this actor. Two queries (one without
 * comments), and those of the subject's readers() where the actor may write.
 */
export async function presentThread(
  actor: Actor,
  type: string,
  found: { id: number },
): Promise<Thread> {
  const host = hostOf(type);
  const subject = { type, id: found.id };
  const facts = await host.facts(actor, found);
  const isClientVisible = host.isClientVisible(found);
  const canComment = mayComment(actor, facts);
  const rows = await listNewestComments(actor, subject, most);
  const shown = rows.slice(-most);
  const readers = canComment && isClientVisible ? await host.readers(found) : [];
  return {
    subject,
    comments: await presentAll(actor, shown, { facts, isClientVisible }),
    earlierHref: rows.length > shown.length ? threadAddress(subject) : null,
    canComment,
    canChoose: canComment && isClientVisible && actor.kind !== 'client' && mayWriteToClients(actor),
    isClientVisible,
    readers: readers.filter(({ userId }) => userId !== actor.userId).map(({ name }) => name),
  };
}

/** Comments with their authors: one query for all of them. */
export async function presentAll(
  actor: Actor,
  rows: readonly CommentRow[],
  thing: Omit<Surroundings, 'authors'>,
): Promise<PresentedComment[]> {
  const authors = await people(rows.map((row) => row.author_user_id));
  return presentComments(actor, rows, { ...thing, authors });
}

/** Path of the page with all comments on a thing. */
export function threadAddress(subject: SubjectKey): string {
  return `/comments?subject_type=${subject.type}&subject_id=${subject.id}`;
}
