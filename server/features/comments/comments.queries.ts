import {
  insertRow,
  keptQuery,
  type Page,
  paginate,
  type Query,
  table,
} from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import type { NamedRow } from '../memberships/index.js';
import type { Visibility } from './comment-visibility.js';
import { commentsFor } from './comments.policy.js';

/** A row of the comments table. */
export interface CommentRow {
  id: number;
  workspace_id: number;
  subject_type: string;
  subject_id: number;
  author_user_id: number;
  visibility: Visibility;
  /** Markdown */
  body: string;
  created_at: number;
  edited_at: number | null;
  deleted_at: number | null;
}

/** The thing a comment hangs on. */
export interface SubjectKey {
  type: string;
  id: number;
}

/**
 * The comment, for an actor who may see it and the thing it hangs on.
 * @throws NotFound for everybody else.
 */
export async function findComment(actor: Actor, id: number): Promise<CommentRow> {
  return withHost(actor, commentsFor(actor).whereNull('comments.deleted_at'), id);
}

/** A deleted comment, for an actor who could see it before. @throws NotFound */
export async function findDeletedComment(actor: Actor, id: number): Promise<CommentRow> {
  return withHost(actor, commentsFor(actor).whereNotNull('comments.deleted_at'), id);
}

/** A comment with who wrote it, as avatars show them. */
export interface SignedComment extends CommentRow, Omit<NamedRow, 'id'> {}

const newestOn = keptQuery<Actor, { type: string; id: number }, SignedComment[]>(
  (actor, { type, id }, most) =>
    commentsOn(actor, { type, id })
      .join('users', 'users.id', 'comments.author_user_id')
      .orderBy('comments.id', 'desc')
      .limit(Number(most))
      .select('comments.*', 'users.name', 'users.hue', 'users.photo_key') as never,
);

/**
 * The newest comments on a thing that the caller has found for this actor, oldest first; one more
 * than `most` says that there are earlier ones.
 */
export async function listNewestComments(
  actor: Actor,
  subject: SubjectKey,
  most: number,
): Promise<SignedComment[]> {
  const { type, id } = subject;
  return (await newestOn(actor, { type, id }, String(most + 1))).reverse();
}

/** One page of all comments on a thing that the caller has found for this actor, oldest first. */
export async function pageOfComments(
  actor: Actor,
  subject: SubjectKey,
  page: number,
): Promise<Page<CommentRow>> {
  return paginate(commentsOn(actor, subject).orderBy('comments.id'), { page, perPage: 50 });
}

/** Comments on a thing that are marked for clients: these, and all before one of them. */
export interface Marked {
  subject: SubjectKey;
  ids: readonly number[];
  /** All with a smaller id, too. */
  before: number | null;
}

/** The newest comments on a thing that are marked for clients, newest first. */
export async function listMarkedComments(
  actor: Actor,
  subject: SubjectKey,
  most: number,
): Promise<CommentRow[]> {
  const rows = commentsOn(actor, subject).where('comments.visibility', 'client');
  return (await rows.orderBy('comments.id', 'desc').limit(most)) as CommentRow[];
}

/** Which of some comments are on the thing and marked for clients. */
export function listMarkedIds({ subject, ids, before }: Marked): Promise<number[]> {
  return table<CommentRow>('comments')
    .where({ subject_type: subject.type, subject_id: subject.id, visibility: 'client' })
    .whereNull('deleted_at')
    .where((either) => {
      either.whereIn('id', [...ids]);
      if (before !== null) either.orWhere('id', '<', before);
    })
    .pluck('id') as unknown as Promise<number[]>;
}

/** Inserts a comment and returns its id. */
export function insertComment(
  row: Omit<CommentRow, 'id' | 'edited_at' | 'deleted_at'>,
): Promise<number> {
  return insertRow('comments', { ...row, edited_at: null, deleted_at: null });
}

/** Changes a comment's row. */
export async function updateComment(id: number, changes: Partial<CommentRow>): Promise<void> {
  await table<CommentRow>('comments').where({ id }).update(changes);
}

function commentsOn(actor: Actor, subject: SubjectKey): Query<CommentRow> {
  return commentsFor(actor)
    .whereNull('comments.deleted_at')
    .where({ subject_type: subject.type, subject_id: subject.id }) as Query<CommentRow>;
}

async function withHost(actor: Actor, rows: Query<CommentRow>, id: number): Promise<CommentRow> {
  const comment = (await rows.where('comments.id', id).first()) as CommentRow | undefined;
  if (!comment) throw new NotFound();
  await hostOf(comment.subject_type).find(actor, comment.subject_id);
  return comment;
}
