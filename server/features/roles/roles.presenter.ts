import type { Translate } from '../../core/locale/index.js';
import {
  allowedFor,
  type Permission,
  permissionAreas,
  permissionEntry,
  permissions,
  type Scope,
} from '../../core/permissions/index.js';
import type { Holders, RoleRow } from './roles.queries.js';

/** How a scope is painted: nothing, a part, everything. */
const tones: Record<Scope, string> = { none: '', own: 'note', assigned: 'note', all: 'brand' };

/** One role as a column of the comparison. */
export interface RoleColumn {
  role: RoleRow;
  scopes: ReadonlyMap<Permission, Scope>;
}

/** Roles as cards: name, description, for whom, how many hold it. */
export function presentRoles(
  roles: readonly RoleRow[],
  holders: ReadonlyMap<number, Holders>,
  t: Translate,
) {
  return roles.map((role) => {
    const { count, names } = holders.get(role.id) ?? { count: 0, names: [] };
    return {
      name: role.name,
      description: role.description ?? (role.key ? t(`roles.descriptions.${role.key}`) : ''),
      audience: t(`roles.audiences.${role.audience}`),
      isBuiltIn: role.key !== null,
      count,
      names: names.join(', '),
      more: count - names.length,
    };
  });
}

/** The comparison: every permission in its area, with what each role holds of it in words. */
export function presentComparison(columns: readonly RoleColumn[], t: Translate) {
  return permissionAreas.map((area) => ({
    title: t(`permissions.areas.${area}`),
    rows: permissions
      .filter((permission) => permissionEntry(permission).area === area)
      .map((permission) => ({
        label: t(`permissions.names.${permission}`),
        cells: columns.map((column) => presentCell(column, permission, t)),
      })),
  }));
}

function presentCell({ role, scopes }: RoleColumn, permission: Permission, t: Translate) {
  if (!allowedFor(role.audience, permission)) return { text: '–', tone: '', applies: false };
  const scope = scopes.get(permission) ?? 'none';
  const isYesNo = permissionEntry(permission).scopes.length === 1;
  const word = isYesNo && scope !== 'none' ? 'yes' : scope;
  return { text: t(`permissions.scopes.${word}`), tone: tones[scope], applies: true };
}
