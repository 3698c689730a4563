/** Who may do what: the catalogue, the actor and the one function that decides. */
export { type Actor, type Grant, type GrantSource, type Hue, hues } from './actor.js';
export {
  type Audience,
  allowedFor,
  type BuiltInRole,
  defaultScope,
  isPermission,
  type Permission,
  permissionAreas,
  permissionEntry,
  permissions,
  reaches,
  type Scope,
  widest,
} from './catalogue.js';
export {
  can,
  type Decision,
  decide,
  holds,
  type Reason,
  type RecordFacts,
  scopeOf,
  systemActor,
} from './decide.js';
export { effectiveGrants, type Override, type RoleGrants } from './effective.js';
