// Memberships: who belongs to a workspace, with which roles, overrides and end dates.
import type { Feature } from '../../core/feature.js';
import { useNeighbours } from '../accounts/index.js';
import { primaryWorkspace } from '../workspaces/index.js';
import { archivedHomeOf, homeOf } from './homes.queries.js';
import { mayKnow } from './people.queries.js';

export { loadActor } from './actors.js';
export { useEndings } from './endings.port.js';
export {
  asEndings,
  type Ending,
  endingPerson,
  type Keeper,
  listKeepers,
} from './endings.queries.js';
export { announceEndings, noteEndings } from './endings.service.js';
export { listGrants } from './grants.queries.js';
export { isOnTeam } from './homes.queries.js';
export { enterWorkspace } from './homes.service.js';
export { identityPort } from './identity.js';
export { type OverrideChoice, setOverrides } from './member-overrides.service.js';
export {
  forgetHeld,
  putBack,
  requireMayDelete,
  type Standing,
  takeOut,
} from './member-removal.service.js';
export { changeRoles } from './member-roles.service.js';
export {
  type MemberVerb,
  mayChangeUser,
  requireMayChange,
} from './member-rules.service.js';
export {
  deactivateUser,
  leaveWorkspace,
  reactivateUser,
  restoreMembership,
  setMembershipEnd,
  suspendMembership,
} from './member-status.service.js';
export {
  activeMemberships,
  beginRoles,
  findMembership,
  findMemberships,
  listOverridesOf,
  lookUpMembership,
  type MembershipRoleRow,
  type MembershipRow,
  membershipsOf,
  type OverrideRow,
  overridesOf,
  roleNamesOf,
  rolesHeld,
  rolesHeldBy,
  updateMembership,
} from './memberships.queries.js';
export {
  createMembership,
  createMemberships,
  type NewMembership,
  type RoleChoice,
  requireMayGrant,
} from './memberships.service.js';
export {
  type KnownPeople,
  listTeamOptions,
  type NamedRow,
  type OptionSearch,
  type Person,
  people,
  presentPerson,
  type TeamOption,
} from './people.queries.js';
export { seers } from './seers.queries.js';

useNeighbours({
  homeOf,
  archivedHomeOf,
  mayKnow,
  primaryWorkspaceId: async () => (await primaryWorkspace()).id,
});

export const membershipsFeature: Feature = {
  name: 'memberships',
  routes: [],
  tables: ['memberships', 'membership_roles', 'permission_overrides'],
};
