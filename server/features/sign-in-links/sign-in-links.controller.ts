import {
  addressOf,
  handleForm,
  localeOf,
  NotFound,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { enter, knownDevice, type SignedIn } from '../accounts/index.js';
import { takeNext } from './next-page.js';
import { isOffered } from './offer.policy.js';
import { linkForm } from './sign-in-links.forms.js';
import { type Coming, lookUpSignInLink, useSignInLink } from './sign-in-links.service.js';

const linkView = view('sign-in-links/show');
const deadView = view('sign-in-links/dead');

/** Coming in by a link. Only the button does: mail programs open links by themselves. */
export const links = { edit: show, update: comeIn };

async function show(request: Request, response: Response): Promise<void> {
  const user = await lookUpSignInLink(String(request.params.token));
  if (!user) return renderDead(request, response);
  keepFromReferrers(response);
  render(request, response, linkView, {
    title: translatorFor(localeOf(request))('sign_in_links.show.title'),
    layout: 'auth',
    name: user.name,
    email: user.email,
    isOther: request.visitor !== undefined && request.visitor.userId !== user.id,
  });
}

async function comeIn(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: linkForm,
    save: async ({ remember }) => {
      const signedIn = await use(request);
      if (!signedIn) return renderDead(request, response);
      const next = takeNext(request, response);
      const onward = { isRemembered: remember, next, first: 'link' } as const;
      redirect(request, response, await enter(request, response, signedIn, onward));
    },
    show: () => show(request, response),
  });
}

async function use(request: Request): Promise<SignedIn | undefined> {
  const coming: Coming = {
    origin: { ip: addressOf(request), userAgent: userAgentOf(request) },
    isKnownDevice: (userId) => knownDevice(request, userId) !== undefined,
  };
  try {
    return await useSignInLink(String(request.params.token), coming);
  } catch (error) {
    // Two clicks at once: the first has come in, the second is told that the link was used.
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** One page for all reasons: who holds a dead link learns nothing of whose it was. */
function renderDead(request: Request, response: Response): void {
  keepFromReferrers(response);
  response.status(410);
  render(request, response, deadView, {
    title: translatorFor(localeOf(request))('sign_in_links.dead.title'),
    layout: 'auth',
    isIn: request.visitor !== undefined,
    isOffered: isOffered(),
  });
}

/** The address of such a page is a secret: no other site may learn it from a link on it. */
function keepFromReferrers(response: Response): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
}
