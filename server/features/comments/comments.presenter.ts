import type { Actor, RecordFacts } from '../../core/permissions/index.js';
import type { Host } from '../../core/subjects/index.js';
import { markdown } from '../../core/text/index.js';
import type { Person } from '../memberships/index.js';
import { mayChangeComment } from './comments.policy.js';
import type { CommentRow } from './comments.queries.js';

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
  /** Page that names who reads it; null where that is said of the whole thread. */
  readersHref: string | null;
  editHref: string | null;
  deleteAction: string | null;
}

/** What presented comments depend on besides themselves. */
export interface Surroundings {
  /** The actor's part in the thing they hang on. */
  facts: RecordFacts;
  isClientVisible: boolean;
  host: Pick<Host, 'speaks'>;
  authors: ReadonlyMap<number, Person>;
}

/** Rows as the partial shows them. */
export function presentComments(
  actor: Actor,
  rows: readonly CommentRow[],
  { facts, isClientVisible, host, authors }: Surroundings,
): PresentedComment[] {
  return rows.map((row) => {
    const isMine = mayChangeComment(actor, row, facts, host);
    return {
      id: row.id,
      author: authors.get(row.author_user_id) ?? null,
      at: row.created_at,
      bodyHtml: markdown(row.body),
      internal: row.visibility === 'internal',
      edited: row.edited_at !== null,
      showsVisibility: isClientVisible && actor.kind !== 'client',
      readersHref:
        isClientVisible && actor.kind !== 'client' ? `/comments/${row.id}/readers` : null,
      editHref: isMine ? `/comments/${row.id}/edit` : null,
      deleteAction: isMine ? `/comments/${row.id}` : null,
    };
  });
}
