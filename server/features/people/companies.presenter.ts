import type { Page } from '../../core/database/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { markdown } from '../../core/text/index.js';
import type { CompanyRow } from '../clients/index.js';
import type { CompanyFilter } from './companies.queries.js';

/** A page of a list of companies, with what was counted for each. */
interface CompanyList {
  filter: CompanyFilter;
  page: Page<CompanyRow>;
  contacts: ReadonlyMap<number, number>;
  projects: ReadonlyMap<number, number>;
}

/** A list of companies with what it can be narrowed and sorted by. */
export function presentCompanyList(actor: Actor, list: CompanyList) {
  const t = translatorFor(actor.locale);
  const { filter, page } = list;
  const isFiltered = filter.search !== '' || filter.isArchived;
  return {
    isEmpty: page.total === 0 && !isFiltered,
    list: {
      ...page,
      rows: page.rows.map((company) => presentListed(company, list)),
      base: addressOf(filter),
      clearHref: isFiltered ? '/companies' : undefined,
    },
    sort: {
      href: addressOf({ ...filter, isDescending: !filter.isDescending }),
      direction: filter.isDescending ? 'descending' : 'ascending',
    },
    chips: [false, true].map((isArchived) => ({
      href: addressOf({ ...filter, isArchived }),
      label: t(isArchived ? 'companies.filter.archived' : 'companies.filter.current'),
      current: filter.isArchived === isArchived,
    })),
    search: {
      action: '/companies',
      label: t('companies.search'),
      search: filter.search,
      keep: {
        status: filter.isArchived ? 'archived' : '',
        sort: filter.isDescending ? '-name' : '',
      },
    },
  };
}

function presentListed({ id, name, hue, email }: CompanyRow, { contacts, projects }: CompanyList) {
  return {
    name,
    href: `/companies/${id}`,
    hue,
    email,
    contacts: contacts.get(id) ?? 0,
    projects: projects.get(id) ?? 0,
  };
}

/** What the page of a company says about it. */
export function presentCompany(company: CompanyRow) {
  const { name, email, phone, website, address, tax_number, notes, hue, archived_at } = company;
  return {
    name,
    email,
    phone,
    website: website && { href: website, text: website.replace(/^https?:\/\/|\/$/g, '') },
    address,
    taxNumber: tax_number,
    notesHtml: notes ? markdown(notes) : '',
    hue,
    archivedAt: archived_at,
    href: `/companies/${company.id}`,
  };
}

function addressOf({ search, isArchived, isDescending }: CompanyFilter): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (isArchived) query.set('status', 'archived');
  if (isDescending) query.set('sort', '-name');
  const text = query.toString();
  return text ? `/companies?${text}` : '/companies';
}
