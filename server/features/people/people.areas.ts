import type { Translate } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';

/** The parts of the people area that the actor may open, for the tabs above its lists. */
export function peopleAreas(t: Translate, actor: Actor, current: 'team' | 'clients') {
  const areas = [
    { name: 'team', href: '/users', permission: 'users.view' },
    { name: 'clients', href: '/clients', permission: 'clients.view' },
  ] as const;
  return areas
    .filter(({ permission }) => holds(actor, permission))
    .map(({ name, href }) => ({
      href,
      label: t(`people.areas.${name}`),
      current: name === current,
    }));
}

/** The two lists of the clients' part: the people and their companies. */
export function clientLists(t: Translate, current: 'contacts' | 'companies') {
  return [
    { href: '/clients', label: t('contacts.title'), current: current === 'contacts' },
    { href: '/companies', label: t('companies.title'), current: current === 'companies' },
  ];
}
