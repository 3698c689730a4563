import {
  addressOf,
  type FormState,
  handleForm,
  type Request,
  type Response,
  redirect,
  userAgentOf,
} from '../../core/http/index.js';
import { enterFully, landing, showSignIn } from '../accounts/index.js';
import { ask, takeToken } from './asked.js';
import { checkPasskey, signInByPasskey } from './passkey-sign-in.service.js';
import { beginUse } from './passkeys.service.js';
import { passkeySignInForm, passkeyStepForm } from './second-factors.forms.js';
import { comeIn, pendingOrLeave, renderStep, tryOf } from './second-step.controller.js';

/** Signing in by a passkey alone: the question to the browser, and its answer. */
export const passkeySignIns = { new: askAnybody, create };
/** A passkey as the second step. */
export const passkeySteps = { new: askOwner, create: takeStep };

async function askAnybody(request: Request, response: Response): Promise<void> {
  ask(request, response, await beginUse('sign-in', null));
}

async function create(request: Request, response: Response): Promise<void> {
  const token = takeToken(request, response);
  const origin = { ip: addressOf(request), userAgent: userAgentOf(request) };
  await handleForm(request, response, {
    schema: passkeySignInForm,
    save: async ({ credential, remember, next }) => {
      const signedIn = await signInByPasskey({ answer: credential, token }, origin);
      const onward = { isRemembered: remember, next: landing(next), method: 'passkey' as const };
      redirect(request, response, await enterFully(request, response, signedIn, onward));
    },
    show: (form) => showSignIn(request, response, asWhole(form, 'credential')),
  });
}

async function askOwner(request: Request, response: Response): Promise<void> {
  const pending = await pendingOrLeave(request, response);
  if (pending) ask(request, response, await beginUse('second-step', pending.user.id));
}

async function takeStep(request: Request, response: Response): Promise<void> {
  const pending = await pendingOrLeave(request, response);
  if (!pending) return;
  const token = takeToken(request, response);
  await handleForm(request, response, {
    schema: passkeyStepForm,
    save: async ({ credential }) => {
      await checkPasskey(tryOf(request, pending), { answer: credential, token });
      await comeIn(request, response, pending, 'passkey');
    },
    show: (form) => renderStep(request, response, pending, asWhole(form, 'credential', 'code')),
  });
}

/** What is wrong with a passkey concerns the page: there is no field in which it was typed. */
function asWhole({ values, errors }: FormState, ...fields: string[]): FormState {
  const entries = Object.entries(errors);
  return {
    values,
    errors: Object.fromEntries(
      entries.map(([name, text]) => [fields.includes(name) ? '' : name, text]),
    ),
  };
}
