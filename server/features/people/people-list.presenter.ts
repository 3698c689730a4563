import type { Page } from '../../core/database/index.js';
import { type Translate, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  isFiltered,
  listAddress,
  type PeopleFilter,
  personSorts,
  personStatuses,
  secondFactorStates,
  sortLink,
  sortText,
} from './people.filters.js';
import type { PersonRow } from './people.queries.js';
import type { Surroundings } from './people-surroundings.queries.js';
import { presentPeople } from './person.presenter.js';

/** A select that narrows a list. */
export interface ListSelect {
  name: 'role' | 'company' | 'team' | 'workspace' | 'second_factor';
  label: string;
  value: number | string | null;
  all: string;
  options: readonly { id: number | string; name: string }[];
}

/** Whether people sign in with a second factor, as every list of people is narrowed by it. */
export function secondFactorSelect(t: Translate, { secondFactor }: PeopleFilter): ListSelect {
  return {
    name: 'second_factor',
    label: t('people.columns.second_factor'),
    value: secondFactor,
    all: t('people.search.any_second_factor'),
    options: secondFactorStates.map((state) => ({
      id: state,
      name: t(`people.search.second_factor_${state}`),
    })),
  };
}

/** Everything a page with a list of people shows around and in it. */
export function presentPeopleList(
  actor: Actor,
  base: '/users' | '/clients',
  {
    filter,
    page,
    selects,
    around,
  }: {
    filter: PeopleFilter;
    page: Page<PersonRow>;
    selects: readonly ListSelect[];
    around: Surroundings;
  },
) {
  const t = translatorFor(actor.locale);
  const sorts = personSorts.map((sort) => [sort, sortLink(base, filter, sort)] as const);
  return {
    isEmpty: page.total === 0 && !isFiltered(filter),
    list: {
      ...page,
      rows: presentPeople(t, page.rows, around),
      base: listAddress(base, filter),
      clearHref: isFiltered(filter) ? base : undefined,
    },
    sorts: Object.fromEntries(sorts),
    chips: [null, ...personStatuses].map((status) => ({
      href: listAddress(base, filter, { status }),
      label: t(`people.search.${status ?? 'everybody'}`),
      current: filter.status === status,
    })),
    search: {
      action: base,
      label: t('people.search.label'),
      search: filter.search,
      keep: { status: filter.status, sort: sortText(filter) },
      selects: selects.map(presentSelect),
    },
  };
}

function presentSelect({ name, label, value, all, options }: ListSelect) {
  const choices = options.map((option) => ({ value: String(option.id), label: option.name }));
  return { name, label, value: value ?? '', options: [{ value: '', label: all }, ...choices] };
}
