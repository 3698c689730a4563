import {
  addressOf,
  clearCookie,
  isOwnPath,
  type Request,
  type Response,
  readSignedCookie,
  setSignedCookie,
  startSession,
  userAgentOf,
} from '../../core/http/index.js';
import { knownDevice, rememberDevice } from './devices.js';
import {
  beginPending,
  type FirstStepTaken,
  findPending,
  type Onward,
  type PendingSignIn,
  pendingLife,
  takePending,
} from './pending-sign-ins.service.js';
import {
  type Identified,
  needsSecondStep,
  recordSignIn,
  type SignedIn,
} from './sign-in.service.js';
import type { FirstStep, SignInRow } from './sign-ins.queries.js';

/** Where somebody goes whose first step was right and who has a second factor. */
export const secondStepPath = '/two-factor';

const cookieName = 'second-step';

/** By what somebody comes in, and what they proved before it. */
interface Way {
  method: SignInRow['method'];
  firstStep?: FirstStep;
}

/**
 * Lets somebody in whose first step was right, and says where they go: their session starts under a
 * new id (CVE 20), or they have a second step to take before there is one.
 */
export async function enter(
  request: Request,
  response: Response,
  signedIn: SignedIn,
  onward: FirstStepTaken,
): Promise<string> {
  if (!needsSecondStep(signedIn.user)) return comeIn(request, response, signedIn, onward);
  const token = await beginPending(signedIn, onward);
  setSignedCookie(request, response, cookieName, token, pendingLife);
  return secondStepPath;
}

/** The sign-in of this browser that waits for its second step, or nothing. */
export function pendingSignIn(request: Request): Promise<PendingSignIn | undefined> {
  return findPending(readSignedCookie(request, cookieName));
}

/** Lets somebody in whose second step was right, and says where they go; nothing when it was too late. */
export async function enterBySecondStep(
  request: Request,
  response: Response,
  pending: PendingSignIn,
  method: SignInRow['method'],
): Promise<string | undefined> {
  if (!(await takePending(pending))) return undefined;
  clearCookie(request, response, cookieName);
  const { user, row } = pending;
  const { workspace_id, rights_version, is_remembered, next_path } = row;
  const place = { workspaceId: workspace_id, rightsVersion: rights_version };
  const identified = { user, ...place };
  const onward = { isRemembered: is_remembered === 1, next: next_path };
  const how = { method, firstStep: row.first_step };
  return enterFully(request, response, identified, { ...onward, ...how });
}

/** Lets somebody in who has proved everything at once, and says where they go. */
export async function enterFully(
  request: Request,
  response: Response,
  identified: Identified,
  { method, firstStep, ...onward }: Onward & Way,
): Promise<string> {
  const { user } = identified;
  const isKnown = knownDevice(request, user.id) !== undefined;
  const isNew = !isKnown && user.last_sign_in_at !== null;
  const origin = { ip: addressOf(request), userAgent: userAgentOf(request) };
  const signInId = await recordSignIn(identified, origin, { method, firstStep, isNew });
  return comeIn(request, response, { ...identified, signInId }, onward);
}

/** The session of who asks goes on under a new id, after a change of how they prove who they are (ASVS 7.2.4). */
export async function renewSession(request: Request): Promise<void> {
  const { rightsVersion = 0, isRemembered = false, signInId = null } = request.session;
  const { userId, workspaceId } = request.actor;
  await startSession(request, { userId, workspaceId, rightsVersion, isRemembered, signInId });
}

/** Where a sign-in leads: only pages of this site, and not the door itself (CVE 46). */
export function landing(next: unknown): string {
  return isOwnPath(next) && !/^\/(login|logout|two-factor)\b/.test(next) ? next : '/';
}

async function comeIn(
  request: Request,
  response: Response,
  { user, ...place }: SignedIn,
  { isRemembered, next }: Onward,
): Promise<string> {
  await startSession(request, { userId: user.id, ...place, isRemembered });
  rememberDevice(request, response, user.id);
  return landing(next);
}
