import {
  addressOf,
  type FormState,
  formState,
  handleForm,
  localeOf,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import {
  enterBySecondStep,
  knownDevice,
  type PendingSignIn,
  pendingSignIn,
  secondStepPath,
} from '../accounts/index.js';
import { lookUpAuthenticator } from './authenticators.queries.js';
import { passkeySite } from './passkey-site.js';
import { hasPasskey } from './passkeys.queries.js';
import { codeForm, recoveryForm } from './second-factors.forms.js';
import { checkAppCode, checkRecoveryCode, type SecondStepTry } from './second-step.service.js';

const stepView = view('second-factors/second_step');
const recoveryView = view('second-factors/recovery');

/** The second step of a sign-in, by a code of the app. */
export const secondStep = { new: showStep, create };
/** The same by a recovery code. */
export const recoveryStep = { new: showRecovery, create: recover };

async function showStep(request: Request, response: Response): Promise<void> {
  const pending = await pendingOrLeave(request, response);
  if (pending) await renderStep(request, response, pending, formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const pending = await pendingOrLeave(request, response);
  if (!pending) return;
  await handleForm(request, response, {
    schema: codeForm,
    save: async ({ code }) => {
      await checkAppCode(tryOf(request, pending), code);
      await comeIn(request, response, pending, 'code');
    },
    show: (form) => renderStep(request, response, pending, form),
  });
}

async function showRecovery(request: Request, response: Response): Promise<void> {
  if (await pendingOrLeave(request, response)) renderRecovery(request, response, formState());
}

async function recover(request: Request, response: Response): Promise<void> {
  const pending = await pendingOrLeave(request, response);
  if (!pending) return;
  await handleForm(request, response, {
    schema: recoveryForm,
    save: async ({ code }) => {
      await checkRecoveryCode(tryOf(request, pending), code);
      await comeIn(request, response, pending, 'recovery_code');
    },
    show: (form) => renderRecovery(request, response, form),
  });
}

/** The sign-in of this browser that waits; without one, there is nothing to do here. */
export async function pendingOrLeave(
  request: Request,
  response: Response,
): Promise<PendingSignIn | undefined> {
  if (request.visitor) {
    redirect(request, response, '/');
    return undefined;
  }
  const pending = await pendingSignIn(request);
  if (!pending) redirect(request, response, '/login', { toast: 'second_factors.step.over' });
  return pending;
}

/** Lets somebody in whose second step was right; of two answers at once the second begins anew. */
export async function comeIn(
  request: Request,
  response: Response,
  pending: PendingSignIn,
  method: 'code' | 'recovery_code' | 'passkey',
): Promise<void> {
  const place = await enterBySecondStep(request, response, pending, method);
  if (place) redirect(request, response, place);
  else redirect(request, response, '/login', { toast: 'second_factors.step.over' });
}

/** Who tries, from where. */
export function tryOf(request: Request, { user, row }: PendingSignIn): SecondStepTry {
  return {
    user,
    workspaceId: row.workspace_id,
    origin: { ip: addressOf(request), userAgent: userAgentOf(request) },
    knownDevice: knownDevice(request, user.id),
  };
}

/** Shows the second step, with what was wrong. */
export async function renderStep(
  request: Request,
  response: Response,
  { user }: PendingSignIn,
  form: FormState,
): Promise<void> {
  const t = translatorFor(localeOf(request));
  render(request, response, stepView, {
    title: t('second_factors.step.title'),
    layout: 'auth',
    form,
    action: secondStepPath,
    hasApp: (await lookUpAuthenticator(user.id)) !== undefined,
    hasPasskey: await hasPasskey(user.id),
    offersPasskeys: passkeySite() !== undefined,
  });
}

function renderRecovery(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(localeOf(request));
  render(request, response, recoveryView, {
    title: t('second_factors.recovery.title'),
    layout: 'auth',
    form,
  });
}
