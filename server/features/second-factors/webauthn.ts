import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { hashToken, signatureOf } from '../../core/crypto/index.js';
import type { PasskeySite } from './passkey-site.js';
import type { PasskeyRow } from './passkeys.queries.js';
import type { PasskeyAnswer } from './second-factors.forms.js';

/** What a question to a browser's passkeys is made of. */
export interface Question {
  challenge: string;
  /** As the browser takes it. */
  options: object;
}

/** How long (ms) a browser lets its owner look for a passkey. */
const timeout = 120_000;

/** The library is loaded when somebody first uses a passkey: it takes longer than the rest of a start. */
const library = () => import('@simplewebauthn/server');

/** Asks a browser to make a passkey that finds its account by itself and knows its owner. */
export async function askForNewPasskey(
  site: PasskeySite & { name: string },
  owner: { userId: number; email: string; name: string; known: readonly PasskeyRow[] },
): Promise<Question> {
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: site.name,
    rpID: site.rpId,
    userName: owner.email,
    userDisplayName: owner.name,
    userID: new TextEncoder().encode(signatureOf('passkey owner', String(owner.userId))),
    timeout,
    attestationType: 'none',
    excludeCredentials: owner.known.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { challenge: options.challenge, options };
}

/** Asks a browser for a passkey: one of these, or any that it has for the site. */
export async function askForPasskey(
  site: PasskeySite,
  known: readonly PasskeyRow[] = [],
): Promise<Question> {
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({
    rpID: site.rpId,
    timeout,
    userVerification: 'required',
    allowCredentials: known.map(({ credential }) => ({ id: credential })),
  });
  return { challenge: options.challenge, options };
}

/** What is stored of a passkey that a browser has made; nothing when its answer is not right. */
export async function readNewPasskey(
  site: PasskeySite,
  challenge: string,
  answer: PasskeyAnswer,
): Promise<Pick<PasskeyRow, 'credential' | 'public_key' | 'counter'> | undefined> {
  const { verifyRegistrationResponse } = await library();
  const checked = await orNothing(
    verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
    }),
  );
  if (!checked?.verified) return undefined;
  const { id, publicKey, counter } = checked.registrationInfo.credential;
  return { credential: id, public_key: Buffer.from(publicKey).toString('base64url'), counter };
}

/**
 * The new count of a passkey whose answer is right; nothing when it is not: another site, another
 * question, another key, an owner who was not asked, or a count that has gone back, as that of a copy does.
 */
export async function readPasskey(
  site: PasskeySite,
  challenge: string,
  { answer, passkey }: { answer: PasskeyAnswer; passkey: PasskeyRow },
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await library();
  const checked = await orNothing(
    verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credential,
        publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
        counter: passkey.counter,
      },
    }),
  );
  return checked?.verified ? checked.authenticationInfo.newCounter : undefined;
}

/** How a credential is found: its id may be longer than an index holds. */
export function credentialHash(credential: string): string {
  return hashToken(credential);
}

/** The library throws for every answer that is not right, in words for developers. */
async function orNothing<T>(checking: Promise<T>): Promise<T | undefined> {
  try {
    return await checking;
  } catch {
    return undefined;
  }
}
