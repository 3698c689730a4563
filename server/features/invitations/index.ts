// Invitations: links by which somebody becomes a member, once, within seven days.
import type { Feature } from '../../core/feature.js';
import { invitationsRoutes } from './invitations.routes.js';

export {
  acceptByProof,
  readInvitation,
} from './acceptance.service.js';
export { useGoogleInvitations } from './google.port.js';
export { forgetInvitations } from './invitations.queries.js';
export { invite, inviteAll, revoke, revokeInvitations, statusOf } from './invitations.service.js';
export type { InvitationStatus } from './invitations.status.js';

export const invitationsFeature: Feature = {
  name: 'invitations',
  routes: invitationsRoutes,
  tables: ['invitations'],
};
