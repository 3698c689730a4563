import { query, type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Permission, Scope } from '../../core/permissions/index.js';
import { listRoles, type RoleRow, roleScopes } from '../roles/index.js';
import { presentComparison } from './comparison.presenter.js';
import { frameOf } from './role-pages.js';

const compareView = view('access/compare');
/** Roles that stand side by side at most, each with the name of its field. */
const places = ['a', 'b', 'c', 'd'] as const;

/** Roles side by side. */
export const comparisons = { show };

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const all = await listRoles(actor.workspaceId);
  const chosen = chosenRoles(request, all);
  const scopes = await roleScopes(chosen.map((role) => role.id));
  const columns = chosen.map((role) => ({
    role,
    scopes: scopes.get(role.id) ?? new Map<Permission, Scope>(),
  }));
  const onlyDifferences = query(request, 'only') === '1';
  render(request, response, compareView, {
    title: t('access.compare.title'),
    ...frameOf(request, undefined, t('access.compare.title')),
    selects: places.map((name, index) => ({
      name,
      label: t('access.compare.role', { number: index + 1 }),
      value: chosen[index]?.id ?? '',
      options: [
        { value: '', label: t('access.compare.none') },
        ...all.map((role) => ({ value: role.id, label: role.name })),
      ],
    })),
    onlyDifferences,
    names: chosen.map((role) => role.name),
    comparison: presentComparison(columns, onlyDifferences, t),
  });
}

/** Those asked for, each once; without a question the three built-in ones. */
function chosenRoles(request: Request, all: readonly RoleRow[]): RoleRow[] {
  const asked = places.map((name) => query(request, name)).filter((text) => text !== '');
  if (asked.length === 0) return all.filter((role) => role.key !== null);
  const roles = asked.flatMap((text) => all.find((role) => String(role.id) === text) ?? []);
  return [...new Set(roles)];
}
