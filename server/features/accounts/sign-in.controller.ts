import {
  addressOf,
  BadRequest,
  currentSessionToken,
  endSession,
  type FormState,
  formState,
  handleForm,
  isOwnPath,
  localeOf,
  type PageData,
  query,
  type Request,
  type Response,
  redirect,
  render,
  renderForStrangers,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { installationSetting, setting } from '../../core/settings/index.js';
import { signInForm } from './accounts.forms.js';
import { knownDevice } from './devices.js';
import { signOut } from './devices.service.js';
import { enter, landing } from './entrance.js';
import { googleSignIn, secondFactors, signInLinks } from './neighbours.js';
import { signIn as letIn } from './sign-in.service.js';

const signInView = view('accounts/sign-in');

export const signIn = { new: showNew, goOn, create, destroy };

function showNew(request: Request, response: Response): void {
  const next = query(request, 'next');
  if (request.visitor) {
    redirect(request, response, landing(next));
    return;
  }
  renderForStrangers(request, response, signInView, page(request, formState({ next, email: '' })));
}

/** Somebody has signed in meanwhile in another tab and now sends the form of this one: they are in. */
function goOn(request: Request, response: Response): void {
  redirect(request, response, landing((request.body as { next?: unknown }).next));
}

async function create(request: Request, response: Response): Promise<void> {
  refuseLists(request.body);
  await handleForm(request, response, {
    schema: signInForm,
    save: async ({ email, password, remember, next }) => {
      const signedIn = await letIn({
        email,
        password,
        origin: { ip: addressOf(request), userAgent: userAgentOf(request) },
        deviceOf: (userId) => knownDevice(request, userId),
      });
      const onward = { isRemembered: remember, next: landing(next), first: 'password' } as const;
      redirect(request, response, await enter(request, response, signedIn, onward));
    },
    show: (form) => showSignIn(request, response, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const token = currentSessionToken(request);
  if (token) await signOut(request.actor, token);
  await endSession(request, response);
  // Pictures and pages that the browser kept; the mark of a known device stays, it opens nothing.
  response.setHeader('Clear-Site-Data', '"cache", "storage"');
  redirect(request, response, '/login', { toast: 'accounts.sign_out.done' });
}

/** Shows the sign-in page again, with what was wrong. */
export function showSignIn(request: Request, response: Response, form: FormState): void {
  render(request, response, signInView, page(request, form));
}

function page(request: Request, form: FormState): PageData {
  const t = translatorFor(localeOf(request));
  const workspaceId = installationSetting('installation.primary_workspace_id');
  const { next } = form.values;
  return {
    title: t('accounts.sign_in.title'),
    layout: 'auth',
    form,
    next: isOwnPath(next) ? next : '',
    offersPasskeys: secondFactors().offersPasskeys(),
    offersGoogle: googleSignIn().isOffered(),
    offersLink: signInLinks().isOffered(),
    words: workspaceId ? setting(workspaceId, 'branding.login_text') : '',
  };
}

/** A browser sends each field once; lists come from scripts that try what happens (CVE 19). */
function refuseLists(body: unknown): void {
  const { email, password } = (body ?? {}) as Record<string, unknown>;
  for (const value of [email, password]) {
    if (value !== undefined && typeof value !== 'string') throw new BadRequest();
  }
}
