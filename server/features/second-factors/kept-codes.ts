import { z } from 'zod';
import { decrypt, encrypt, SecretError } from '../../core/crypto/index.js';
import { minute } from '../../core/dates/index.js';
import {
  clearCookie,
  type Request,
  type Response,
  readSignedCookie,
  setSignedCookie,
} from '../../core/http/index.js';

const content = z.object({ by: z.number(), codes: z.array(z.string()) });
const cookieName = 'recovery-codes';
const life = 10 * minute;

/** Keeps new codes for the next page, encrypted, in their owner's own browser; they are stored nowhere. */
export function keepCodes(request: Request, response: Response, codes: readonly string[]): void {
  const value = encrypt(JSON.stringify({ by: request.actor.userId, codes }));
  setSignedCookie(request, response, cookieName, value, life);
}

/** The codes that were kept, which are thereby gone; undefined when there are none. */
export function takeCodes(request: Request, response: Response): string[] | undefined {
  const value = readSignedCookie(request, cookieName);
  if (value === undefined) return undefined;
  clearCookie(request, response, cookieName);
  const kept = open(value);
  return kept?.by === request.actor.userId ? kept.codes : undefined;
}

function open(value: string): z.output<typeof content> | undefined {
  try {
    return content.parse(JSON.parse(decrypt(value)));
  } catch (error) {
    // Left over from another key or another version: there is nothing to show.
    if (error instanceof SecretError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
