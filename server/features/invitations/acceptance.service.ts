import { hashToken } from '../../core/crypto/index.js';
import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { NotFound } from '../../core/http/index.js';
import {
  changeUser,
  checkPassword,
  confirmWithPassword,
  hashPassword,
  lookUpUser,
  type Origin,
  passwordWords,
  recordFirstStep,
  type SignedIn,
  type UserRow,
} from '../accounts/index.js';
import {
  beginRoles,
  findMembership,
  lookUpMembership,
  type MembershipRow,
  updateMembership,
} from '../memberships/index.js';
import { findWorkspace } from '../workspaces/index.js';
import { listAlong } from './companions.queries.js';
import { invitationAccepted } from './invitations.events.js';
import {
  type InvitationRow,
  lookUpInvitation,
  markAccepted,
  markOpened,
} from './invitations.queries.js';
import { isTokenFor } from './invitations.token.js';

/** Why a link opens nothing. */
export type DeadReason = 'unknown' | 'expired' | 'accepted' | 'revoked';

/** An invitation that can be accepted. */
export interface OpenInvitation {
  invitation: InvitationRow;
  member: MembershipRow;
  user: UserRow;
}

/** What a link leads to: the invitation, or why there is none. */
export async function readInvitation(
  token: string,
): Promise<{ open: OpenInvitation } | { dead: DeadReason }> {
  const invitation = await lookUpInvitation(hashToken(token));
  if (!invitation) return { dead: 'unknown' };
  const { status, workspace_id, membership_id, expires_at } = invitation;
  if (status === 'accepted' || status === 'revoked') return { dead: status };
  if (expires_at <= now()) return { dead: 'expired' };
  const member = await findMembership({ workspaceId: workspace_id }, membership_id);
  const user = await lookUpUser(member.user_id);
  const place = await findWorkspace(workspace_id);
  if (place.archived_at !== null) return { dead: 'revoked' };
  const isWaiting = member.status === 'pending' && user && user.status !== 'inactive';
  if (!isWaiting || !isTokenFor(token, user.email)) return { dead: 'revoked' };
  return { open: { invitation, member, user } };
}

/** Notes that the page of an invitation was looked at. */
export async function openInvitation({ invitation }: OpenInvitation): Promise<void> {
  if (invitation.status === 'waiting') await markOpened(invitation.id, now());
}

/**
 * Accepts as somebody new: name and password are set, the account and the membership become
 * active, all in one transaction. Returns who may come in.
 * @throws Invalid {password}; NotFound when the link was used at the same moment.
 */
export async function acceptAsNewcomer(
  open: OpenInvitation,
  input: { name: string; password: string },
  origin: Origin,
): Promise<SignedIn> {
  const { user, member } = open;
  const words = passwordWords({ name: input.name, email: user.email }, member.workspace_id);
  await checkPassword(input.password, [...words, user.name]);
  const password_hash = await hashPassword(input.password);
  return accept(open, origin, () =>
    changeUser(user.id, {
      name: input.name,
      password_hash,
      must_change_password: 0,
      status: 'active',
    }),
  );
}

/**
 * Accepts as somebody who has an account already, in another workspace: the link alone must not
 * open that one.
 * @throws Invalid {current_password}, TooMany; NotFound when the link was used at the same moment.
 */
export async function acceptAsAcquaintance(
  open: OpenInvitation,
  input: { current_password: string },
  origin: Origin,
): Promise<SignedIn> {
  await confirmWithPassword(open.user, input.current_password);
  return accept(open, origin, async () => {});
}

/**
 * Accepts as somebody new who proves who they are in another way than by a password, which `prove`
 * keeps; all in one transaction.
 * @throws NotFound when the link was used at the same moment, or they have an account already.
 */
export async function acceptByProof(
  open: OpenInvitation,
  origin: Origin,
  prove: () => Promise<void>,
): Promise<SignedIn> {
  if (!isNewcomer(open)) throw new NotFound();
  return accept(open, origin, async () => {
    await changeUser(open.user.id, { status: 'active' });
    await prove();
  });
}

/** Whether the invited person has yet to choose a password. */
export function isNewcomer({ user }: OpenInvitation): boolean {
  return user.status === 'pending';
}

async function accept(
  { invitation, member, user }: OpenInvitation,
  origin: Origin,
  change: () => Promise<void>,
): Promise<SignedIn> {
  return transaction(async () => {
    if (!(await markAccepted(invitation.id, now()))) throw new NotFound();
    await change();
    await updateMembership(member.id, { status: 'active' });
    await beginRoles(member.id, now());
    for (const along of await listAlong([user.id])) {
      await updateMembership(along.id, { status: 'active' });
      await beginRoles(along.id, now());
    }
    const fresh = (await lookUpUser(user.id)) ?? user;
    const workspaceId = member.workspace_id;
    await publish(invitationAccepted, {
      actor: { kind: member.audience, userId: user.id, workspaceId, name: fresh.name },
      subject: { type: 'user', id: user.id },
      visibility: 'internal',
      data: { name: fresh.name },
      audit: {
        name: fresh.name,
        before: { membership_status: member.status },
        after: { membership_status: 'active' },
      },
    });
    const joined = await lookUpMembership(workspaceId, user.id);
    const coming = { user: fresh, workspaceId, rightsVersion: joined?.version ?? 0 };
    return recordFirstStep(coming, origin, { method: 'invitation', isNew: false });
  });
}
