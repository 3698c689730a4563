import type { Permission } from '../../core/permissions/index.js';

/** Name of the field in which a form says how far a permission reaches. */
export function grantField(permission: Permission): string {
  return `grant.${permission}`;
}
