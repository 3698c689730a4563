import type { Knex } from '../../core/database/index.js';
import { registerSubject, type Subject } from '../../core/subjects/index.js';
import { excerpt } from '../../core/text/index.js';
import { visibleComments } from './comments.policy.js';
import { type CommentRow, findComment } from './comments.queries.js';

/** A comment as the subject of its own events: who may not read it never learns that it was made. */
const comment: Subject<CommentRow> = {
  type: 'comment',
  find: findComment,
  idColumn: 'comments.id',
  visibleIds: (actor) => visibleComments(actor).select('comments.id') as Knex.QueryBuilder,
  address: (_actor, id) => `/comments/${id}`,
  title: ({ body }) => excerpt(body, 80),
};

export const commentSubject = registerSubject(comment);
