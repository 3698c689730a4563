import {
  addressOf,
  type FormState,
  formState,
  handleForm,
  Invalid,
  localeOf,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { enter, knownDevice, landing, lookUpUser, signIn } from '../accounts/index.js';
import { connectGoogle, disconnectGoogle } from './connections.service.js';
import { forgetWaiting, readWaiting, sealIntent, type Waiting } from './flow.js';
import { isSetUp } from './google-client.js';
import { connectionForm } from './google-sign-in.forms.js';

const waitingView = view('google-sign-in/connection');
const ownView = view('google-sign-in/own');

/** Connecting an account at the door, by the password of the one that has its e-mail. */
export const waitingConnections = { new: showWaiting, create: connectWaiting };
/** One's own connection. */
export const ownConnections = { new: showOwn, destroy: disconnect };

async function showWaiting(request: Request, response: Response): Promise<void> {
  const waiting = readWaiting(request);
  if (!waiting) return redirect(request, response, '/login');
  renderWaiting(request, response, waiting, formState());
}

async function connectWaiting(request: Request, response: Response): Promise<void> {
  const waiting = readWaiting(request);
  if (!waiting) return redirect(request, response, '/login', { toast: 'google.toasts.expired' });
  await handleForm(request, response, {
    schema: connectionForm,
    save: async ({ password }) => {
      const user = await lookUpUser(waiting.userId);
      const userAgent = userAgentOf(request);
      const signedIn = await signIn({
        email: user?.email ?? '',
        password,
        origin: { ip: addressOf(request), userAgent },
        deviceOf: (userId) => knownDevice(request, userId),
      });
      if (signedIn.user.id !== waiting.userId) throw new Invalid({ '': 'google.errors.taken' });
      await connectGoogle({ ...signedIn, userAgent }, waiting);
      forgetWaiting(request, response);
      const next = landing(waiting.next);
      const onward = { isRemembered: false, next, first: 'password' } as const;
      redirect(request, response, await enter(request, response, signedIn, onward));
    },
    show: (form) => renderWaiting(request, response, waiting, form),
  });
}

async function showOwn(request: Request, response: Response): Promise<void> {
  if (!isSetUp()) return redirect(request, response, '/profile/security');
  const t = translatorFor(localeOf(request));
  const intent = sealIntent({ kind: 'connect', userId: request.actor.userId });
  render(request, response, ownView, {
    title: t('google.own.title'),
    current: 'profile',
    href: `/auth/google?with=${encodeURIComponent(intent)}`,
  });
}

async function disconnect(request: Request, response: Response): Promise<void> {
  const { userId, workspaceId } = request.actor;
  const user = await lookUpUser(userId);
  if (user) await disconnectGoogle({ user, workspaceId, userAgent: userAgentOf(request) });
  redirect(request, response, '/profile/security', { toast: 'google.toasts.disconnected' });
}

function renderWaiting(
  request: Request,
  response: Response,
  { email }: Waiting,
  form: FormState,
): void {
  const t = translatorFor(localeOf(request));
  render(request, response, waitingView, {
    title: t('google.connection.title'),
    layout: 'auth',
    form,
    email,
  });
}
