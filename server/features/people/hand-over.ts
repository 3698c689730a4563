import { z } from 'zod';
import { decrypt, encrypt, SecretError } from '../../core/crypto/index.js';
import { minute } from '../../core/dates/index.js';
import {
  clearCookie,
  type Request,
  type Response,
  readSignedCookie,
  redirect,
  setSignedCookie,
} from '../../core/http/index.js';
import { type Arrived, canMail, type NewPerson } from './arrivals.service.js';
import { personHref } from './person.presenter.js';

const content = z.object({
  /** Whom it is for. */
  userId: z.number(),
  /** Who made it: nobody else's page shows it. */
  by: z.number(),
  kind: z.enum(['invitation', 'password', 'reset']),
  /** The link or the password. */
  secret: z.string(),
  /** An e-mail with a link is on its way as well. */
  isMailed: z.boolean(),
});

/** A link or a password that is shown to its maker once, to hand over. */
export type HandOver = z.output<typeof content>;

const cookieName = 'hand-over';
const life = 10 * minute;

/** Keeps a secret for the next page, encrypted, in the maker's own browser; it is stored nowhere. */
export function keepForHandOver(
  request: Request,
  response: Response,
  handOver: Omit<HandOver, 'by'>,
): void {
  const value = encrypt(JSON.stringify({ ...handOver, by: request.actor.userId }));
  setSignedCookie(request, response, cookieName, value, life);
}

/** After somebody was added: to their page, by way of what must be handed over where there is such a thing. */
export function finishArrival(
  request: Request,
  response: Response,
  { audience, name, email }: Pick<NewPerson, 'audience' | 'name' | 'email'>,
  { userId, kind, secret }: Arrived,
): void {
  const href = personHref({ audience, user_id: userId });
  const isMailed = canMail();
  if (kind === 'invitation' && isMailed) {
    const toast = { key: 'people.invited', values: { name, email } };
    redirect(request, response, href, { toast });
    return;
  }
  keepForHandOver(request, response, { userId, kind, secret, isMailed });
  redirect(request, response, `${href}/hand-over`);
}

/** The secret kept for this person's page, which is thereby gone; undefined when there is none. */
export function takeHandOver(
  request: Request,
  response: Response,
  userId: number,
): HandOver | undefined {
  const value = readSignedCookie(request, cookieName);
  if (value === undefined) return undefined;
  const handOver = open(value);
  if (handOver?.by !== request.actor.userId || handOver.userId !== userId) return undefined;
  clearCookie(request, response, cookieName);
  return handOver;
}

function open(value: string): HandOver | undefined {
  try {
    return content.parse(JSON.parse(decrypt(value)));
  } catch (error) {
    // Left over from another key or another version: there is nothing to show.
    if (error instanceof SecretError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
