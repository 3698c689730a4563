import {
  addressOf,
  Conflict,
  localeOf,
  query,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { enter, knownDevice, landing, lookUpUser, type SignedIn } from '../accounts/index.js';
import { acceptByProof, readInvitation } from '../invitations/index.js';
import { arrive, type Coming } from './arrivals.service.js';
import { connectGoogle } from './connections.service.js';
import { beginFlow, type Flow, type Intent, keepWaiting, openIntent, takeFlow } from './flow.js';
import {
  authorizationAddress,
  GoogleError,
  type GooglePerson,
  isSetUp,
  personFrom,
} from './google-client.js';

const problemView = view('google-sign-in/problem');

/** The way to Google. */
export const doors = { new: leave };
/** The way back. */
export const callbacks = { show: comeBack };

async function leave(request: Request, response: Response): Promise<void> {
  if (!isSetUp()) return showProblem(request, response, 'not_set_up');
  const intent = intentOf(request);
  if (!intent) return showProblem(request, response, 'expired');
  await orProblem(request, response, async () => {
    const flow = await beginFlow(request, response, intent);
    const address = await authorizationAddress(flow);
    response.redirect(303, address);
  });
}

async function comeBack(request: Request, response: Response): Promise<void> {
  const flow = takeFlow(request, response);
  const asked = request.originalUrl.indexOf('?');
  if (!flow || asked === -1) return showProblem(request, response, 'expired');
  await orProblem(request, response, async () => {
    const google = await personFrom(request.originalUrl.slice(asked), flow);
    await goOn(request, response, flow, google);
  });
}

function goOn(request: Request, response: Response, { intent }: Flow, google: GooglePerson) {
  if (intent.kind === 'connect') return connect(request, response, intent.userId, google);
  if (intent.kind === 'invitation') return accept(request, response, intent.token, google);
  return signIn(request, response, intent.next, google);
}

async function signIn(
  request: Request,
  response: Response,
  next: string,
  google: GooglePerson,
): Promise<void> {
  const arrival = await arrive(google, comingOf(request));
  if (arrival.kind === 'refused') return showProblem(request, response, arrival.reason);
  if (arrival.kind === 'in')
    return comeIn(request, response, arrival.signedIn, { next, first: 'google' });
  const { subject, email } = google;
  keepWaiting(request, response, { userId: arrival.user.id, subject, email, next });
  redirect(request, response, '/auth/google/connection');
}

/** Only who began it here, and is still signed in, connects the account. */
async function connect(
  request: Request,
  response: Response,
  userId: number,
  google: GooglePerson,
): Promise<void> {
  const user = request.visitor?.userId === userId ? await lookUpUser(userId) : undefined;
  if (!user) return showProblem(request, response, 'somebody_else');
  const { workspaceId } = request.actor;
  await connectGoogle({ user, workspaceId, userAgent: userAgentOf(request) }, google);
  redirect(request, response, '/profile/security', { toast: 'google.toasts.connected' });
}

async function accept(
  request: Request,
  response: Response,
  token: string,
  google: GooglePerson,
): Promise<void> {
  const read = await readInvitation(token);
  if ('dead' in read) return showProblem(request, response, 'invitation');
  const userAgent = userAgentOf(request);
  const signedIn = await acceptByProof(read.open, comingOf(request).origin, async () => {
    const { user, member } = read.open;
    await connectGoogle({ user, workspaceId: member.workspace_id, userAgent }, google);
  });
  await comeIn(request, response, signedIn, { next: '/', first: 'invitation' });
}

async function comeIn(
  request: Request,
  response: Response,
  signedIn: SignedIn,
  { next, first }: { next: string; first: 'google' | 'invitation' },
): Promise<void> {
  const onward = { isRemembered: false, next: landing(next), first } as const;
  redirect(request, response, await enter(request, response, signedIn, onward));
}

function intentOf(request: Request): Intent | undefined {
  const sealed = query(request, 'with');
  return sealed ? openIntent(sealed) : { kind: 'sign-in', next: landing(query(request, 'next')) };
}

function comingOf(request: Request): Coming {
  return {
    origin: { ip: addressOf(request), userAgent: userAgentOf(request) },
    isKnownDevice: (userId) => knownDevice(request, userId) !== undefined,
  };
}

/** Says in words what Google, or another account, has against it; nothing has changed then. */
async function orProblem(
  request: Request,
  response: Response,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof GoogleError) return showProblem(request, response, error.problem);
    if (error instanceof Conflict) return showProblem(request, response, 'taken');
    throw error;
  }
}

function showProblem(request: Request, response: Response, problem: string): void {
  const t = translatorFor(localeOf(request));
  const isTheirs = problem === 'unreachable' || problem === 'failed';
  response.status(isTheirs ? 502 : 403);
  response.setHeader('Referrer-Policy', 'no-referrer');
  render(request, response, problemView, {
    title: t('google.problem.title'),
    layout: 'auth',
    text: t(`google.problems.${problem}`),
    backHref: request.visitor ? '/profile/security' : '/login',
    isIn: request.visitor !== undefined,
  });
}
