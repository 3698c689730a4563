import type { Formats, Translate } from '../../core/locale/index.js';
import { presentReasons } from './reviews.presenter.js';
import type { ReviewedRow } from './reviews.queries.js';

const columns = [
  'name',
  'email',
  'about',
  'roles',
  'status',
  'seen',
  'second_factor',
  'projects',
  'exceptions',
  'ends',
  'reasons',
  'decision',
  'note',
  'decided_by',
  'decided_at',
] as const;

/** The columns of a record's table. */
export function recordColumns(t: Translate) {
  return columns.map((key) => ({ key, header: t(`access_review.columns.${key}`) }));
}

/** One row of a record's table, as it was on the day of the review. */
export function presentRecord(t: Translate, format: Formats, row: ReviewedRow) {
  const moment = (at: number | null) => (at === null ? '' : format.dateTime(at));
  return {
    name: row.name,
    email: row.email,
    about: row.company ?? t(`access_review.audience.${row.audience}`),
    roles: row.roles,
    status: t(`access_review.status.${row.status}`),
    seen: moment(row.last_sign_in_at),
    second_factor: t(`access_review.second_factor.${row.has_second_factor === 1 ? 'on' : 'off'}`),
    projects: row.projects_count,
    exceptions: row.exceptions_count,
    ends: moment(row.ends_at),
    reasons: presentReasons(t, row).join('; '),
    decision: row.decision ? t(`access_review.decisions.${row.decision}`) : '',
    note: row.note ?? '',
    decided_by: row.decided_by_name ?? '',
    decided_at: moment(row.decided_at),
  };
}
