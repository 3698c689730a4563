import {
  type Audience,
  effectiveGrants,
  type Override,
  type Permission,
  type Scope,
} from '../../core/permissions/index.js';

/** What somebody holds, by permission; what is missing is none. */
export type Scopes = ReadonlyMap<Permission, Scope>;

/** What roles and a person's own overrides come to together. */
export function effectiveScopes(
  audience: Audience,
  roles: Iterable<Scopes>,
  overrides: readonly Omit<Override, 'endsAt'>[] = [],
): Map<Permission, Scope> {
  const grants = effectiveGrants(
    audience,
    [...roles].map((scopes) => ({ name: '', endsAt: null, scopes })),
    overrides.map((override) => ({ ...override, endsAt: null })),
  );
  return new Map([...grants].map(([permission, grant]) => [permission, grant.scope]));
}
