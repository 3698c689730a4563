import { now } from '../../core/dates/index.js';
import {
  type Actor,
  effectiveGrants,
  type Permission,
  type Scope,
} from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import { photoAddress } from '../accounts/index.js';
import { scopesGiven } from '../roles/index.js';
import { needsSecondFactor, secondFactorDueAt } from '../second-factors/index.js';
import { type Acting, type HeldRole, lookUpActing } from './actors.queries.js';

/**
 * Everything about a person in a workspace that decides what they may do: roles and overrides
 * that count now, and the moment from which this must be looked at again because something ends.
 */
export async function loadActor(
  userId: number,
  workspaceId: number,
  version: string,
): Promise<Actor | undefined> {
  const acting = await lookUpActing(userId, workspaceId);
  if (!acting) return undefined;
  const { person } = acting;
  const { roles, overrides, places } = whatCounts(acting);
  return {
    kind: person.audience,
    userId,
    membershipId: person.membership_id,
    workspaceId,
    isPrimaryWorkspace: person.is_primary === 1,
    workspaceIds: places.map(({ id }) => id),
    companyId: person.company_id,
    roleNames: roles.map((role) => role.name),
    roleKeys: roles.flatMap((role) => role.key ?? []),
    grants: grantsOf(acting, roles, overrides),
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
    validUntil: firstEnd([
      { ends_at: person.membership_ends_at },
      ...roles,
      ...overrides,
      ...places,
    ]),
  };
}

function whatCounts({ roles, overrides, places }: Acting) {
  return {
    roles: counting(roles),
    overrides: counting(overrides),
    places: counting(places),
  };
}

function grantsOf(
  { person, grants }: Acting,
  roles: readonly HeldRole[],
  overrides: Acting['overrides'],
) {
  const scopes = scopesGiven(grants);
  return effectiveGrants(
    person.audience,
    roles.map((role) => asSource(role, scopes)),
    overrides.map(asOverride),
  );
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

function asOverride(row: Acting['overrides'][number]) {
  return {
    permission: row.permission,
    effect: row.effect,
    scope: row.scope,
    endsAt: row.ends_at,
  };
}
