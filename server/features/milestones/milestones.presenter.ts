import { today } from '../../core/dates/index.js';
import { type FormState, formState } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type FoundProject, mayOnProject, type Progress } from '../projects/index.js';
import type { MilestoneRow } from './milestones.queries.js';

/** Milestones of a project, in their order, with what the actor may do to them. */
export function presentMilestones(
  actor: Actor,
  project: FoundProject,
  rows: readonly MilestoneRow[],
  progress: ReadonlyMap<number, Progress>,
) {
  const can = {
    edit: mayOnProject(actor, 'projects.edit', project),
    share: mayOnProject(actor, 'tasks.share', project),
  };
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    dueOn: row.due_on,
    reachedAt: row.completed_at,
    isLate: row.completed_at === null && row.due_on !== null && row.due_on < today(actor.timezone),
    isShown: row.visibility === 'client',
    progress: progress.get(row.id) ?? null,
    path: `/milestones/${row.id}`,
    can,
  }));
}

/** The form of a milestone, as it is. */
export function milestoneState({ name, description, due_on }: MilestoneRow): FormState {
  return formState({ name, description, due_on });
}
