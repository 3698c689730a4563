import { defineJob } from '../../core/jobs/index.js';
import { answerForgottenPassword } from './password-links.service.js';

/** Answers somebody who forgot their password. */
export const answerForgotten = defineJob<{ email: string }>(
  'accounts.answer-forgotten-password',
  ({ email }) => answerForgottenPassword(email),
);
