import { idIn } from '../../core/http/index.js';
import { projectSorts, projectStatuses } from './project-choices.js';
import type { ProjectFilter } from './project-list.queries.js';

/** How a list of projects is drawn. */
export const projectLooks = ['cards', 'table'] as const;

/** A filter with the look of its list. */
export type ListedFilter = ProjectFilter & { look: (typeof projectLooks)[number] };

/** The filter that the address asks for; what it cannot mean is left out. */
export function filterFrom(read: (name: string) => string): ListedFilter {
  return {
    text: read('q').trim().slice(0, 100) || undefined,
    status: projectStatuses.find((status) => status === read('status')),
    companyId: idIn(read('company_id')),
    archived: read('archived') === '1',
    sort: projectSorts.find((sort) => sort === read('sort')),
    look: projectLooks.find((look) => look === read('look')) ?? 'cards',
  };
}

/** The address of a list with this filter, some of it changed. */
export function addressOf(filter: ListedFilter, changes: Partial<ListedFilter> = {}): string {
  const { text, status, companyId, archived, sort, look } = { ...filter, ...changes };
  const fields = {
    q: text,
    status,
    company_id: companyId,
    archived: archived ? 1 : undefined,
    sort,
    look: look === 'cards' ? undefined : look,
  };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size > 0 ? `/projects?${search}` : '/projects';
}

/** The filters above the list: chips for status and archive, fields for the rest. */
export function presentFilters(
  filter: ListedFilter,
  companies: readonly { id: number; name: string }[],
) {
  const inUse = { archived: false };
  return {
    text: filter.text ?? '',
    companyId: filter.companyId ?? '',
    companies: companies.map(({ id, name }) => ({ value: id, label: name })),
    kept: {
      status: filter.status,
      archived: filter.archived ? '1' : undefined,
      sort: filter.sort,
      look: filter.look === 'cards' ? undefined : filter.look,
    },
    chips: [
      {
        label: 'projects.filters.all',
        href: addressOf(filter, { ...inUse, status: undefined }),
        current: !filter.status && !filter.archived,
      },
      ...projectStatuses.map((status) => ({
        label: `projects.status.${status}`,
        href: addressOf(filter, { ...inUse, status }),
        current: filter.status === status && !filter.archived,
      })),
      {
        label: 'projects.archived',
        href: addressOf(filter, { archived: true, status: undefined }),
        current: filter.archived === true,
      },
    ],
    looks: projectLooks.map((look) => ({
      label: `projects.looks.${look}`,
      icon: look === 'cards' ? 'layout-dashboard' : 'list',
      href: addressOf(filter, { look }),
      current: filter.look === look,
    })),
    sorts: projectSorts.map((sort) => ({
      label: `projects.sorts.${sort}`,
      href: addressOf(filter, { sort }),
      current: (filter.sort ?? 'name') === sort,
    })),
    look: filter.look,
    clearHref: filter.text || filter.companyId ? addressOf({ look: filter.look }) : null,
  };
}
