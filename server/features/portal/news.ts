import type { Actor } from '../../core/permissions/index.js';
import { previousVisit } from '../accounts/index.js';
import { type ActivityLine, recentActivity } from '../activity/index.js';
import type { KnownPeople } from '../memberships/index.js';

/** What happened for a client, and since when. */
export interface News {
  lines: ActivityLine[];
  /** Whether this is their first visit: then everything is new. */
  isFirstVisit: boolean;
}

/**
 * What clients hear of, and in which words. Moves between columns are left out: two columns can bear one name for
 * clients, and what goes on between them is the team's own business.
 */
const texts: Readonly<Record<string, string>> = {
  'task.created': 'portal.news.task_shared',
  'task.shared': 'portal.news.task_shared',
  'task.completed': 'portal.news.task_completed',
  'comment.added': 'portal.news.comment_added',
  'file.added': 'portal.news.file_added',
  'file.shared': 'portal.news.file_added',
  'discussion.opened': 'portal.news.discussion_opened',
  'discussion.shared': 'portal.news.discussion_opened',
};
const most = 8;

/** What is new for a client in some projects since the visit before this one. Three queries at most. */
export async function newsFor(
  actor: Actor,
  projectIds: readonly number[],
  known?: KnownPeople,
): Promise<News> {
  const since = await previousVisit(actor.userId);
  const lines = await recentActivity(
    actor,
    {
      projectIds,
      limit: most * 2,
      names: Object.keys(texts),
      exceptUserId: actor.userId,
      ...(since === null ? {} : { since }),
    },
    (name) => texts[name] ?? '',
    known,
  );
  return { lines: onePerThing(lines).slice(0, most), isFirstVisit: since === null };
}

/** A task that was made and then shared is one piece of news. */
function onePerThing(lines: readonly ActivityLine[]): ActivityLine[] {
  const told = new Set<string | null>();
  return lines.filter(({ href }) => !told.has(href) && told.add(href));
}
