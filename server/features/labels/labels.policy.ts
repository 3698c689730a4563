import { type Query, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { visibleProjects } from '../projects/index.js';
import type { LabelRow } from './labels.queries.js';

/** The labels an actor may see: of projects they see. They are the team's own words: clients see none. */
export function visibleLabels(actor: Actor): Query<LabelRow> {
  return narrow(actor).whereNull('labels.deleted_at') as Query<LabelRow>;
}

/** Removed labels that the actor could see if they were not. */
export function deletedLabels(actor: Actor): Query<LabelRow> {
  return narrow(actor).whereNotNull('labels.deleted_at') as Query<LabelRow>;
}

function narrow(actor: Actor): Query<LabelRow> {
  const rows = table<LabelRow>('labels').whereIn(
    'labels.project_id',
    visibleProjects(actor).select('projects.id'),
  );
  if (actor.kind === 'client') rows.whereRaw('1 = 0');
  return rows as Query<LabelRow>;
}
