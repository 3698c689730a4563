import { id, type Request } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { findMembership, requireMayChange } from '../memberships/index.js';
import { findContact, findMember, lookUpMember, type PersonRow } from './people.queries.js';
import { personHref } from './person.presenter.js';

/**
 * Whose page a request is about: the team's people live under /users, the clients' under /clients,
 * and neither is found in the other's house.
 * @throws NotFound
 */
export function personOf(request: Request): Promise<PersonRow> {
  const userId = id(request, 'userId');
  // The router takes /Clients for /clients, and so must this.
  return request.path.toLowerCase().startsWith('/clients/')
    ? findContact(request.actor, userId)
    : findMember(request.actor, userId);
}

/** The page of somebody of the team or of a contact, for who may see them. @throws NotFound */
export async function personAddress(actor: Actor, userId: number): Promise<string> {
  if (holds(actor, 'users.view')) {
    const member = await lookUpMember(actor, userId);
    if (member) return personHref(member);
  }
  return personHref(await findContact(actor, userId));
}

/**
 * Somebody whom the actor may edit, for pages that offer it.
 * @throws NotFound, Forbidden
 */
export async function editablePersonOf(request: Request): Promise<PersonRow> {
  const person = await personOf(request);
  const member = await findMembership(request.actor, person.membership_id);
  await requireMayChange(request.actor, member, 'edit');
  return person;
}

/** What is said once somebody's details are saved; `awaited` is an address that waits to be confirmed. */
export function savedToast(name: string, awaited: string | null) {
  return awaited === null
    ? { key: 'people.saved', values: { name } }
    : { key: 'people.edit.saved_awaiting', values: { name, email: awaited } };
}

/** What frames a page below somebody's own: the entry of the menu and the way back. */
export function frameOf(request: Request, person: PersonRow, label?: string) {
  const t = translatorFor(request.actor.locale);
  const isTeam = person.audience === 'team';
  const house = isTeam
    ? { label: t('people.title'), href: '/users' }
    : { label: t('clients.title'), href: '/clients' };
  const own = { label: person.name, href: personHref(person) };
  return {
    current: isTeam ? 'people' : 'clients',
    crumbs: label ? [house, own, { label }] : [house, { label: person.name }],
  };
}
