import { get, post, routes, secondFactorGate } from '../../core/http/index.js';
import { app, appRemoval } from './app.controller.js';
import { codes, codesFile } from './codes.controller.js';
import { passkeySignIns, passkeySteps } from './passkey-sign-in.controller.js';
import { passkeyRemovals, passkeys } from './passkeys.controller.js';
import { recoveryStep, secondStep } from './second-step.controller.js';

const both = { surface: 'both' } as const;
/** Decides how somebody comes in: theirs alone. */
const confirmed = { surface: 'both', confirmed: true, isPersonal: true } as const;
/** Open as well to somebody who must set up a second factor before anything else. */
const setUp = { ...confirmed, duringSecondFactorSetUp: true } as const;

const passkeyRemoval = '/profile/two-factor/passkeys/:passkeyId/removal';

export const secondFactorsRoutes = routes([
  get('/two-factor', 'anyone', secondStep.new, both),
  post('/two-factor', 'anyone', secondStep.create, both),
  get('/two-factor/recovery', 'anyone', recoveryStep.new, both),
  post('/two-factor/recovery', 'anyone', recoveryStep.create, both),
  post('/two-factor/passkey/options', 'anyone', passkeySteps.new, both),
  post('/two-factor/passkey', 'anyone', passkeySteps.create, both),
  post('/login/passkey/options', 'anyone', passkeySignIns.new, both),
  post('/login/passkey', 'anyone', passkeySignIns.create, both),

  get(secondFactorGate, 'signed-in', app.new, setUp),
  post(secondFactorGate, 'signed-in', app.create, setUp),
  get('/profile/two-factor/app/removal', 'signed-in', appRemoval.new, confirmed),
  post('/profile/two-factor/app/removal', 'signed-in', appRemoval.create, confirmed),
  get('/profile/two-factor/passkeys', 'signed-in', passkeys.new, setUp),
  post('/profile/two-factor/passkeys', 'signed-in', passkeys.create, setUp),
  post('/profile/two-factor/passkeys/options', 'signed-in', passkeys.show, {
    ...setUp,
    confirmed: '/profile/two-factor/passkeys',
  }),
  get(passkeyRemoval, 'signed-in', passkeyRemovals.new, confirmed),
  post(passkeyRemoval, 'signed-in', passkeyRemovals.create, confirmed),
  get('/profile/two-factor/codes', 'signed-in', codes.show, confirmed),
  post('/profile/two-factor/codes', 'signed-in', codes.create, confirmed),
  post('/profile/two-factor/codes/file', 'signed-in', codesFile.create, {
    ...both,
    isPersonal: true,
  }),
]);
