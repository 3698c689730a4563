import type { FormState } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type Host, hostOf } from '../../core/subjects/index.js';
import { listReaders, noReaders, type Readers, readersInWords } from '../clients/index.js';
import { type KnownPeople, people, presentPerson } from '../memberships/index.js';
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
  /** The contacts who read along, as one phrase; the actor is not among them. */
  readers: string;
  /** Page that names everybody who reads along; null for clients. */
  ledgerHref: string | null;
  form?: FormState;
}

/**
 * The thread on a thing that the caller has found for this actor. One query, and one for who reads
 * along where the actor may write and the caller did not bring it. Authors are added to "known".
 */
export async function presentThread(
  actor: Actor,
  type: string,
  found: { id: number; readers?: Readers; known?: KnownPeople },
): Promise<Thread> {
  const host = hostOf(type);
  const subject = { type, id: found.id };
  const facts = await host.facts(actor, found);
  const isClientVisible = host.isClientVisible(found);
  const canComment = mayComment(actor, facts, host) && !host.isClosed?.(found);
  const rows = await listNewestComments(actor, subject, most);
  const shown = rows.slice(-most);
  const known: KnownPeople = found.known ?? new Map();
  for (const row of shown)
    known.set(row.author_user_id, presentPerson({ ...row, id: row.author_user_id }));
  const readers = canComment && isClientVisible ? await readersOf(actor, host, found) : noReaders;
  return {
    subject,
    comments: await presentAll(actor, shown, { facts, isClientVisible, host }, known),
    earlierHref: rows.length > shown.length ? threadAddress(subject) : null,
    canComment,
    canChoose: canComment && isClientVisible && actor.kind !== 'client' && mayWriteToClients(actor),
    isClientVisible,
    readers: readersInWords(translatorFor(actor.locale), readers),
    ledgerHref: actor.kind === 'client' ? null : `${host.address(actor, found.id)}/readers`,
  };
}

function readersOf(actor: Actor, host: Host, found: { readers?: Readers }): Promise<Readers> {
  return found.readers ? Promise.resolve(found.readers) : listReaders(actor, host.sight(found));
}

/** Comments with their authors: one query for all of them, none where they are all known. */
export async function presentAll(
  actor: Actor,
  rows: readonly CommentRow[],
  thing: Omit<Surroundings, 'authors'>,
  known?: KnownPeople,
): Promise<PresentedComment[]> {
  const authors = await people(
    rows.map((row) => row.author_user_id),
    known,
  );
  return presentComments(actor, rows, { ...thing, authors });
}

/** Path of the page with all comments on a thing. */
export function threadAddress(subject: SubjectKey): string {
  return `/comments?subject_type=${subject.type}&subject_id=${subject.id}`;
}
