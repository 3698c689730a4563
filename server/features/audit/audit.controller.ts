import { type AuditRow, auditAreas } from '../../core/audit/index.js';
import { query, type Request, type Response, view } from '../../core/http/index.js';
import type { Translate } from '../../core/locale/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { listTeamOptions } from '../memberships/index.js';
import { showSettings } from '../settings/index.js';
import {
  type AuditFilter,
  filterFields,
  isFiltered,
  readFilter,
  trailAddress,
} from './audit.filters.js';
import { presentEntry, readingOf } from './audit.presenter.js';
import { listEntries, nameSeen } from './audit.queries.js';

const page = view('audit/index');
const perPage = 50;

/** Members of a team that the filter offers; of more, those who are in the entries. */
const peopleOffered = 100;

/** Who changed what, when, and from where. */
export const trail = { index };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const filter = readFilter((name) => query(request, name));
  const reading = readingOf(actor);
  const rows = await listEntries(actor, filter, perPage + 1);
  const shown = rows.slice(0, perPage);
  await nameSeen(reading.names, shown);
  const team = await listTeamOptions(actor.workspaceId, { most: peopleOffered + 1 });
  showSettings(request, response, page, {
    section: 'audit',
    entries: shown.map((row) => presentEntry(reading, row, filter)),
    filter: { ...filter, fields: filterFields(filter) },
    people: peopleChoices(team, filter, shown),
    chips: areaChips(reading.t, filter),
    days: installationSetting('security.audit_days'),
    clearHref: isFiltered(filter) ? '/audit' : undefined,
    newestHref: filter.before ? trailAddress(filter) : null,
    olderHref: olderHref(filter, rows),
  });
}

function olderHref(filter: AuditFilter, rows: readonly AuditRow[]): string | null {
  const last = rows[perPage - 1];
  if (!last || rows.length <= perPage) return null;
  return trailAddress(filter, { before: { moment: last.created_at, id: last.id } });
}

function areaChips(t: Translate, filter: AuditFilter) {
  return [null, ...auditAreas].map((area) => ({
    href: trailAddress(filter, { area }),
    label: area ? t(`audit.areas.${area}`) : t('audit.everything'),
    current: filter.area === area,
  }));
}

/**
 * The team, since they are who changes things; of a team too long to choose from those who did the
 * shown entries. And whoever is looked at now, as the entries call them.
 */
function peopleChoices(
  team: readonly { userId: number; name: string }[],
  { personId }: AuditFilter,
  rows: readonly AuditRow[],
) {
  const names = new Map<number, string>();
  if (personId !== null) {
    const did = rows.find((row) => row.actor_user_id === personId)?.actor_name;
    const met = rows.find((row) => row.subject_type === 'user' && row.subject_id === personId);
    const name = did ?? met?.subject_name;
    if (name) names.set(personId, name);
  }
  if (team.length <= peopleOffered) for (const { userId, name } of team) names.set(userId, name);
  else
    for (const { actor_user_id: userId, actor_name } of rows)
      if (userId !== null) names.set(userId, actor_name);
  return [...names].map(([userId, label]) => ({ value: String(userId), label }));
}
