import type { PlacedRole } from '../roles/index.js';

/** Roles to tick; where there are several workspaces, each with the name of its own. */
export function presentRoleChoices(roles: readonly PlacedRole[]) {
  const areSeveral = new Set(roles.map(({ workspace_id }) => workspace_id)).size > 1;
  return roles.map(({ id, name, workspace_name }) => ({
    value: String(id),
    label: areSeveral ? `${name} (${workspace_name})` : name,
  }));
}
