import { currentOrigin } from '../../core/audit/index.js';
import { enqueue } from '../../core/jobs/index.js';
import { countLinkRequest, lookUpUserByEmail } from '../accounts/index.js';
import { answerLinkRequest } from './sign-in-links.jobs.js';

/** Somebody who wants a link. */
export interface LinkRequest {
  email: string;
  ip: string;
  /** The mark of the browser, if this user has signed in on it before. */
  deviceOf(userId: number | undefined): string | undefined;
}

/**
 * Takes note that somebody wants a link. Whether there is a client with this address is found out
 * after the answer, so that the answer and its time are always the same (CVE 28).
 * @throws TooMany when the address `ip` has asked too often.
 */
export async function takeRequest({ email, ip, deviceOf }: LinkRequest): Promise<void> {
  const { reference } = currentOrigin();
  const knownDevice = deviceOf((await lookUpUserByEmail(email))?.id);
  if (await countLinkRequest({ email, ip, knownDevice }))
    await enqueue(answerLinkRequest, { email, ip, reference });
}
