import type { FormState } from '../../core/http/index.js';
import type { Actor, RecordFacts } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { markdown } from '../../core/text/index.js';
import { people } from '../memberships/index.js';
import { mayChangeComment, mayComment, mayWriteToClients } from './comments.policy.js';
import { type CommentRow, listNewestComments, type SubjectKey } from './comments.queries.js';

/** Comments a page shows at first; earlier ones have a page of their own. */
const most = 50;

/** A comment as its partial shows it. */
export interface PresentedComment {
  id: number;
  author: { name: string; initials: string; hue: string; photoUrl: string | null } | null;
  /** ms UTC */
  at: number;
  /** Safe HTML. */
  bodyHtml: string;
  internal: boolean;
  edited: boolean;
  /** Whether it says who reads it: to the team, where clients read along. */
  showsVisibility: boolean;
  editHref: string | null;
  deleteAction: string | null;
}

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
    comments: await presentComments(actor, shown, { facts, isClientVisible }),
    earlierHref: rows.length > shown.length ? threadAddress(subject) : null,
    canComment,
    canChoose: canComment && isClientVisible && actor.kind !== 'client' && mayWriteToClients(actor),
    isClientVisible,
    readers: readers.filter(({ userId }) => userId !== actor.userId).map(({ name }) => name),
  };
}

/**
 * The newest comments on a thing, presented.
 * @throws NotFound when the actor may not see the thing.
 */
export async function listComments(actor: Actor, subject: SubjectKey): Promise<PresentedComment[]> {
  const host = hostOf(subject.type);
  const found = await host.find(actor, subject.id);
  const facts = await host.facts(actor, found);
  const rows = await listNewestComments(actor, subject, most);
  const isClientVisible = host.isClientVisible(found);
  return presentComments(actor, rows.slice(-most), { facts, isClientVisible });
}

/** Rows as the partial shows them: one query for all authors. */
export async function presentComments(
  actor: Actor,
  rows: readonly CommentRow[],
  thing: { facts: RecordFacts; isClientVisible: boolean },
): Promise<PresentedComment[]> {
  const authors = await people([...new Set(rows.map((row) => row.author_user_id))]);
  return rows.map((row) => {
    const isMine = mayChangeComment(actor, row, thing.facts);
    return {
      id: row.id,
      author: authors.get(row.author_user_id) ?? null,
      at: row.created_at,
      bodyHtml: markdown(row.body),
      internal: row.visibility === 'internal',
      edited: row.edited_at !== null,
      showsVisibility: thing.isClientVisible && actor.kind !== 'client',
      editHref: isMine ? `/comments/${row.id}/edit` : null,
      deleteAction: isMine ? `/comments/${row.id}` : null,
    };
  });
}

/** Path of the page with all comments on a thing. */
export function threadAddress(subject: SubjectKey): string {
  return `/comments?subject_type=${subject.type}&subject_id=${subject.id}`;
}
