import { idIn, pageNumber, query, type Request } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { isSuperAdmin } from '../roles/index.js';

export const personStatuses = ['active', 'invited', 'inactive'] as const;
export type PersonStatus = (typeof personStatuses)[number];

export const personSorts = ['name', 'email', 'company', 'second_factor', 'seen'] as const;
export type PersonSort = (typeof personSorts)[number];

/** Whether people sign in with a second factor. */
export const secondFactorStates = ['on', 'off'] as const;
export type SecondFactorState = (typeof secondFactorStates)[number];

/** How many people one change reaches: they are looked over by name, and others wait meanwhile. */
export const mostInBulk = 100;

/** Which people a list shows, and in which order. */
export interface PeopleFilter {
  search: string;
  status: PersonStatus | null;
  roleId: number | null;
  companyId: number | null;
  teamId: number | null;
  /** Another workspace to which they belong as well; only ever set for a Super Admin. */
  workspaceId: number | null;
  secondFactor: SecondFactorState | null;
  sort: PersonSort;
  isDescending: boolean;
  page: number;
}

/** What the address of a list asks for; whatever makes no sense is left out (CVE 39: names from a list). */
export function readFilter(request: Request): PeopleFilter {
  const filter = filterIn(request.actor, (name) => query(request, name));
  return { ...filter, page: pageNumber(request) };
}

/** What a form asks for that carries the filter of its list along in fields of the same names. */
export function typedFilter({ actor, body }: Request): PeopleFilter {
  const fields = (body ?? {}) as Record<string, unknown>;
  const filter = filterIn(actor, (name) => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  });
  return { ...filter, page: 1 };
}

function filterIn(actor: Actor, read: (name: string) => string): Omit<PeopleFilter, 'page'> {
  const [isDescending, sort] = sortOf(read('sort'));
  return {
    search: read('q').trim().slice(0, 200),
    status: personStatuses.find((status) => status === read('status')) ?? null,
    roleId: idIn(read('role')) ?? null,
    companyId: idIn(read('company')) ?? null,
    teamId: idIn(read('team')) ?? null,
    // Nobody else learns of other workspaces, and their own every list is narrowed to anyway.
    workspaceId: isSuperAdmin(actor) ? (idIn(read('workspace')) ?? null) : null,
    secondFactor: secondFactorStates.find((state) => state === read('second_factor')) ?? null,
    sort,
    isDescending,
  };
}

/** Whether a list is narrowed at all. */
export function isFiltered(filter: PeopleFilter): boolean {
  return Object.keys(filterFields(filter)).some((name) => name !== 'sort');
}

/** The address of a list with this filter, changed in places; the first page unless one is asked for. */
export function listAddress(
  base: string,
  filter: PeopleFilter,
  changes: Partial<PeopleFilter> = {},
): string {
  const text = new URLSearchParams(filterFields({ ...filter, ...changes })).toString();
  return text ? `${base}?${text}` : base;
}

/** A filter and its order as the fields of a form; what narrows nothing is left out. */
export function filterFields(filter: PeopleFilter): Record<string, string> {
  const { search, status, roleId, companyId, teamId, workspaceId, secondFactor } = filter;
  const fields = {
    q: search,
    status: status ?? '',
    role: String(roleId ?? ''),
    company: String(companyId ?? ''),
    team: String(teamId ?? ''),
    workspace: String(workspaceId ?? ''),
    second_factor: secondFactor ?? '',
    sort: sortText(filter),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
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
