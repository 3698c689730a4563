// Roles: named sets of grants. Built-in ones follow the catalogue, the database holds differences.
import type { Feature } from '../../core/feature.js';
import { rolesRoutes } from './roles.routes.js';

export { type PeopleArea, peopleAreas } from './people-areas.js';
export { grantableRoles, mayGrantRole, roleScopes } from './role-scopes.service.js';
export { builtInScopes, holdsAll, isAdmin } from './roles.policy.js';
export {
  builtInRole,
  createBuiltInRoles,
  findRole,
  listRoles,
  type RoleRow,
  rolesOf,
} from './roles.queries.js';

export const rolesFeature: Feature = {
  name: 'roles',
  routes: rolesRoutes,
  tables: ['roles', 'role_grants'],
};
