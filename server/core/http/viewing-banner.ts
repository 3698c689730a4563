import { formatsFor, type Translate, translatorFor } from '../locale/index.js';
import type { Request } from './types.js';
import type { Viewing } from './viewing.js';

/**
 * What stands above every page while somebody looks at the product as somebody else, in the words
 * of who really looks; null for everybody else.
 */
export function presentViewing({ viewing }: Request) {
  if (!viewing) return null;
  const { viewer, as, roleId, endsAt } = viewing;
  const t = translatorFor(viewer.locale);
  return {
    label: t('viewings.banner.label'),
    sentence: sentenceOf(t, viewing),
    rule: t('viewings.banner.rule'),
    until: t('viewings.banner.until', {
      time: formatsFor(viewer.locale, viewer.timezone, t).time(endsAt),
    }),
    end: t(`viewings.banner.end_${roleId === null ? 'person' : 'role'}`),
    differences: roleId === null ? t(`viewings.banner.differences_${as.kind}`) : '',
  };
}

function sentenceOf(t: Translate, { viewer, as, roleId }: Viewing): string {
  const roles = as.roleNames.join(', ');
  if (roleId === null) return t('viewings.banner.person', { name: as.name, roles });
  if (as.userId === viewer.userId) return t('viewings.banner.role_own', { role: roles });
  return t('viewings.banner.role', { role: roles, name: as.name });
}
