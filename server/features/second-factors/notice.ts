import type { Notice } from '../../core/http/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';

/** A line for somebody whose role needs a second factor: until when they have to set one up. */
export function secondFactorNotice(actor: Actor): Notice | null {
  const { secondFactorDueAt, locale, timezone } = actor;
  if (secondFactorDueAt === null) return null;
  const when = formatsFor(locale, timezone, translatorFor(locale)).dateTime(secondFactorDueAt);
  return {
    text: 'second_factors.notice.text',
    values: { when },
    action: 'second_factors.notice.action',
    href: '/profile/security',
  };
}
