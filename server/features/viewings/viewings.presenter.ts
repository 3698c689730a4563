import type { Translate } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { RoleRow } from '../roles/index.js';

/** Somebody to choose from a list. */
interface Person {
  user_id: number;
  name: string;
  company_name: string | null;
}

/** People that one list offers; a search finds the rest. */
const mostShown = 20;

/** With whose projects a role can be looked at: one's own where it is a role of the team, and others'. */
export function presentStandIns(
  t: Translate,
  viewer: Actor,
  {
    role,
    found,
    chosen,
  }: {
    role: RoleRow;
    found: readonly Person[];
    chosen: string | string[] | undefined;
  },
) {
  const own =
    role.audience === 'team'
      ? [{ value: viewer.userId, label: t('viewings.preview.own'), hint: viewer.name }]
      : [];
  const options = [...own, ...found.slice(0, mostShown).map(presentChoice)];
  return {
    options,
    chosen: chosen || String(options[0]?.value ?? ''),
    hasMore: found.length > mostShown,
  };
}

/** Somebody as a choice. */
export function presentChoice({ user_id, name, company_name }: Person) {
  return { value: user_id, label: name, hint: company_name ?? '' };
}
