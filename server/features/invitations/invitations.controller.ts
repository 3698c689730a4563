import {
  id,
  localeOf,
  NotFound,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { isMailSetUp } from '../../core/mail/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { people, roleNamesOf } from '../memberships/index.js';
import { peopleAreas } from '../roles/index.js';
import {
  type InvitationFilter,
  invitationFilters,
  type ListedInvitation,
  listInvitations,
  lookUpListed,
} from './invitations.list.js';
import { presentInvitation } from './invitations.presenter.js';
import { invite, revoke } from './invitations.service.js';

const listView = view('invitations/index');
const linkView = view('invitations/link');

/** The invitations that wait, and what became of the others. */
export const invitations = { index, destroy };
/** Sending one anew; the one before dies. */
export const renewals = { create: renew };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(localeOf(request));
  const filter = chosenFilter(query(request, 'show'));
  const list = await listInvitations(actor, filter, pageNumber(request));
  const persons = await people(list.rows.map((row) => row.user_id));
  const roles = await roleNamesOf(list.rows.map((row) => row.membership_id));
  render(request, response, listView, {
    title: t('invitations.title'),
    current: 'people',
    areas: peopleAreas(t, actor, 'invitations'),
    chips: invitationFilters.map((name) => ({
      href: name === 'open' ? '/invitations' : `/invitations?show=${name}`,
      label: t(`invitations.filters.${name}`),
      current: name === filter,
    })),
    list: { ...list, base: filter === 'open' ? '/invitations' : `/invitations?show=${filter}` },
    rows: list.rows.map((row) =>
      presentInvitation(row, {
        person: persons.get(row.user_id),
        roles: (roles.get(row.membership_id) ?? []).join(', '),
        mayRenew: mayRenew(actor, row),
        t,
      }),
    ),
    isOpen: filter === 'open',
    canMail: isMailSetUp(),
    canAdd: holds(actor, 'users.create'),
  });
}

/** Where no mail can be sent, the link is shown this once, for copying. */
async function renew(request: Request, response: Response): Promise<void> {
  const row = await findListed(request);
  const { link } = await invite(request.actor, row.membership_id);
  const t = translatorFor(localeOf(request));
  if (isMailSetUp()) {
    const toast = { key: 'invitations.resent', values: { name: row.name } };
    return redirect(request, response, '/invitations', { toast });
  }
  render(request, response, linkView, {
    title: t('invitations.link.title', { name: row.name }),
    current: 'people',
    crumbs: [{ label: t('invitations.title'), href: '/invitations' }, { label: row.name }],
    name: row.name,
    link,
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const row = await findListed(request);
  await revoke(request.actor, row.membership_id);
  const toast = { key: 'invitations.taken_back', values: { name: row.name } };
  redirect(request, response, '/invitations', { toast });
}

async function findListed(request: Request): Promise<ListedInvitation> {
  const row = await lookUpListed(request.actor, id(request, 'invitationId'));
  if (!row) throw new NotFound();
  return row;
}

function chosenFilter(text: string): InvitationFilter {
  return invitationFilters.find((name) => name === text) ?? 'open';
}

function mayRenew(actor: Actor, row: ListedInvitation): boolean {
  return holds(actor, row.audience === 'team' ? 'users.create' : 'clients.create');
}
