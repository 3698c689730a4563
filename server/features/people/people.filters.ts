import { idIn, pageNumber, query, type Request } from '../../core/http/index.js';

export const personStatuses = ['active', 'invited', 'inactive'] as const;
export type PersonStatus = (typeof personStatuses)[number];

export const personSorts = ['name', 'email', 'company', 'seen'] as const;
export type PersonSort = (typeof personSorts)[number];

/** Which people a list shows, and in which order. */
export interface PeopleFilter {
  search: string;
  status: PersonStatus | null;
  roleId: number | null;
  companyId: number | null;
  teamId: number | null;
  sort: PersonSort;
  isDescending: boolean;
  page: number;
}

/** What the address of a list asks for; whatever makes no sense is left out (CVE 39: names from a list). */
export function readFilter(request: Request): PeopleFilter {
  const [isDescending, sort] = sortOf(query(request, 'sort'));
  return {
    search: query(request, 'q').trim().slice(0, 200),
    status: personStatuses.find((status) => status === query(request, 'status')) ?? null,
    roleId: idIn(query(request, 'role')) ?? null,
    companyId: idIn(query(request, 'company')) ?? null,
    teamId: idIn(query(request, 'team')) ?? null,
    sort,
    isDescending,
    page: pageNumber(request),
  };
}

/** Whether a list is narrowed at all. */
export function isFiltered(filter: PeopleFilter): boolean {
  const { search, status, roleId, companyId, teamId } = filter;
  return Boolean(search || status || roleId || companyId || teamId);
}

/** The address of a list with this filter, changed in places; the first page unless one is asked for. */
export function listAddress(
  base: string,
  filter: PeopleFilter,
  changes: Partial<PeopleFilter> = {},
): string {
  const { search, status, roleId, companyId, teamId, sort, isDescending } = {
    ...filter,
    ...changes,
  };
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (status) query.set('status', status);
  if (roleId) query.set('role', String(roleId));
  if (companyId) query.set('company', String(companyId));
  if (teamId) query.set('team', String(teamId));
  const order = sortText({ sort, isDescending });
  if (order) query.set('sort', order);
  const text = query.toString();
  return text ? `${base}?${text}` : base;
}

/** The order of a list as its address says it; '' for the usual one. */
export function sortText({
  sort,
  isDescending,
}: Pick<PeopleFilter, 'sort' | 'isDescending'>): string {
  if (sort === 'name' && !isDescending) return '';
  return isDescending ? `-${sort}` : sort;
}

/** A column head: where it leads, and how the list is sorted by it now. */
export function sortLink(
  base: string,
  filter: PeopleFilter,
  sort: PersonSort,
): { href: string; direction: 'ascending' | 'descending' | null } {
  const isCurrent = filter.sort === sort;
  const isDescending = isCurrent && !filter.isDescending;
  return {
    href: listAddress(base, filter, { sort, isDescending }),
    direction: isCurrent ? (filter.isDescending ? 'descending' : 'ascending') : null,
  };
}

function sortOf(text: string): [boolean, PersonSort] {
  const isDescending = text.startsWith('-');
  const name = isDescending ? text.slice(1) : text;
  const sort = personSorts.find((known) => known === name);
  return sort ? [isDescending, sort] : [false, 'name'];
}
