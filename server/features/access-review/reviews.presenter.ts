import type { Translate } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { mayDecide } from './access-review.policy.js';
import { dayOf } from './frame.js';
import { rowsShown } from './review-choices.js';
import type {
  FoundReviewed,
  ReviewCounts,
  ReviewedRow,
  ReviewRow,
  RowsFilter,
} from './reviews.queries.js';

/** A review in the list of them. */
export function presentReview(actor: Actor, review: ReviewRow) {
  return {
    day: dayOf(actor, review),
    href: `/access-review/${review.id}`,
    startedAt: review.started_at,
    startedBy: review.started_by_name,
    signedOffAt: review.signed_off_at,
    signedOffBy: review.signed_off_by_name,
  };
}

/** Somebody in a review. */
export function presentReviewed(actor: Actor, t: Translate, row: ReviewedRow) {
  const href = row.audience === 'team' ? `/users/${row.user_id}` : `/clients/${row.user_id}`;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    about: row.company ?? t(`access_review.audience.${row.audience}`),
    roles: row.roles || t('access_review.no_role'),
    seenAt: row.last_sign_in_at,
    endsAt: row.ends_at,
    projects: row.projects_count,
    hasSecondFactor: row.has_second_factor === 1,
    reasons: presentReasons(t, row),
    decision: row.decision && {
      label: t(`access_review.decisions.${row.decision}`),
      tone: tones[row.decision],
      by: row.decided_by_name ?? '',
      at: row.decided_at,
    },
    note: row.note,
    seenDecision: row.decided_at ?? 0,
    isOwn: !mayDecide(actor, row),
    href: `/access-review/${row.review_id}/rows/${row.id}`,
    personHref: holds(actor, row.audience === 'team' ? 'users.view' : 'clients.view') ? href : '',
  };
}

/** Somebody in a review, with what has become of them since it began. */
export function presentFound(actor: Actor, t: Translate, row: FoundReviewed) {
  return { ...presentReviewed(actor, t, row), since: sinceOf(t, row) };
}

/** The parts of a review as a row of filters. */
export function presentParts(t: Translate, base: string, { show, search }: RowsFilter) {
  return rowsShown.map((part) => ({
    href: addressOf(base, { show: part, search }),
    label: t(`access_review.parts.${part}`),
    current: part === show,
  }));
}

/** The address of a part of a review. */
export function addressOf(base: string, { show, search }: RowsFilter): string {
  const words = new URLSearchParams();
  if (show !== 'all') words.set('show', show);
  if (search) words.set('q', search);
  const text = words.toString();
  return text ? `${base}?${text}` : base;
}

/** How far a review has come, for its bar. */
export function presentProgress({ total, open }: ReviewCounts) {
  const done = total - open;
  return { done, total, percent: total === 0 ? 100 : Math.floor((done / total) * 100) };
}

const tones = { keep: 'ok', change: 'warn', deactivate: 'bad' } as const;

/** Why somebody is worth a second look, each reason in a few words. */
export function presentReasons(t: Translate, row: ReviewedRow): string[] {
  const reasons = [
    row.is_admin === 1 && 'admin',
    row.is_admin === 1 && row.has_second_factor === 0 && 'unprotected',
    row.is_dormant === 1 && (row.last_sign_in_at === null ? 'never' : 'dormant'),
    row.is_waiting === 1 && 'waiting',
    row.is_finished === 1 && 'finished',
    row.exceptions_count > 0 && 'exceptions',
  ];
  return reasons
    .filter((reason) => reason !== false)
    .map((reason) => t(`access_review.reasons.${reason}`));
}

function sinceOf(t: Translate, row: FoundReviewed): string {
  if (row.version_now === null) return t('access_review.since.gone');
  const isOut = row.status_now === 'suspended' || row.user_status_now === 'inactive';
  if (isOut) return t('access_review.since.deactivated');
  return row.version_now === row.version ? '' : t('access_review.since.changed');
}
