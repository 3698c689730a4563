import { calendarDate } from '../../core/dates/index.js';
import type { Request } from '../../core/http/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { ReviewRow } from './reviews.queries.js';

/** The day on which a review began, in the reader's words. */
export function dayOf(actor: Actor, { started_at }: Pick<ReviewRow, 'started_at'>): string {
  const format = formatsFor(actor.locale, actor.timezone, translatorFor(actor.locale));
  return format.date(calendarDate(started_at, actor.timezone));
}

/** What frames the pages of the access review: title, entry of the menu, the way back. */
export function frameOf(
  { actor }: Request,
  review?: Pick<ReviewRow, 'id' | 'started_at'>,
  label?: string,
) {
  const t = translatorFor(actor.locale);
  const house = { label: t('access_review.title'), href: '/access-review' };
  const people = { label: t('people.title'), href: '/users' };
  if (!review) {
    const title = t('access_review.title');
    return { title, current: 'people', crumbs: [people, { label: title }] };
  }
  const name = t('access_review.of', { date: dayOf(actor, review) });
  const own = { label: name, href: `/access-review/${review.id}` };
  return {
    title: label ? `${label}: ${name}` : name,
    current: 'people',
    crumbs: label ? [people, house, own, { label }] : [people, house, { label: name }],
  };
}
