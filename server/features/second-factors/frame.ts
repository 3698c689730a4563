import { isSecondFactorOverdue, localeOf, type Request } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';

/**
 * What frames a page about one's own second factors. Whoever must set one up before anything else
 * sees it in a frame without the menus, which lead nowhere yet.
 */
export function frameOf(request: Request, title: string) {
  const t = translatorFor(localeOf(request));
  const isForced = isSecondFactorOverdue(request.actor);
  const crumbs = [
    { label: t('profile.title'), href: '/profile' },
    { label: t('accounts.security.title'), href: '/profile/security' },
    { label: title },
  ];
  const frame = { title, current: 'profile', isForced };
  return isForced ? { ...frame, layout: 'auth' as const } : { ...frame, crumbs };
}
