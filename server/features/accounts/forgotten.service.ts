import { currentOrigin } from '../../core/audit/index.js';
import { enqueue } from '../../core/jobs/index.js';
import { answerForgotten } from './accounts.jobs.js';
import { countForgotten } from './attempts.js';

/**
 * Takes note that somebody forgot their password. Whether there is such an account is found out
 * after the answer, so that the answer and its time are always the same (CVE 28).
 * @throws TooMany when the address `ip` has asked too often.
 */
export async function takeForgotten(email: string, ip: string): Promise<void> {
  const { reference } = currentOrigin();
  if (await countForgotten(email, ip)) await enqueue(answerForgotten, { email, ip, reference });
}
