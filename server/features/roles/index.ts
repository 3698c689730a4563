// Roles: named sets of grants. Built-in ones follow the catalogue, the database holds differences.
import type { Feature } from '../../core/feature.js';

export {
  type ChangedGrant,
  changedGrants,
  givingScope,
  mayChangeGrant,
  type Scopes,
} from './giving.policy.js';
export { type PeopleArea, peopleAreas } from './people-areas.js';
export { isReadyMade, type ReadyMadeKey, readyMadeKeys, readyMadeScopes } from './ready-made.js';
export {
  createRole,
  deleteRole,
  type RoleOrigin,
  requireMayDelete,
  requireMayEdit,
  resetRole,
  updateRole,
} from './role-changes.service.js';
export { type GivenScope, roleIdsGiving } from './role-reach.queries.js';
export { grantableRoles, roleScopes, scopesGiven } from './role-scopes.service.js';
export { builtInScopes, holdsAll, isAdmin, isSuperAdmin, mayViewAs } from './roles.policy.js';
export {
  builtInRole,
  createBuiltInRoles,
  findRole,
  type Holders,
  holdsRole,
  listHolders,
  listPlacedRoles,
  listRoles,
  type PlacedRole,
  pageOfRoles,
  type RoleGrantRow,
  type RoleRow,
  rolesOf,
} from './roles.queries.js';

export const rolesFeature: Feature = {
  name: 'roles',
  routes: [],
  tables: ['roles', 'role_grants'],
};
