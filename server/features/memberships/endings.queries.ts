import { table } from '../../core/database/index.js';

/** Somebody whose access, or one of whose roles, ends by itself. */
export interface Ending {
  workspace_id: number;
  user_id: number;
  name: string;
  email: string;
  locale: string | null;
  timezone: string | null;
  /** The role that ends; null where all access to the workspace does. */
  role: string | null;
  ends_at: number;
}

/** Somebody who hears of what ends in their workspace. */
export type Keeper = Omit<Ending, 'role' | 'ends_at'>;

const person = [
  'memberships.workspace_id',
  'users.id as user_id',
  'users.name',
  'users.email',
  'users.locale',
  'users.timezone',
];

/** What ends after one moment and not after another (ms UTC), of people who can sign in: two queries. */
export async function listEndings(after: number, until: number): Promise<Ending[]> {
  const memberships = await present()
    .whereBetween('memberships.ends_at', [after + 1, until])
    .orderBy('memberships.ends_at')
    .orderBy('memberships.id')
    .select(...person, 'memberships.ends_at');
  const roles = await present()
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .whereBetween('membership_roles.ends_at', [after + 1, until])
    .orderBy('membership_roles.ends_at')
    .orderBy('membership_roles.id')
    .select(...person, 'roles.name as role', 'membership_roles.ends_at');
  const whole = memberships.map((row) => ({ ...row, role: null }));
  return [...whole, ...roles] as unknown as Ending[];
}

/** The Admins of a workspace who can sign in. */
export async function listKeepers(workspaceId: number): Promise<Keeper[]> {
  const rows = await present()
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where({ 'memberships.workspace_id': workspaceId, 'roles.key': 'admin' })
    .orderBy('memberships.id')
    .select(...person);
  return rows as unknown as Keeper[];
}

function present() {
  return table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where({ 'memberships.status': 'active', 'users.status': 'active' });
}
