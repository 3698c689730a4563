// Links to sign in by: clients come in by their mailbox instead of a password, where admins allow it.
import type { Feature } from '../../core/feature.js';
import { useSignInLinks } from '../accounts/index.js';
import { isOffered } from './offer.policy.js';
import { answerLinkRequest } from './sign-in-links.jobs.js';
import { signInLinksRoutes } from './sign-in-links.routes.js';

useSignInLinks({ isOffered });

export const signInLinksFeature: Feature = {
  name: 'sign-in-links',
  routes: signInLinksRoutes,
  jobs: [answerLinkRequest],
};
