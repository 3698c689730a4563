import { id, type Request, type Response, redirect } from '../../core/http/index.js';
import { archiveWorkspace, openWorkspace } from './workspace-changes.service.js';
import { workspaceHref } from './workspaces.presenter.js';

/** Closing a workspace, and opening it again. */
export const archives = { create, destroy };

async function create(request: Request, response: Response): Promise<void> {
  const workspace = await archiveWorkspace(request.actor, id(request, 'workspaceId'));
  const toast = { key: 'workspaces.archived', values: { name: workspace.name } };
  const action = `${workspaceHref(workspace)}/archive`;
  const undo = { action, fields: { _method: 'DELETE' } };
  redirect(request, response, workspaceHref(workspace), { toast, undo });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const workspace = await openWorkspace(request.actor, id(request, 'workspaceId'));
  const toast = { key: 'workspaces.opened', values: { name: workspace.name } };
  redirect(request, response, workspaceHref(workspace), { toast });
}
