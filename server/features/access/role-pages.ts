import { id, type Request } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Permission, Scope } from '../../core/permissions/index.js';
import { findRole, type RoleRow, roleScopes } from '../roles/index.js';

/** The role that an address names, with what it gives. @throws NotFound for one of another workspace. */
export async function roleOf(
  request: Request,
): Promise<{ role: RoleRow; scopes: Map<Permission, Scope> }> {
  const role = await findRole(request.actor, id(request, 'roleId'));
  const scopes = (await roleScopes([role.id])).get(role.id) ?? new Map<Permission, Scope>();
  return { role, scopes };
}

/** What frames a page about a role: the entry of the menu and the way back. */
export function frameOf(request: Request, role?: RoleRow, label?: string) {
  const t = translatorFor(request.actor.locale);
  const crumbs: { label: string; href?: string }[] = [{ label: t('roles.title'), href: '/roles' }];
  if (role) crumbs.push({ label: role.name, ...(label ? { href: `/roles/${role.id}` } : {}) });
  if (label) crumbs.push({ label });
  return { current: 'people', crumbs };
}
