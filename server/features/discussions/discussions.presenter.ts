import type { Actor } from '../../core/permissions/index.js';
import { markdown } from '../../core/text/index.js';
import { mayKeepDiscussion, maySetVisibility } from './discussions.policy.js';
import type { FoundDiscussion } from './discussions.queries.js';

/** Topics in a list; what clients read counts no words of the team's own. */
export function presentTopics(actor: Actor, rows: readonly FoundDiscussion[]) {
  const isClient = actor.kind === 'client';
  return rows.map((row) => ({
    title: row.title,
    href: isClient ? `/portal/discussions/${row.id}` : `/discussions/${row.id}`,
    author: row.author_name,
    replies: isClient ? row.client_comments_count : row.comments_count,
    activeAt: isClient ? row.client_active_at : row.active_at,
    isClosed: row.closed_at !== null,
    isShown: row.visibility === 'client',
  }));
}

/** A topic on its own page. */
export function presentTopic(actor: Actor, found: FoundDiscussion) {
  return {
    id: found.id,
    title: found.title,
    bodyHtml: markdown(found.body),
    author: found.author_name,
    createdAt: found.created_at,
    isClosed: found.closed_at !== null,
    isShown: found.visibility === 'client',
    project: { id: found.project_id, name: found.project_name },
    can: { keep: mayKeepDiscussion(actor, found), share: maySetVisibility(actor, found) },
  };
}
