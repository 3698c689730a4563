import type { Actor } from '../permissions/index.js';

/** Differs when a person may see or do something else: their grants, their house, where they belong. */
export function rightsMark({ kind, companyId, workspaceIds, grants, roleNames }: Actor): string {
  const scopes = [...grants].map(([name, { scope }]) => `${name} ${scope}`).sort();
  return JSON.stringify([kind, companyId, workspaceIds, roleNames, scopes]);
}
