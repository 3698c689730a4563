import { table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import {
  type Actor,
  type Audience,
  effectiveGrants,
  type Hue,
  type Permission,
  type Scope,
} from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import { photoAddress } from '../accounts/index.js';
import { roleScopes } from '../roles/index.js';
import { needsSecondFactor, secondFactorDueAt } from '../second-factors/index.js';
import { type OverrideRow, overridesOf } from './memberships.queries.js';

interface PersonRow {
  membership_id: number;
  audience: Audience;
  company_id: number | null;
  ends_at: number | null;
  is_primary: number;
  name: string;
  email: string;
  hue: Hue;
  photo_key: string | null;
  locale: string | null;
  timezone: string | null;
  theme: Actor['theme'];
  must_change_password: number;
  second_factor_at: number | null;
}

interface HeldRole {
  id: number;
  name: string;
  key: string | null;
  ends_at: number | null;
  granted_at: number;
}

/**
 * Everything about a person in a workspace that decides what they may do: roles and overrides
 * that count now, and the moment from which this must be looked at again because something ends.
 */
export async function loadActor(
  userId: number,
  workspaceId: number,
  version: string,
): Promise<Actor | undefined> {
  const person = await lookUpPerson(userId, workspaceId);
  if (!person) return undefined;
  const roles = counting(await listHeldRoles(person.membership_id, person.audience));
  const overrides = counting(await overridesOf(person.membership_id));
  const scopes = await roleScopes(roles.map((role) => role.id));
  return {
    kind: person.audience,
    userId,
    membershipId: person.membership_id,
    workspaceId,
    isPrimaryWorkspace: person.is_primary === 1,
    companyId: person.company_id,
    roleNames: roles.map((role) => role.name),
    roleKeys: roles.flatMap((role) => role.key ?? []),
    grants: effectiveGrants(
      person.audience,
      roles.map((role) => asSource(role, scopes)),
      overrides.map(asOverride),
    ),
    name: person.name,
    email: person.email,
    hue: person.hue,
    photoUrl: photoAddress({ id: userId, photo_key: person.photo_key }),
    // Read anew each time: a change of the workspace's settings does not change the person's version.
    get locale() {
      return person.locale ?? setting(workspaceId, 'general.locale');
    },
    get timezone() {
      return person.timezone ?? setting(workspaceId, 'general.timezone');
    },
    theme: person.theme,
    mustChangePassword: person.must_change_password === 1,
    // Asked of the settings each time, too.
    get needsSecondFactor() {
      return needsSecondFactor(counting(roles));
    },
    get secondFactorDueAt() {
      return secondFactorDueAt(person.second_factor_at, counting(roles));
    },
    version,
    validUntil: firstEnd([person, ...roles, ...overrides]),
  };
}

async function lookUpPerson(userId: number, workspaceId: number): Promise<PersonRow | undefined> {
  const found = await table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .where({ 'memberships.user_id': userId, 'memberships.workspace_id': workspaceId })
    .first(
      'memberships.id as membership_id',
      'memberships.audience',
      'memberships.company_id',
      'memberships.ends_at',
      'workspaces.is_primary',
      'users.name',
      'users.email',
      'users.hue',
      'users.photo_key',
      'users.locale',
      'users.timezone',
      'users.theme',
      'users.must_change_password',
      'users.second_factor_at',
    );
  return found as PersonRow | undefined;
}

async function listHeldRoles(membershipId: number, audience: Audience): Promise<HeldRole[]> {
  const rows = await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where({ 'membership_roles.membership_id': membershipId, 'roles.audience': audience })
    .orderBy('roles.id')
    .select(
      'roles.id',
      'roles.name',
      'roles.key',
      'membership_roles.ends_at',
      'membership_roles.granted_at',
    );
  return rows as unknown as HeldRole[];
}

/** What has ended counts no more. */
function counting<Row extends { ends_at: number | null }>(rows: Row[]): Row[] {
  return rows.filter((row) => row.ends_at === null || row.ends_at > now());
}

function firstEnd(rows: readonly { ends_at: number | null }[]): number | null {
  const ends = rows.flatMap((row) => row.ends_at ?? []);
  return ends.length > 0 ? Math.min(...ends) : null;
}

function asSource({ id, name, ends_at }: HeldRole, scopes: Map<number, Map<Permission, Scope>>) {
  return { name, endsAt: ends_at, scopes: scopes.get(id) ?? new Map<Permission, Scope>() };
}

function asOverride(row: OverrideRow) {
  return {
    permission: row.permission,
    effect: row.effect,
    scope: row.scope,
    endsAt: row.ends_at,
  };
}
