// Workspaces: independent sets of companies, projects, roles and branding.
import type { Feature } from '../../core/feature.js';

export {
  createWorkspace,
  findWorkspace,
  listWorkspacesInUse,
  pageOfWorkspaces,
  primaryWorkspace,
  raiseAccessVersion,
  renameWorkspace,
  setArchived,
  type WorkspaceRow,
} from './workspaces.queries.js';

export const workspacesFeature: Feature = {
  name: 'workspaces',
  routes: [],
  tables: ['workspaces'],
};
