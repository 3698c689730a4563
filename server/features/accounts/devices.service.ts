import { hashToken } from '../../core/crypto/index.js';
import { transaction, withReserve } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { noteOwn } from './account-notes.service.js';
import { endBegunSignIns } from './pending-sign-ins.service.js';
import { endSessionOf, endSessions, signOutSession } from './sessions.queries.js';

/** Signs the actor out of the session of this token; it is worthless from then on. */
export async function signOut(actor: Actor, token: string): Promise<void> {
  await ending(async () => {
    await signOutSession(hashToken(token));
    await noteOwn('user.signed_out', owner(actor), actor.workspaceId);
  });
}

/** Ends one of the actor's own sessions. @throws NotFound when it is not theirs or gone. */
export async function endDevice(actor: Actor, sessionId: number): Promise<void> {
  await ending(async () => {
    if (!(await endSessionOf(actor.userId, sessionId))) throw new NotFound();
    await noteOwn('user.session_ended', owner(actor), actor.workspaceId);
  });
}

/** Ends every session of the actor but the one of this token, and what was about to become one. */
export async function endOtherDevices(actor: Actor, exceptToken: string | undefined) {
  await ending(async () => {
    await endSessions(actor.userId, 'ended_elsewhere', { exceptToken });
    await endBegunSignIns(actor.userId);
    await noteOwn('user.sessions_ended', owner(actor), actor.workspaceId);
  });
}

/** Who wants out must come out on a full disk too. */
function ending(work: () => Promise<void>): Promise<void> {
  return withReserve(() => transaction(work));
}

function owner({ userId, name }: Actor) {
  return { id: userId, name };
}
