import { moment, type Query, table } from '../../core/database/index.js';
import {
  type Actor,
  can,
  type Permission,
  type RecordFacts,
  scopeOf,
} from '../../core/permissions/index.js';
import type { FoundProject, ProjectRow } from './projects.queries.js';

/** Who is on a project. */
export interface AssignmentRow {
  id: number;
  project_id: number;
  membership_id: number;
  /** The one that counts: none while a team holds somebody on the project. */
  ends_at: number | null;
  /** Chosen by hand; 0 for who is there through a team alone. */
  is_direct: number;
  /** The end of what was chosen by hand, which stands aside while a team holds somebody there. */
  direct_ends_at: number | null;
  created_at: number;
}

/** Ids of the projects the actor is assigned to now; an assignment that has ended does not count. */
export function assignedProjectIds(actor: Actor): Query<AssignmentRow> {
  return table<AssignmentRow>('project_assignments')
    .where('project_assignments.membership_id', actor.membershipId)
    .where(isLive('project_assignments.ends_at'))
    .select('project_assignments.project_id') as Query<AssignmentRow>;
}

/**
 * The projects an actor may see: of their workspace, not deleted, in the scope of projects.view.
 * A client never sees beyond their assignments, whatever is granted.
 */
export function visibleProjects(actor: Actor): Query<ProjectRow> {
  const rows = table<ProjectRow>('projects')
    .where('projects.workspace_id', actor.workspaceId)
    .whereNull('projects.deleted_at');
  return narrow(actor, rows as Query<ProjectRow>);
}

/** Projects in the trash that the actor could see before they were deleted. */
export function deletedProjects(actor: Actor): Query<ProjectRow> {
  const rows = table<ProjectRow>('projects')
    .where('projects.workspace_id', actor.workspaceId)
    .whereNotNull('projects.deleted_at');
  return narrow(actor, rows as Query<ProjectRow>);
}

/** What decides about a project besides the grant. Nobody owns a project: own means assigned. */
export function projectFacts(
  _actor: Actor,
  project: Pick<FoundProject, 'is_assigned'>,
): RecordFacts {
  const assigned = Number(project.is_assigned) === 1;
  return { own: assigned, assigned };
}

/** Whether the actor may do something to a project they can see. */
export function mayOnProject(
  actor: Actor,
  permission: Permission,
  project: Pick<FoundProject, 'is_assigned'>,
): boolean {
  return can(actor, permission, projectFacts(actor, project));
}

/**
 * Which of a project's stored counts the actor may read: those of all tasks, those of the tasks
 * clients see, or neither, since they see another part of the tasks (PRODUCT 3.1.7).
 */
export function countsFor(
  actor: Actor,
  project: FoundProject,
): 'all' | 'client' | 'counted' | 'none' {
  const scope = scopeOf(actor, 'tasks.view');
  if (scope === 'none') return 'none';
  if (actor.kind === 'client') return scope === 'own' ? 'counted' : 'client';
  if (scope === 'all' || (scope === 'assigned' && Number(project.is_assigned) === 1)) return 'all';
  return scope === 'own' ? 'counted' : 'none';
}

/** A condition: the end date in this column is missing or still ahead. */
export function isLive(column: string) {
  return (rows: Query<AssignmentRow>) => {
    rows.whereNull(column).orWhere(column, '>', moment());
  };
}

function narrow(actor: Actor, rows: Query<ProjectRow>): Query<ProjectRow> {
  const scope = scopeOf(actor, 'projects.view');
  if (scope === 'none') return rows.whereRaw('1 = 0') as Query<ProjectRow>;
  if (scope === 'all' && actor.kind !== 'client') return rows;
  return rows.whereIn('projects.id', assignedProjectIds(actor)) as Query<ProjectRow>;
}
