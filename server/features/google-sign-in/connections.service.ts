import { isUniqueViolation, lockRow, transaction } from '../../core/database/index.js';
import { type AuditedKind, publish } from '../../core/events/index.js';
import { Conflict } from '../../core/http/index.js';
import { lookUpUser, type UserRow } from '../accounts/index.js';
import { hasPasskey } from '../second-factors/index.js';
import {
  deleteGoogleAccount,
  insertGoogleAccount,
  lookUpBySubject,
  lookUpByUser,
} from './google-accounts.queries.js';
import { googleEmail } from './google-sign-in.emails.js';
import { googleConnected, googleDisconnected } from './google-sign-in.events.js';

/** Whose connection changes, where they are, and from which browser. */
export interface Owner {
  user: UserRow;
  workspaceId: number;
  userAgent: string;
}

/**
 * Connects an account at Google with somebody who has proved to be the owner of both.
 * @throws Conflict when it is somebody else's, or they have another one.
 */
export async function connectGoogle(
  owner: Owner,
  google: { subject: string; email: string },
): Promise<void> {
  const { user, workspaceId, userAgent } = owner;
  await orTaken(
    transaction(async () => {
      await lockRow('users', user.id);
      const theirs = await lookUpByUser(user.id);
      if (theirs?.subject === google.subject) return;
      if (theirs) throw new Conflict('google.errors.has_another');
      if (await lookUpBySubject(google.subject)) throw new Conflict('google.errors.taken');
      await insertGoogleAccount({
        user_id: user.id,
        subject: google.subject,
        email: google.email,
      });
      await announce(googleConnected, owner, google.email);
      await googleEmail('connected', { user, workspaceId, account: google.email }, userAgent);
    }),
  );
}

/**
 * Lets Google sign somebody in no more.
 * @throws Conflict when it is their only way in.
 */
export async function disconnectGoogle(owner: Owner): Promise<void> {
  const { workspaceId, userAgent } = owner;
  await transaction(async () => {
    await lockRow('users', owner.user.id);
    const user = (await lookUpUser(owner.user.id)) ?? owner.user;
    const account = await lookUpByUser(user.id);
    if (!account) return;
    const hasOtherWay = user.password_hash !== null || (await hasPasskey(user.id));
    if (!hasOtherWay) throw new Conflict('google.errors.only_way');
    await deleteGoogleAccount(user.id);
    await announce(googleDisconnected, { ...owner, user }, account.email);
    await googleEmail('disconnected', { user, workspaceId, account: account.email }, userAgent);
  });
}

async function announce(
  kind: AuditedKind<{ name: string }>,
  { user, workspaceId }: Owner,
  account: string,
): Promise<void> {
  const { id, name } = user;
  await publish(kind, {
    actor: { kind: 'team', userId: id, workspaceId, name },
    subject: { type: 'user', id },
    visibility: 'internal',
    data: { name },
    audit: { name, [kind === googleConnected ? 'after' : 'before']: { google_account: account } },
  });
}

/** Two who connect one account at the same moment: the database lets one of them. */
async function orTaken(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (isUniqueViolation(error)) throw new Conflict('google.errors.taken');
    throw error;
  }
}
