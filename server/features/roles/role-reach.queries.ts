import { type Query, table } from '../../core/database/index.js';
import {
  type Audience,
  allowedFor,
  defaultScope,
  type Permission,
  type Scope,
} from '../../core/permissions/index.js';
import type { RoleRow } from './roles.queries.js';

const builtInKeys = ['admin', 'staff', 'client'] as const;

/** What roles are looked for: those of one audience that give a permission within these scopes. */
export interface GivenScope {
  workspaceId: number;
  audience: Audience;
  permission: Permission;
  scopes: readonly Scope[];
}

/**
 * Ids of the roles that give a permission, as a subquery: the same rule as scopesGiven(), said to
 * the database, so that it can be asked of everybody at once.
 */
export function roleIdsGiving({ workspaceId, audience, permission, scopes }: GivenScope) {
  const byDefault = builtInKeys.filter((key) => scopes.includes(defaultScope(key, permission)));
  const rows = table<RoleRow>('roles')
    .leftJoin('role_grants', (grant) => {
      grant
        .on('role_grants.role_id', '=', 'roles.id')
        .andOnVal('role_grants.permission', '=', permission);
    })
    .where({ 'roles.workspace_id': workspaceId, 'roles.audience': audience })
    .where((given) => {
      given
        .where((stored) => {
          stored.whereIn('role_grants.scope', [...scopes]);
          // Admin cannot be edited: whatever is stored, it holds the catalogue.
          stored.where((key) => key.whereNull('roles.key').orWhereNot('roles.key', 'admin'));
        })
        .orWhere((built) => {
          built.whereIn('roles.key', [...byDefault]);
          built.where((own) => own.whereNull('role_grants.id').orWhere('roles.key', 'admin'));
        });
    });
  if (!allowedFor(audience, permission)) rows.whereRaw('1 = 0');
  return rows.select('roles.id') as unknown as Query<{ id: number }>;
}
