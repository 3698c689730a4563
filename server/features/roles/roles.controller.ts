import { localeOf, type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Permission, Scope } from '../../core/permissions/index.js';
import { peopleAreas } from './people-areas.js';
import { roleScopes } from './role-scopes.service.js';
import { presentComparison, presentRoles } from './roles.presenter.js';
import { listHolders, listRoles } from './roles.queries.js';

const rolesView = view('roles/index');
/** Names on a role's card; the rest is a number. */
const namesShown = 12;

/** The roles of the workspace, who holds them and what each may do, side by side. */
export const roles = { index };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(localeOf(request));
  const all = await listRoles(actor.workspaceId);
  const holders = await listHolders(actor.workspaceId, namesShown);
  const scopes = await roleScopes(all.map((role) => role.id));
  const columns = all.map((role) => ({
    role,
    scopes: scopes.get(role.id) ?? new Map<Permission, Scope>(),
  }));
  render(request, response, rolesView, {
    title: t('roles.title'),
    current: 'people',
    areas: peopleAreas(t, actor, 'roles'),
    roles: presentRoles(all, holders, t),
    names: all.map((role) => role.name),
    comparison: presentComparison(columns, t),
  });
}
