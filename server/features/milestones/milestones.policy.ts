import { type Query, table } from '../../core/database/index.js';
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

function narrow(actor: Actor): Query<MilestoneRow> {
  const rows = table<MilestoneRow>('milestones').whereIn(
    'milestones.project_id',
    visibleProjects(actor).select('projects.id'),
  );
  if (actor.kind === 'client') rows.where('milestones.visibility', 'client');
  return rows as Query<MilestoneRow>;
}
