import { type Join, type Query, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { visibleProjects } from '../projects/index.js';
import type { MilestoneRow } from './milestones.queries.js';

/** The milestones an actor may see: of projects they see; clients only those marked for them. */
export function visibleMilestones(actor: Actor): Query<MilestoneRow> {
  return narrow(actor).whereNull('milestones.deleted_at') as Query<MilestoneRow>;
}

/** Deleted milestones that the actor could see if they were not. */
export function deletedMilestones(actor: Actor): Query<MilestoneRow> {
  return narrow(actor).whereNotNull('milestones.deleted_at') as Query<MilestoneRow>;
}

/**
 * Ties rows of tasks to their milestones, for a join: only to those that the actor may see, of
 * tasks whose project they see.
 */
export function milestoneSeenBy(actor: Actor) {
  return (join: Join): void => {
    join
      .on('milestones.id', 'tasks.milestone_id')
      .andOn('milestones.project_id', 'tasks.project_id')
      .andOnNull('milestones.deleted_at');
    if (actor.kind === 'client') join.andOnVal('milestones.visibility', 'client');
  };
}

function narrow(actor: Actor): Query<MilestoneRow> {
  const rows = table<MilestoneRow>('milestones').whereIn(
    'milestones.project_id',
    visibleProjects(actor).select('projects.id'),
  );
  if (actor.kind === 'client') rows.where('milestones.visibility', 'client');
  return rows as Query<MilestoneRow>;
}
