// Accounts: people as logins — passwords, sessions, links that let somebody in, profiles.
import type { Feature } from '../../core/feature.js';
import { registerFileOwner } from '../../core/storage/index.js';
import { answerForgotten } from './accounts.jobs.js';
import { accountsRoutes } from './accounts.routes.js';
import { knownPhotos } from './users.queries.js';

export { noteRefusal } from './account-notes.service.js';
export {
  emailChangedEmail,
  mailLocale,
  mailMoment,
  passwordSetEmail,
} from './accounts.emails.js';
export { typedPassword } from './accounts.forms.js';
export { cleanAccounts, cleanSignIns } from './accounts-cleaning.service.js';
export {
  type CodeTry,
  countAddressAttempt,
  countCodeAttempt,
  countLinkRequest,
  forgiveAddressAttempt,
  forgiveCodeAttempts,
} from './attempts.js';
export { confirmWithPassword } from './confirmation.service.js';
export { deviceName, knownDevice } from './devices.js';
export { presentSignIn, type SignInReader, signInMethod } from './devices.presenter.js';
export { offerEmailChange, pendingEmail, withdrawEmailChange } from './email-change.service.js';
export {
  enter,
  enterBySecondStep,
  enterFully,
  landing,
  pendingSignIn,
  renewSession,
  secondStepPath,
} from './entrance.js';
export { eraseAccount } from './erasure.service.js';
export { hashPassword, verifyPassword } from './hashing.js';
export {
  type Neighbours,
  neighbours,
  useGoogle,
  useNeighbours,
  useSecondFactors,
  useSignInLinks,
} from './neighbours.js';
export { type SentLink, sendPasswordReset, sendWelcome } from './password-links.service.js';
export { checkPassword, generatePassword } from './password-policy.js';
export { passwordWords } from './passwords.service.js';
export { endBegunSignIns, type PendingSignIn } from './pending-sign-ins.service.js';
export { photoAddress } from './photos.js';
export {
  deleteSession,
  endSessions,
  endSessionsIn,
  insertSession,
  listSessions,
  retireSession,
  type SessionRow,
  touchSession,
  updateSession,
} from './sessions.queries.js';
export { showSignIn } from './sign-in.controller.js';
export {
  type Identified,
  noAccessMessage,
  recordFirstStep,
  type SignedIn,
  signIn,
} from './sign-in.service.js';
export {
  everySignIn,
  insertSignIn,
  listSignIns,
  type Origin,
  previousVisit,
  type SignInFilter,
  type SignInRow,
  signInFilters,
  stillOpen,
} from './sign-ins.queries.js';
export { siteAddress } from './site-address.js';
export { issueAccountToken, lookUpLiveToken, takeAccountToken } from './tokens.service.js';
export {
  deletedUserIds,
  lookUpUser,
  lookUpUserByEmail,
  lookUpUsers,
  type UserRow,
} from './users.queries.js';
export {
  changeUser,
  createUser,
  createUsers,
  type NewUser,
  type UserChanges,
} from './users.service.js';

registerFileOwner(knownPhotos);

export const accountsFeature: Feature = {
  name: 'accounts',
  routes: accountsRoutes,
  jobs: [answerForgotten],
  tables: ['users', 'sessions', 'account_tokens', 'sign_ins', 'pending_sign_ins'],
};
