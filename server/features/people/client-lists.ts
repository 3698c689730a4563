import type { Translate } from '../../core/locale/index.js';

/** The two lists of the clients' part: the people and their companies. */
export function clientLists(t: Translate, current: 'contacts' | 'companies') {
  return [
    { href: '/clients', label: t('contacts.title'), current: current === 'contacts' },
    { href: '/companies', label: t('companies.title'), current: current === 'companies' },
  ];
}
