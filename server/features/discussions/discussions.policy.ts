import { type Query, table } from '../../core/database/index.js';
import { type Actor, can, holds, type Scope, scopeOf } from '../../core/permissions/index.js';
import type { Sight } from '../../core/subjects/index.js';
import { assignedProjectIds, projectSight, visibleProjects } from '../projects/index.js';
import type { DiscussionRow, FoundDiscussion } from './discussions.queries.js';

/** The topics an actor may see: of projects they see, in the scope of chat.discussions; clients only those shared with them. */
export function visibleDiscussions(actor: Actor): Query<DiscussionRow> {
  return narrow(actor).whereNull('discussions.deleted_at') as Query<DiscussionRow>;
}

/** Deleted topics that the actor could see if they were not. */
export function deletedDiscussions(actor: Actor): Query<DiscussionRow> {
  return narrow(actor).whereNotNull('discussions.deleted_at') as Query<DiscussionRow>;
}

/** Leaves only the topics within a scope of the actor; a topic is nobody's own. */
export function withinScope(
  actor: Actor,
  rows: Query<DiscussionRow>,
  scope: Scope,
): Query<DiscussionRow> {
  if (scope === 'all') return rows;
  if (scope !== 'assigned') return rows.whereRaw('1 = 0') as Query<DiscussionRow>;
  return rows.whereIn('discussions.project_id', assignedProjectIds(actor)) as Query<DiscussionRow>;
}

/** What decides about a topic besides the grant. */
export function discussionFacts({ is_assigned }: Pick<FoundDiscussion, 'is_assigned'>) {
  return { own: false, assigned: Number(is_assigned) === 1 };
}

/** Whose topic it is, and who edits the project, may change, close and delete it. */
export function mayKeepDiscussion(actor: Actor, found: FoundDiscussion): boolean {
  const facts = discussionFacts(found);
  if (!can(actor, 'chat.discussions', facts)) return false;
  return found.author_user_id === actor.userId || can(actor, 'projects.edit', facts);
}

/** Whether the actor decides what clients see of a topic. */
export function maySetVisibility(actor: Actor, found: FoundDiscussion): boolean {
  return actor.kind !== 'client' && mayShareIn(actor, found);
}

/** Whether somebody of the team may show topics of a project to its clients. */
export function mayShareIn(actor: Actor, project: Pick<FoundDiscussion, 'is_assigned'>): boolean {
  return holds(actor, 'chat.with_clients') && can(actor, 'tasks.share', discussionFacts(project));
}

/** Who sees a topic: what visibleDiscussions() asks of one actor, asked of everybody. */
export function discussionSight(
  found: Pick<DiscussionRow, 'project_id' | 'workspace_id' | 'visibility'>,
): Sight {
  const sight = projectSight({ id: found.project_id, workspace_id: found.workspace_id });
  return {
    ...sight,
    isClientVisible: found.visibility === 'client',
    needs: [...sight.needs, { permission: 'chat.discussions', own: null }],
  };
}

function narrow(actor: Actor): Query<DiscussionRow> {
  const rows = table<DiscussionRow>('discussions').whereIn(
    'discussions.project_id',
    visibleProjects(actor).select('projects.id'),
  ) as Query<DiscussionRow>;
  if (actor.kind === 'client') rows.where('discussions.visibility', 'client');
  return withinScope(actor, rows, scopeOf(actor, 'chat.discussions'));
}
