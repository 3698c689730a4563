import type { Configuration } from 'openid-client';
import { z } from 'zod';
import { currentConfig } from '../../core/config/index.js';
import { hour, now } from '../../core/dates/index.js';
import { log } from '../../core/http/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { siteAddress } from '../accounts/index.js';
import type { Flow } from './flow.js';
import { openIdClient } from './library.js';

/** Somebody as Google knows them. */
export interface GooglePerson {
  /** Google's key of the account, which never changes. */
  subject: string;
  email: string;
  name: string;
}

/** Why Google has told us nobody. */
export type GoogleProblem = 'cancelled' | 'unreachable' | 'unverified' | 'domain' | 'failed';

/** Google did not say who somebody is. */
export class GoogleError extends Error {
  override name = 'GoogleError';
  readonly problem: GoogleProblem;

  constructor(problem: GoogleProblem, cause?: unknown) {
    super(`Google sign-in: ${problem}`, { cause });
    this.problem = problem;
  }
}

/** What this site tells Google who it is. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** What came of trying the credentials. */
export type TestOutcome = 'ok' | 'refused' | 'address' | 'unreachable';

/** Seconds that Google has for an answer. */
const patience = 8;
const claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.email().max(254),
  email_verified: z.literal(true),
  name: z.string().max(200).optional(),
  hd: z.string().optional(),
});

let kept: { key: string; at: number; configuration: Configuration } | undefined;

/** The address that Google sends people back to; it must be entered in Google's console as well. */
export function callbackAddress(): string {
  return siteAddress('/auth/google/callback');
}

/** Whether sign-in by Google is set up. */
export function isSetUp(): boolean {
  const isKnown =
    installationSetting('google.client_id') !== '' &&
    installationSetting('google.client_secret') !== '';
  return isKnown && callbackAddress().startsWith('http');
}

/**
 * Where somebody goes to tell Google who they are (OpenID Connect Core 1.0 3.1, with PKCE).
 * @throws GoogleError
 */
export async function authorizationAddress(flow: Flow): Promise<string> {
  const oidc = await openIdClient();
  const configuration = await configured();
  const domain = installationSetting('google.domain');
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackAddress(),
    scope: 'openid email profile',
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
    prompt: 'select_account',
    ...(domain ? { hd: domain } : {}),
  }).href;
}

/**
 * Who Google says has come back with an answer: its signature, audience, nonce and state are
 * checked by the library, an address that Google has not verified counts for nothing, and where
 * one organisation is required its people alone are believed (the claim `hd`, never the e-mail).
 * @throws GoogleError
 */
export async function personFrom(query: string, flow: Flow): Promise<GooglePerson> {
  const oidc = await openIdClient();
  const answer = new URL(`${callbackAddress()}${query}`);
  const tokens = await asking(async () =>
    oidc.authorizationCodeGrant(await configured(), answer, {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
    }),
  );
  const read = claims.safeParse(tokens.claims());
  if (!read.success) throw new GoogleError('unverified', read.error);
  const { sub, email, name, hd = '' } = read.data;
  const wanted = installationSetting('google.domain').toLowerCase();
  if (wanted && hd.toLowerCase() !== wanted) throw new GoogleError('domain');
  return { subject: sub, email, name: name?.trim() || email };
}

/**
 * Tries credentials that need not be saved: Google is asked for a token with a code that cannot be
 * right, and says by its refusal whether it knows us (RFC 6749 5.2).
 */
export async function tryCredentials(credentials: Credentials): Promise<TestOutcome> {
  const oidc = await openIdClient();
  try {
    const configuration = await discover(credentials);
    await oidc.genericGrantRequest(configuration, 'authorization_code', {
      code: 'a-code-that-cannot-be-right',
      redirect_uri: callbackAddress(),
    });
    return 'ok';
  } catch (error) {
    if (!(error instanceof oidc.ResponseBodyError)) return 'unreachable';
    if (error.error === 'invalid_grant') return 'ok';
    return error.error === 'redirect_uri_mismatch' ? 'address' : 'refused';
  }
}

async function configured(): Promise<Configuration> {
  const credentials = {
    clientId: installationSetting('google.client_id'),
    clientSecret: installationSetting('google.client_secret'),
  };
  const key = JSON.stringify([currentConfig().googleIssuer, credentials]);
  // Google's addresses and keys change now and then; asking each time would double the wait.
  if (kept?.key === key && kept.at > now() - hour) return kept.configuration;
  const configuration = await asking(() => discover(credentials));
  kept = { key, at: now(), configuration };
  return configuration;
}

async function discover({ clientId, clientSecret }: Credentials): Promise<Configuration> {
  const oidc = await openIdClient();
  const issuer = new URL(currentConfig().googleIssuer);
  return oidc.discovery(issuer, clientId, undefined, oidc.ClientSecretPost(clientSecret), {
    timeout: patience,
    // Only a provider on this machine may be asked without encryption.
    execute: issuer.hostname === '127.0.0.1' ? [oidc.allowInsecureRequests] : [],
  });
}

/** Runs a request to Google and tells its failures apart. */
async function asking<Result>(request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof GoogleError) throw error;
    const problem = await problemOf(error);
    if (problem !== 'cancelled') log().warn({ error: told(error) }, 'Google sign-in failed');
    throw new GoogleError(problem, error);
  }
}

async function problemOf(error: unknown): Promise<GoogleProblem> {
  const oidc = await openIdClient();
  if (error instanceof oidc.AuthorizationResponseError)
    return error.error === 'access_denied' ? 'cancelled' : 'failed';
  const isNetwork = error instanceof TypeError || (error as Error).name === 'TimeoutError';
  return isNetwork ? 'unreachable' : 'failed';
}

/** What the log may hold of it: codes and secrets are never among these. */
function told(error: unknown): string {
  const { name, message, code } = error as Error & { code?: string };
  return [name, code, message].filter(Boolean).join(': ').slice(0, 300);
}
