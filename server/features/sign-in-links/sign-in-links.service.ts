import { note } from '../../core/audit/index.js';
import { lockRow, transaction } from '../../core/database/index.js';
import { minute, now } from '../../core/dates/index.js';
import {
  insertSignIn,
  issueAccountToken,
  lookUpLiveToken,
  lookUpUser,
  lookUpUserByEmail,
  neighbours,
  noteRefusal,
  type Origin,
  recordFirstStep,
  type SignedIn,
  takeAccountToken,
  type UserRow,
} from '../accounts/index.js';
import { type InvitationStatus, statusOf } from '../invitations/index.js';
import { isOnTeam, membershipsOf } from '../memberships/index.js';
import { isAllowed } from './offer.policy.js';
import { invitationFirstEmail, signInLinkEmail, teamSignInEmail } from './sign-in-links.emails.js';

const kind = 'sign-in';
/** A link works for this long (ms). */
export const linkLife = 15 * minute;
/** Invitations that somebody can accept, or ask to have renewed. */
const lively: readonly InvitationStatus[] = ['waiting', 'sent', 'opened', 'failed', 'expired'];

/** From where somebody comes, and whether the account was used in that browser before. */
export interface Coming {
  origin: Origin;
  isKnownDevice(userId: number): boolean;
}

/**
 * What happens when somebody wants a link: clients who may come in get one. Members of the team and
 * people who have yet to accept an invitation are told what to do instead; this goes to their own
 * mailbox and so tells nobody else who they are. Nobody else gets anything.
 */
export async function answerRequest(email: string): Promise<void> {
  const user = isAllowed() ? await lookUpUserByEmail(email) : undefined;
  if (user?.status === 'pending') return remindOfInvitation(user);
  const home = user?.status === 'active' ? await neighbours().homeOf(user.id) : undefined;
  if (!user || !home) return;
  const letter = { user, workspaceId: home.workspaceId };
  if (await isOnTeam(user.id)) return teamSignInEmail(letter);
  await transaction(async () => {
    const expiresAt = now() + linkLife;
    const token = await issueAccountToken(user.id, kind, linkLife);
    await signInLinkEmail(letter, { path: `/login/link/${token}`, expiresAt });
    await note({
      action: 'user.link_asked',
      workspaceId: home.workspaceId,
      actor: 'nobody',
      subject: { type: 'user', id: user.id, name: user.name },
    });
  });
}

/** Whom a link lets in, while it can still be used; nothing otherwise. */
export async function lookUpSignInLink(token: string): Promise<UserRow | undefined> {
  const link = await lookUpLiveToken(kind, token);
  const user = link && (await lookUpUser(link.user_id));
  return user && (await homeByLink(user)) ? user : undefined;
}

/**
 * Uses a link up and says who may come in. Nothing where they may not: their access has ended since,
 * they have joined a team, or links are allowed no more.
 * @throws NotFound when the link is dead, or was used at the same moment.
 */
export async function useSignInLink(
  token: string,
  { origin, isKnownDevice }: Coming,
): Promise<SignedIn | undefined> {
  const owner = await lookUpLiveToken(kind, token);
  return transaction(async () => {
    // The user's row first, as in every change of their ways in; what is read after it is fresh.
    if (owner) await lockRow('users', owner.user_id);
    const { userId } = await takeAccountToken(kind, token);
    const user = await lookUpUser(userId);
    if (!user) return undefined;
    const home = await homeByLink(user);
    if (!home) {
      await insertSignIn(userId, origin, { method: 'link', outcome: 'failed' });
      const place = await neighbours().homeOf(userId);
      await noteRefusal(user, place?.workspaceId ?? null, 'no_access');
      return undefined;
    }
    const isNew = !isKnownDevice(userId) && user.last_sign_in_at !== null;
    return recordFirstStep({ user, ...home }, origin, { method: 'link', isNew });
  });
}

async function homeByLink(user: UserRow) {
  if (!isAllowed() || user.status !== 'active' || (await isOnTeam(user.id))) return undefined;
  return neighbours().homeOf(user.id);
}

/** An invitation is accepted by its own link alone; one that was taken back is not spoken of. */
async function remindOfInvitation(user: UserRow): Promise<void> {
  const members = (await membershipsOf(user.id)).filter(({ status }) => status === 'pending');
  const invitations = await statusOf(members.map(({ id }) => id));
  const inviting = members.find(({ id }) => lively.some((one) => one === invitations.get(id)));
  if (inviting) await invitationFirstEmail({ user, workspaceId: inviting.workspace_id });
}
