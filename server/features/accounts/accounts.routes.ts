import {
  confirmationGate,
  del,
  get,
  passwordGate,
  patch,
  post,
  routes,
} from '../../core/http/index.js';
import { confirmation } from './confirmation.controller.js';
import { devices } from './devices.controller.js';
import { emailChange, emailConfirmation } from './email-change.controller.js';
import { forgotten, reset } from './password-links.controller.js';
import { photos } from './photos.controller.js';
import { photo, photoLimits, profile } from './profile.controller.js';
import { firstPassword, security } from './security.controller.js';
import { signIn } from './sign-in.controller.js';
import { theme } from './theme.controller.js';

const both = { surface: 'both' } as const;
/** Open as well to somebody who still has to set a password of their own, or a second factor. */
const always = {
  surface: 'both',
  duringPasswordChange: true,
  duringSecondFactorSetUp: true,
} as const;
/** A picture, open as well before there is a password of one's own. */
const picture = { surface: 'both', duringPasswordChange: true, forMachines: true } as const;
/** How somebody comes in is theirs alone. */
const personal = { surface: 'both', isPersonal: true } as const;
const ownPassword = { ...always, isPersonal: true } as const;
/** Setting up a second factor asks for the password. */
const onTheWay = { ...personal, duringSecondFactorSetUp: true } as const;

export const accountsRoutes = routes([
  get('/login', 'anyone', signIn.new, both),
  post('/login', 'anyone', signIn.create, { ...both, whenOutdated: signIn.goOn }),
  post('/logout', 'signed-in', signIn.destroy, {
    ...always,
    whileViewing: true,
    inAnyWorkspace: true,
  }),
  get('/forgot-password', 'anyone', forgotten.new, both),
  post('/forgot-password', 'anyone', forgotten.create, both),
  get('/reset-password/:token', 'signed-link', reset.edit, both),
  post('/reset-password/:token', 'signed-link', reset.update, both),
  get('/confirm-email/:token', 'signed-link', emailConfirmation.edit, both),
  post('/confirm-email/:token', 'signed-link', emailConfirmation.update, both),
  get(passwordGate, 'signed-in', firstPassword.edit, ownPassword),
  post(passwordGate, 'signed-in', firstPassword.update, ownPassword),
  get(confirmationGate, 'signed-in', confirmation.new, onTheWay),
  post(confirmationGate, 'signed-in', confirmation.create, onTheWay),
  post('/theme', 'anyone', theme.update, { ...both, inAnyWorkspace: true }),

  get('/profile', 'signed-in', profile.edit, both),
  patch('/profile', 'signed-in', profile.update, both),
  post('/profile/photo', 'signed-in', photo.update, { ...both, uploads: photoLimits }),
  del('/profile/photo', 'signed-in', photo.destroy, both),
  get('/profile/email', 'signed-in', emailChange.edit, personal),
  post('/profile/email', 'signed-in', emailChange.create, personal),
  del('/profile/email', 'signed-in', emailChange.destroy, personal),
  get('/profile/security', 'signed-in', security.edit, personal),
  post('/profile/security', 'signed-in', security.update, personal),
  get('/profile/sessions', 'signed-in', devices.index, personal),
  del('/profile/sessions', 'signed-in', devices.destroyOthers, personal),
  del('/profile/sessions/:sessionId', 'signed-in', devices.destroy, personal),
  get('/people/:userId/photo', 'signed-in', photos.show, picture),
]);
