// Sign-in by Google: who may come by it, how an account there and one here are connected.
import type { Feature } from '../../core/feature.js';
import type { Request } from '../../core/http/index.js';
import { useGoogle } from '../accounts/index.js';
import { useGoogleInvitations } from '../invitations/index.js';
import { sealIntent } from './flow.js';
import { lookUpByUser } from './google-accounts.queries.js';
import { isSetUp } from './google-client.js';
import { googleSignInRoutes } from './google-sign-in.routes.js';

export { deleteGoogleAccount as forgetGoogle } from './google-accounts.queries.js';
export {
  type Credentials,
  callbackAddress,
  type TestOutcome,
  tryCredentials,
} from './google-client.js';

useGoogle({
  isOffered: isSetUp,
  present: async ({ actor }: Request) => {
    if (!isSetUp()) return { isOffered: false, email: '', since: null };
    const account = await lookUpByUser(actor.userId);
    return { isOffered: true, email: account?.email ?? '', since: account?.created_at ?? null };
  },
});
useGoogleInvitations((token) =>
  isSetUp()
    ? `/auth/google?with=${encodeURIComponent(sealIntent({ kind: 'invitation', token }))}`
    : '',
);

export const googleSignInFeature: Feature = {
  name: 'google-sign-in',
  routes: googleSignInRoutes,
  tables: ['google_accounts'],
};
