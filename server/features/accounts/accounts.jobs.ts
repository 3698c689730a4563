import { withOrigin } from '../../core/audit/index.js';
import { defineJob } from '../../core/jobs/index.js';
import { answerForgottenPassword } from './password-links.service.js';

/** Answers somebody who forgot their password; the trail tells where the wish came from. */
export const answerForgotten = defineJob<{ email: string; ip?: string; reference?: string }>(
  'accounts.answer-forgotten-password',
  ({ email, ip = '', reference = '' }) =>
    withOrigin({ ipAddress: ip, reference }, () => answerForgottenPassword(email)),
);
