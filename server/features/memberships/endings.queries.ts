import { table } from '../../core/database/index.js';

/** What ends by itself: all access to a workspace, a role, an exception, the time on a project. */
export type EndingKind = 'access' | 'role' | 'exception' | 'project';

/** Somebody for whom something ends by itself. */
export interface Ending {
  workspace_id: number;
  user_id: number;
  name: string;
  email: string;
  locale: string | null;
  timezone: string | null;
  kind: EndingKind;
  /** Name of the role or project, or the permission of the exception; null for all access. */
  what: string | null;
  ends_at: number;
}

/** The columns of an ending that say whose it is. */
export const endingPerson = [
  'memberships.workspace_id',
  'users.id as user_id',
  'users.name',
  'users.email',
  'users.locale',
  'users.timezone',
];

/** Somebody who hears of what ends in their workspace. */
export type Keeper = Omit<Ending, 'kind' | 'what' | 'ends_at'>;

/**
 * What ends after one moment and not after another (ms UTC) of what this room knows, of people who
 * can sign in: three queries.
 */
export async function listEndings(after: number, until: number): Promise<Ending[]> {
  const memberships = await present()
    .whereBetween('memberships.ends_at', [after + 1, until])
    .orderBy('memberships.ends_at')
    .orderBy('memberships.id')
    .select(...endingPerson, 'memberships.ends_at');
  const roles = await present()
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .whereBetween('membership_roles.ends_at', [after + 1, until])
    .orderBy('membership_roles.ends_at')
    .orderBy('membership_roles.id')
    .select(...endingPerson, 'roles.name as what', 'membership_roles.ends_at');
  const exceptions = await present()
    .join('permission_overrides', 'permission_overrides.membership_id', 'memberships.id')
    .whereBetween('permission_overrides.ends_at', [after + 1, until])
    .orderBy('permission_overrides.ends_at')
    .orderBy('permission_overrides.id')
    .select(
      ...endingPerson,
      'permission_overrides.permission as what',
      'permission_overrides.ends_at',
    );
  return [
    ...asEndings('access', memberships),
    ...asEndings('role', roles),
    ...asEndings('exception', exceptions),
  ];
}

/** The Admins of a workspace who can sign in. */
export async function listKeepers(workspaceId: number): Promise<Keeper[]> {
  const rows = await present()
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where({ 'memberships.workspace_id': workspaceId, 'roles.key': 'admin' })
    .orderBy('memberships.id')
    .select(...endingPerson);
  return rows as unknown as Keeper[];
}

/** Rows of one kind of ending. */
export function asEndings(kind: EndingKind, rows: readonly object[]): Ending[] {
  return rows.map((row) => ({ what: null, ...row, kind })) as unknown as Ending[];
}

function present() {
  return table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .whereNull('workspaces.archived_at')
    .where({ 'memberships.status': 'active', 'users.status': 'active' });
}
