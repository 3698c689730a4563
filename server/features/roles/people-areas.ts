import type { Translate } from '../../core/locale/index.js';
import { type Actor, holds, type Permission } from '../../core/permissions/index.js';

const areas = [
  { name: 'team', href: '/users', permission: 'users.view' },
  { name: 'clients', href: '/clients', permission: 'clients.view' },
  { name: 'invitations', href: '/invitations', permission: 'users.view' },
  { name: 'roles', href: '/roles', permission: 'roles.manage' },
  { name: 'teams', href: '/teams', permission: 'teams.manage' },
  { name: 'reviews', href: '/access-review', permission: 'users.deactivate' },
  { name: 'trash', href: '/trash', permission: 'users.delete' },
] as const satisfies readonly { name: string; href: string; permission: Permission }[];

/** A part of the people area. */
export type PeopleArea = (typeof areas)[number]['name'];

/** The parts of the people area that the actor may open, for the tabs above its lists. */
export function peopleAreas(t: Translate, actor: Actor, current: PeopleArea) {
  return areas
    .filter(({ permission }) => holds(actor, permission))
    .map(({ name, href }) => ({
      href,
      label: t(`people.areas.${name}`),
      current: name === current,
    }));
}
