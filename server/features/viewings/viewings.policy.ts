import type { Actor } from '../../core/permissions/index.js';
import { isAdmin, mayViewAs, type RoleRow } from '../roles/index.js';

/**
 * Whether somebody may see the product as a holder of a role, with another's or their own
 * assignments: an Admin, any role but Admin, and who stands in belongs to the role's audience.
 */
export function mayPreview(viewer: Actor, role: RoleRow, standIn: Actor): boolean {
  if (!isAdmin(viewer) || role.key === 'admin' || role.workspace_id !== viewer.workspaceId)
    return false;
  if (standIn.kind !== role.audience) return false;
  return standIn.userId === viewer.userId || mayViewAs(viewer, standIn);
}

/** Why somebody may not see the product as a person who could come in: the key of a text, or ''. */
export function whyNotAs(viewer: Actor, them: Actor): string {
  if (!isAdmin(viewer)) return 'viewings.errors.only_admins';
  if (mayViewAs(viewer, them)) return '';
  return viewer.userId === them.userId ? 'viewings.errors.self' : 'viewings.errors.admin';
}
