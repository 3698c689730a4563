import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Invalid } from '../../core/http/index.js';
import { installationSetting } from '../../core/settings/index.js';
import {
  createUser,
  insertSignIn,
  lookUpUser,
  lookUpUserByEmail,
  neighbours,
  noteRefusal,
  type Origin,
  recordFirstStep,
  type SignedIn,
  type UserRow,
} from '../accounts/index.js';
import { createMembership } from '../memberships/index.js';
import { builtInRole } from '../roles/index.js';
import { primaryWorkspace } from '../workspaces/index.js';
import { insertGoogleAccount, lookUpBySubject } from './google-accounts.queries.js';
import type { GooglePerson } from './google-client.js';
import { userRegistered } from './google-sign-in.events.js';

/** Why somebody whom Google knows does not come in. */
export type Refusal = 'no_access' | 'invited' | 'unknown' | 'second_factor';

/** What becomes of somebody whom Google knows. */
export type Arrival =
  | { kind: 'in'; signedIn: SignedIn }
  /** An account here has their e-mail: its password connects the two. */
  | { kind: 'waits'; user: UserRow }
  | { kind: 'refused'; reason: Refusal };

/** From where somebody comes, and whether the account was used in that browser before. */
export interface Coming {
  origin: Origin;
  isKnownDevice(userId: number): boolean;
}

/**
 * Lets somebody in whom Google knows (PRODUCT 5): by Google's own key, never by the e-mail. An
 * account with the same e-mail is not opened by it, and somebody unknown becomes a client without
 * projects where the installation allows that.
 */
export async function arrive(google: GooglePerson, coming: Coming): Promise<Arrival> {
  const account = await lookUpBySubject(google.subject);
  if (account) return enterAs(await lookUpUser(account.user_id), coming);
  const namesake = await lookUpUserByEmail(google.email);
  if (namesake) return meet(namesake);
  if (!installationSetting('google.allows_new')) return { kind: 'refused', reason: 'unknown' };
  return register(google, coming);
}

async function enterAs(user: UserRow | undefined, { origin, isKnownDevice }: Coming) {
  if (!user) return refused('no_access');
  const home = await neighbours().homeOf(user.id);
  if (!home || user.status !== 'active') {
    await transaction(async () => {
      await insertSignIn(user.id, origin, { method: 'google', outcome: 'failed' });
      await noteRefusal(user, home?.workspaceId ?? null, 'no_access');
    });
    return refused('no_access');
  }
  const isNew = !isKnownDevice(user.id) && user.last_sign_in_at !== null;
  const how = { method: 'google', isNew } as const;
  return { kind: 'in', signedIn: await recordFirstStep({ user, ...home }, origin, how) } as const;
}

async function meet(user: UserRow): Promise<Arrival> {
  if (user.status === 'pending') return refused('invited');
  // A password alone must not open another way in beside the second factor.
  if (user.second_factor_at !== null) return refused('second_factor');
  const home = await neighbours().homeOf(user.id);
  const canConnect = home && user.status === 'active' && user.password_hash !== null;
  return canConnect ? { kind: 'waits', user } : refused('no_access');
}

async function register(google: GooglePerson, coming: Coming): Promise<Arrival> {
  try {
    const userId = await transaction(() => makeClient(google));
    return await enterAs(await lookUpUser(userId), coming);
  } catch (error) {
    // Two who come at the same moment with one address: the second meets the first.
    const user = error instanceof Invalid ? await lookUpUserByEmail(google.email) : undefined;
    if (!user) throw error;
    const account = await lookUpBySubject(google.subject);
    return account ? enterAs(user, coming) : meet(user);
  }
}

async function makeClient({ subject, email, name }: GooglePerson): Promise<number> {
  const { id: workspaceId } = await primaryWorkspace();
  const client = await builtInRole(workspaceId, 'client');
  const userId = await createUser({ name, email, status: 'active' });
  await createMembership({
    workspaceId,
    userId,
    audience: 'client',
    roleIds: [client.id],
    companyId: null,
    status: 'active',
  });
  await insertGoogleAccount({ user_id: userId, subject, email });
  await publish(userRegistered, {
    actor: { kind: 'client', userId, workspaceId, name },
    subject: { type: 'user', id: userId },
    visibility: 'internal',
    data: { name },
    audit: { name, after: { email, roles: [client.name], way_in: 'google' } },
  });
  return userId;
}

function refused(reason: Refusal): { kind: 'refused'; reason: Refusal } {
  return { kind: 'refused', reason };
}
