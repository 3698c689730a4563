import { type AuditArea, auditAreas } from '../../core/audit/index.js';
import { isCalendarDate } from '../../core/dates/index.js';
import { idIn } from '../../core/http/index.js';

/** The entry after which a page goes on: its moment (ms UTC) and its id. */
export interface Place {
  moment: number;
  id: number;
}

/** Which entries of the trail are wanted. */
export interface AuditFilter {
  search: string;
  area: AuditArea | null;
  /** Whoever acted, or to whom it happened. */
  personId: number | null;
  /** Calendar dates in the reader's timezone, both included; '' for no bound. */
  from: string;
  to: string;
  before: Place | null;
}

/** What an address or a form asks for; whatever makes no sense is left out. */
export function readFilter(read: (name: string) => string): AuditFilter {
  return {
    search: read('q').trim().slice(0, 200),
    area: auditAreas.find((area) => area === read('area')) ?? null,
    personId: idIn(read('person')) ?? null,
    from: dateIn(read('from')),
    to: dateIn(read('to')),
    before: placeIn(read('before')),
  };
}

/** A filter as the fields of a form, without its place in the list. */
export function filterFields(filter: AuditFilter): Record<string, string> {
  const { search, area, personId, from, to } = filter;
  const fields = { q: search, area: area ?? '', person: String(personId ?? ''), from, to };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/** Whether the trail is narrowed at all. */
export function isFiltered(filter: AuditFilter): boolean {
  return Object.keys(filterFields(filter)).length > 0;
}

/** The address of the trail with this filter, changed in places; from the newest unless a place is given. */
export function trailAddress(filter: AuditFilter, changes: Partial<AuditFilter> = {}): string {
  const query = new URLSearchParams(filterFields({ ...filter, ...changes }));
  if (changes.before) query.set('before', `${changes.before.moment}-${changes.before.id}`);
  const text = query.toString();
  return text ? `/audit?${text}` : '/audit';
}

/** Engines and timezones know no other years. */
function dateIn(text: string): string {
  return isCalendarDate(text) && text >= '1970-01-02' ? text : '';
}

function placeIn(text: string): Place | null {
  const [, moment, id] = /^(\d{1,14})-(\d{1,10})$/.exec(text) ?? [];
  return moment && id ? { moment: Number(moment), id: Number(id) } : null;
}
