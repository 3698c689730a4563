import { containing, type Page, paginate, type Query, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type Actor, type Hue, holds } from '../../core/permissions/index.js';
import type { MembershipRow } from '../memberships/index.js';
import { isSuperAdmin } from '../roles/index.js';

/** Somebody in a workspace, as its page lists them. */
export interface MemberRow {
  id: number;
  user_id: number;
  audience: MembershipRow['audience'];
  status: MembershipRow['status'];
  ends_at: number | null;
  user_status: 'pending' | 'active' | 'inactive';
  name: string;
  email: string;
  hue: Hue;
  photo_key: string | null;
}

/** Somebody of the installation who could come into a workspace. */
export interface Candidate {
  id: number;
  name: string;
  email: string;
}

/** What part of a list is asked for. */
export interface Wanted {
  search: string;
  page: number;
}

/** One page of everybody in a workspace, by name. `there` is who reads it, as who they are there. */
export function listMembers(there: Actor, { search, page }: Wanted): Promise<Page<MemberRow>> {
  const rows = table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where('memberships.workspace_id', there.workspaceId)
    .select(
      'memberships.id',
      'memberships.user_id',
      'memberships.audience',
      'memberships.status',
      'memberships.ends_at',
      'users.status as user_status',
      'users.name',
      'users.email',
      'users.hue',
      'users.photo_key',
    );
  if (search) rows.where(containing(['users.name', 'users.email'], search));
  rows.orderByRaw('lower(users.name)').orderBy('memberships.id');
  return paginate(rows as unknown as Query<MemberRow>, { page, perPage: 25 });
}

/** How many people belong to each of some workspaces; one query. */
export async function countMembers(workspaceIds: readonly number[]): Promise<Map<number, number>> {
  const rows = (await table('memberships')
    .whereIn('workspace_id', [...workspaceIds])
    .whereNot('status', 'suspended')
    .where((lasting) => lasting.whereNull('ends_at').orWhere('ends_at', '>', now()))
    .groupBy('workspace_id')
    .select('workspace_id')
    .count({ n: '*' })) as unknown as { workspace_id: number; n: unknown }[];
  return new Map(rows.map(({ workspace_id, n }) => [workspace_id, Number(n)]));
}

/** One page of the people whom the actor could bring into a workspace: they can sign in and are not in it. */
export function listCandidates(
  actor: Actor,
  workspaceId: number,
  { search, page }: Wanted,
): Promise<Page<Candidate>> {
  const rows = reachable(actor)
    .whereNot('users.id', actor.userId)
    .whereNotIn(
      'users.id',
      table('memberships')
        .where({ workspace_id: workspaceId })
        .whereNot('status', 'suspended')
        .where((lasting) => lasting.whereNull('ends_at').orWhere('ends_at', '>', now()))
        .select('user_id'),
    )
    .select('users.id', 'users.name', 'users.email');
  if (search) rows.where(containing(['users.name', 'users.email'], search));
  rows.orderByRaw('lower(users.name)').orderBy('users.id');
  return paginate(rows as unknown as Query<Candidate>, { page, perPage: 24 });
}

/** Whether somebody is among those whom the actor may bring into another workspace. */
export async function isReachable(actor: Actor, userId: number): Promise<boolean> {
  return (await reachable(actor).where('users.id', userId).select('users.id').limit(1)).length > 0;
}

/** A Super Admin reaches everybody; who only keeps workspaces, the people they read of anyway. */
function reachable(actor: Actor) {
  const rows = table('users').where('users.status', 'active');
  if (isSuperAdmin(actor)) return rows;
  const audiences = [
    ...(holds(actor, 'users.view') ? ['team'] : []),
    ...(holds(actor, 'clients.view') && holds(actor, 'users.view') ? ['client'] : []),
  ];
  return rows.whereIn(
    'users.id',
    table('memberships')
      .where({ workspace_id: actor.workspaceId })
      .whereIn('audience', audiences)
      .select('user_id'),
  );
}
