import { withOrigin } from '../../core/audit/index.js';
import { defineJob } from '../../core/jobs/index.js';
import { answerRequest } from './sign-in-links.service.js';

/** Answers somebody who wants a link; the trail tells where the wish came from. */
export const answerLinkRequest = defineJob<{ email: string; ip: string; reference: string }>(
  'sign-in-links.answer-request',
  ({ email, ip, reference }) =>
    withOrigin({ ipAddress: ip, reference }, () => answerRequest(email)),
);
