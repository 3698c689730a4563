import type { FormState } from '../../core/http/index.js';
import type { Translate } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listPlacedRoles, type PlacedRole } from '../roles/index.js';

/** Roles that the page offers unasked; of more, those that are ticked and those a search finds. */
const rolesOffered = 24;

/** The roles to tick, and a search where there are more of them than a page should hold. */
export async function roleChoices(actor: Actor, t: Translate, form: FormState) {
  const first = await listPlacedRoles(actor, { most: rolesOffered + 1 });
  if (first.length <= rolesOffered) return { options: presentRoles(first), search: undefined };
  const ticked = [form.values.second_factor_roles ?? []].flat().map(Number);
  const chosen = await listPlacedRoles(actor, { of: ticked.filter(Number.isSafeInteger) });
  const find = String(form.values.find ?? '')
    .trim()
    .slice(0, 100);
  const found = find ? await listPlacedRoles(actor, { find, most: rolesOffered + 1 }) : [];
  const ids = new Set(chosen.map(({ id }) => id));
  const more = found.slice(0, rolesOffered).filter(({ id }) => !ids.has(id));
  return {
    options: presentRoles([...chosen, ...more]),
    search: { note: presentFound(t, find, found.length) },
  };
}

function presentFound(t: Translate, find: string, count: number): string {
  if (!find) return t('settings.security.find_hint');
  if (count === 0) return t('settings.security.found_none', { find });
  if (count > rolesOffered) return t('settings.security.found_many', { find });
  return t('settings.security.found', { find, count });
}

/** Where there are several workspaces, each role with the name of its own. */
function presentRoles(roles: readonly PlacedRole[]) {
  const areSeveral = new Set(roles.map(({ workspace_id }) => workspace_id)).size > 1;
  return roles.map(({ id, name, workspace_name }) => ({
    value: String(id),
    label: areSeveral ? `${name} (${workspace_name})` : name,
  }));
}
