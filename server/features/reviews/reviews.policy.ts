import { type Query, table } from '../../core/database/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import type { Sight } from '../../core/subjects/index.js';
import { projectSight, visibleProjects } from '../projects/index.js';
import { visibleAmongFew } from '../tasks/index.js';
import type { RoundRow } from './reviews.queries.js';

/**
 * The rounds an actor may see: the team those of tasks they see; a client those in which they are
 * asked, as long as they may review, the task is shown to clients, and they are on its project.
 * A client without tasks.view sees of the project's tasks just these (PRODUCT 3.2).
 */
export function visibleRounds(actor: Actor): Query<RoundRow> {
  const rows = table<RoundRow>('review_rounds') as Query<RoundRow>;
  if (actor.kind !== 'client')
    return rows.whereExists(
      visibleAmongFew(actor).whereRaw('tasks.id = review_rounds.task_id'),
    ) as Query<RoundRow>;
  if (!holds(actor, 'tasks.review')) return rows.whereRaw('1 = 0') as Query<RoundRow>;
  return rows
    .whereExists(
      table('review_approvers')
        .whereRaw('review_approvers.round_id = review_rounds.id')
        .where('review_approvers.membership_id', actor.membershipId),
    )
    .whereExists(
      table('tasks')
        .whereRaw('tasks.id = review_rounds.task_id')
        .whereNull('tasks.deleted_at')
        .where('tasks.visibility', 'client')
        .whereExists(visibleProjects(actor).whereRaw('projects.id = tasks.project_id')),
    ) as Query<RoundRow>;
}

/** Who could be asked to review a task: the contacts on its project who may review. */
export function reviewSight(task: { project_id: number; workspace_id: number }): Sight {
  const sight = projectSight({ id: task.project_id, workspace_id: task.workspace_id });
  return { ...sight, needs: [...sight.needs, { permission: 'tasks.review', own: null }] };
}
