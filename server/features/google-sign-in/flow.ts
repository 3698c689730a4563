import { z } from 'zod';
import { decrypt, encrypt, SecretError } from '../../core/crypto/index.js';
import { minute, now } from '../../core/dates/index.js';
import {
  clearCookie,
  type Request,
  type Response,
  readSignedCookie,
  setSignedCookie,
} from '../../core/http/index.js';

import { openIdClient } from './library.js';

/** What somebody wants of Google. */
const intent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign-in'), next: z.string() }),
  /** Connects the account of who is signed in. */
  z.object({ kind: z.literal('connect'), userId: z.number() }),
  /** Accepts an invitation. */
  z.object({ kind: z.literal('invitation'), token: z.string() }),
]);
export type Intent = z.output<typeof intent>;

const flow = z.object({
  intent,
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  at: z.number(),
});
/** One way to Google and back, known to one browser. */
export type Flow = z.output<typeof flow>;

/** An account at Google that waits for the password of the account here that has its e-mail. */
const waiting = z.object({
  userId: z.number(),
  subject: z.string(),
  email: z.string(),
  next: z.string(),
  at: z.number(),
});
export type Waiting = z.output<typeof waiting>;

const sealed = z.object({ intent, at: z.number() });

/** How long (ms) somebody may take at Google, or for their password. */
const life = 10 * minute;
const flowCookie = 'google';
const waitingCookie = 'google-waiting';

/** Locks an intent into an address, so that nobody else can make one. */
export function sealIntent(wanted: Intent): string {
  return encrypt(JSON.stringify({ intent: wanted, at: now() }));
}

/** The intent in an address; nothing when it was made up or is too old. */
export function openIntent(text: string): Intent | undefined {
  return opened(sealed, text)?.intent;
}

/** Begins a way to Google, which only this browser can end. */
export async function beginFlow(
  request: Request,
  response: Response,
  wanted: Intent,
): Promise<Flow> {
  const oidc = await openIdClient();
  const begun: Flow = {
    intent: wanted,
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    at: now(),
  };
  setSignedCookie(request, response, flowCookie, encrypt(JSON.stringify(begun)), life);
  return begun;
}

/** Ends the way to Google that this browser is on; it is good once. */
export function takeFlow(request: Request, response: Response): Flow | undefined {
  const text = readSignedCookie(request, flowCookie);
  clearCookie(request, response, flowCookie);
  return text ? opened(flow, text) : undefined;
}

/** Keeps an account at Google until the password of the account here was typed. */
export function keepWaiting(request: Request, response: Response, kept: Omit<Waiting, 'at'>): void {
  const text = encrypt(JSON.stringify({ ...kept, at: now() }));
  setSignedCookie(request, response, waitingCookie, text, life);
}

/** The account at Google that waits in this browser. */
export function readWaiting(request: Request): Waiting | undefined {
  const text = readSignedCookie(request, waitingCookie);
  return text ? opened(waiting, text) : undefined;
}

/** Forgets the account at Google that waits in this browser. */
export function forgetWaiting(request: Request, response: Response): void {
  clearCookie(request, response, waitingCookie);
}

function opened<Shape extends z.ZodType<{ at: number }>>(
  shape: Shape,
  text: string,
): z.output<Shape> | undefined {
  try {
    const content = shape.parse(JSON.parse(decrypt(text)));
    return content.at + life > now() ? content : undefined;
  } catch (error) {
    if (error instanceof SecretError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
