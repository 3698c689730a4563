import { containing, type Query, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { MembershipIds } from '../../core/subjects/index.js';
import { type MembershipRow, seers } from '../memberships/index.js';
import { isLive } from '../projects/index.js';

/** Somebody who can take tasks. */
export interface TaskTaker {
  membershipId: number;
  userId: number;
  name: string;
}

/** A project of which somebody can take tasks. */
export interface TakerPlace {
  project_id: number;
  membership_id: number;
}

/** Whom of many to list: at most so many, whom a text fits, or some memberships. */
export interface TakerFilter {
  find?: string;
  of?: readonly number[];
  most?: number;
}

/** Where tasks are given away, and by whom: that member takes none. */
export interface Giving {
  projectIds: readonly number[];
  holderId: number;
}

/**
 * Those who can take tasks in any of several projects, by name: of the team, here and on such a
 * project, and able to see a task of it that is theirs.
 */
export async function listTakers(
  actor: Actor,
  giving: Giving,
  { find, of, most }: TakerFilter,
): Promise<TaskTaker[]> {
  const rows = takers(actor, giving).orderBy('users.name').orderBy('memberships.id');
  if (of) rows.whereIn('memberships.id', [...of]);
  if (find) rows.where(containing(['users.name', 'users.email'], find));
  if (most) rows.limit(most);
  const found = await rows.select(
    'memberships.id as membershipId',
    'memberships.user_id as userId',
    'users.name',
  );
  return found as unknown as TaskTaker[];
}

/** In which of the projects each of some members can take tasks; one query. */
export async function listTakerPlaces(
  actor: Actor,
  giving: Giving,
  membershipIds: readonly number[],
): Promise<TakerPlace[]> {
  if (membershipIds.length === 0) return [];
  const able = takers(actor, giving).whereIn('memberships.id', [...membershipIds]);
  const rows = await onProjects(giving.projectIds)
    .whereIn('project_assignments.membership_id', able.select('memberships.id'))
    .select('project_assignments.project_id', 'project_assignments.membership_id');
  return rows as unknown as TakerPlace[];
}

function takers(actor: Actor, { projectIds, holderId }: Giving): Query<MembershipRow> {
  const own = () =>
    onProjects(projectIds).select('project_assignments.membership_id') as unknown as MembershipIds;
  const sight = {
    workspaceId: actor.workspaceId,
    isClientVisible: false,
    assigned: own,
    mine: null,
    needs: [
      { permission: 'projects.view', own },
      { permission: 'tasks.view', own },
    ],
  } as const;
  return seers(sight, 'team')
    .where('memberships.status', 'active')
    .where('users.status', 'active')
    .whereNot('memberships.id', holderId)
    .whereIn('memberships.id', own()) as unknown as Query<MembershipRow>;
}

function onProjects(projectIds: readonly number[]) {
  return table('project_assignments')
    .whereIn('project_assignments.project_id', [...projectIds])
    .where(isLive('project_assignments.ends_at'));
}
