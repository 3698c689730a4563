import {
  addressOf,
  type FormState,
  formState,
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
import { installationSetting, setting } from '../../core/settings/index.js';
import { enter, lookUpUser, type Origin, type SignedIn } from '../accounts/index.js';
import { loadActor } from '../memberships/index.js';
import { whatAwaits } from './acceptance.presenter.js';
import {
  acceptAsAcquaintance,
  acceptAsNewcomer,
  type DeadReason,
  isNewcomer,
  type OpenInvitation,
  openInvitation,
  readInvitation,
} from './acceptance.service.js';
import { googleAddress } from './google.port.js';
import { acquaintanceForm, newcomerForm } from './invitations.forms.js';
import { projectNamesOf, teamNamesOf } from './letters.queries.js';

const acceptView = view('invitations/accept');
const deadView = view('invitations/dead');

/** Accepting an invitation by its link. */
export const acceptance = { edit, update };

async function edit(request: Request, response: Response): Promise<void> {
  const read = await readInvitation(String(request.params.token));
  if ('dead' in read) return renderDead(request, response, read.dead);
  await openInvitation(read.open);
  await show(request, response, read.open, formState({ name: read.open.user.name }));
}

async function update(request: Request, response: Response): Promise<void> {
  const read = await readInvitation(String(request.params.token));
  if ('dead' in read) return renderDead(request, response, read.dead);
  const { open } = read;
  const origin: Origin = { ip: addressOf(request), userAgent: userAgentOf(request) };
  const show422 = (form: FormState) => show(request, response, open, form);
  const come = (signedIn: Promise<SignedIn>) => comeIn(request, response, signedIn);
  if (isNewcomer(open)) {
    await handleForm(request, response, {
      schema: newcomerForm,
      save: (input) => come(acceptAsNewcomer(open, input, origin)),
      show: show422,
    });
    return;
  }
  await handleForm(request, response, {
    schema: acquaintanceForm,
    save: (input) => come(acceptAsAcquaintance(open, input, origin)),
    show: show422,
  });
}

async function comeIn(
  request: Request,
  response: Response,
  accepting: Promise<SignedIn>,
): Promise<void> {
  const signedIn = await accepting.catch((error: unknown) => {
    if (error instanceof NotFound) return undefined;
    throw error;
  });
  // Two clicks at once: the first has come in, the second is told so.
  if (!signedIn) return renderDead(request, response, 'accepted');
  const onward = { isRemembered: false, next: '/', first: 'invitation' } as const;
  const place = await enter(request, response, signedIn, onward);
  const toast = { key: 'invitations.accepted', values: { name: signedIn.user.name } };
  redirect(request, response, place, place === '/' ? { toast } : undefined);
}

async function show(
  request: Request,
  response: Response,
  open: OpenInvitation,
  form: FormState,
): Promise<void> {
  const t = translatorFor(localeOf(request));
  const { member, user, invitation } = open;
  const invited = await loadActor(member.user_id, member.workspace_id, '');
  const inviter = invitation.created_by_user_id
    ? await lookUpUser(invitation.created_by_user_id)
    : undefined;
  keepFromReferrers(response);
  render(request, response, acceptView, {
    title: t('invitations.accept.title'),
    layout: 'auth',
    form,
    isNewcomer: isNewcomer(open),
    googleHref: isNewcomer(open) ? googleAddress(String(request.params.token)) : '',
    isClient: member.audience === 'client',
    workspace: setting(member.workspace_id, 'general.name'),
    inviter: inviter?.name ?? '',
    email: user.email,
    roles: invited?.roleNames ?? [],
    awaits: whatAwaits(t, member.audience, invited?.grants),
    teams: (await teamNamesOf([member.id])).get(member.id) ?? [],
    projects: (await projectNamesOf([member.id])).get(member.id) ?? [],
    endsAt: member.ends_at,
    minimum: installationSetting('security.password_min_length'),
  });
}

function renderDead(request: Request, response: Response, reason: DeadReason): void {
  const t = translatorFor(localeOf(request));
  keepFromReferrers(response);
  response.status(reason === 'unknown' ? 404 : 410);
  render(request, response, deadView, {
    title: t(`invitations.dead.${reason}.title`),
    layout: 'auth',
    text: t(`invitations.dead.${reason}.text`),
    canSignIn: reason === 'accepted',
  });
}

/** The address of such a page is a secret: no other site may learn it from a link on it. */
function keepFromReferrers(response: Response): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
}
