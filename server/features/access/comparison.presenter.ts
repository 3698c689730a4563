import type { Translate } from '../../core/locale/index.js';
import {
  allowedFor,
  type Permission,
  permissionAreas,
  permissionEntry,
  permissions,
} from '../../core/permissions/index.js';
import type { RoleRow, Scopes } from '../roles/index.js';
import { tones, word } from './roles.presenter.js';

/** One role as a column of the comparison. */
export interface RoleColumn {
  role: RoleRow;
  scopes: Scopes;
}

/**
 * Roles side by side: every permission in its area, with what each role holds of it in words;
 * `onlyDifferences` leaves out the lines that are the same for all.
 */
export function presentComparison(
  columns: readonly RoleColumn[],
  onlyDifferences: boolean,
  t: Translate,
) {
  const areas = permissionAreas.map((area) => ({
    title: t(`permissions.areas.${area}`),
    rows: permissions
      .filter((permission) => permissionEntry(permission).area === area)
      .filter((permission) => !onlyDifferences || differs(columns, permission))
      .map((permission) => ({
        label: t(`permissions.names.${permission}`),
        differs: differs(columns, permission),
        cells: columns.map((column) => presentCell(column, permission, t)),
      })),
  }));
  return areas.filter((area) => area.rows.length > 0);
}

function differs(columns: readonly RoleColumn[], permission: Permission): boolean {
  const held = columns.map((column) => column.scopes.get(permission) ?? 'none');
  return new Set(held).size > 1;
}

function presentCell({ role, scopes }: RoleColumn, permission: Permission, t: Translate) {
  if (!allowedFor(role.audience, permission)) return { text: '–', tone: '' };
  const scope = scopes.get(permission) ?? 'none';
  return { text: word(permission, scope, t), tone: tones[scope] };
}
