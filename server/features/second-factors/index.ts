// Second factors: what people prove besides their password, which roles need it, and the second step of a sign-in.
import type { Feature } from '../../core/feature.js';
import { useSecondFactors } from '../accounts/index.js';
import { passkeySite } from './passkey-site.js';
import { secondFactorsRoutes } from './second-factors.routes.js';
import { presentFactors } from './security-card.js';

export { forgetFactors, resetSecondFactors } from './factors.service.js';
export { secondFactorNotice } from './notice.js';
export { hasPasskey } from './passkeys.queries.js';
export { cleanPasskeys } from './passkeys.service.js';
export { needsSecondFactor, secondFactorDueAt } from './requirement.policy.js';
export { dropRequirement } from './requirement.service.js';

useSecondFactors({
  present: presentFactors,
  offersPasskeys: () => passkeySite() !== undefined,
});

export const secondFactorsFeature: Feature = {
  name: 'second-factors',
  routes: secondFactorsRoutes,
  tables: ['authenticators', 'recovery_codes', 'passkeys', 'passkey_challenges'],
};
