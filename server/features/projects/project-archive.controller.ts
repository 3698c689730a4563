import { id, type Request, type Response, redirect, returnPath } from '../../core/http/index.js';
import { archiveProject, restoreProject, unarchiveProject } from './projects.service.js';

export const archive = { create, destroy };
export const restoration = { create: restore };

async function create(request: Request, response: Response): Promise<void> {
  const { id: projectId, name } = await archiveProject(request.actor, id(request, 'projectId'));
  redirect(request, response, '/projects', {
    toast: { key: 'projects.toasts.archived', values: { name } },
    undo: {
      action: `/projects/${projectId}/archive`,
      fields: { _method: 'DELETE', return_to: returnPath(request, `/projects/${projectId}`) },
    },
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const { id: projectId, name } = await unarchiveProject(request.actor, id(request, 'projectId'));
  redirect(request, response, returnPath(request, `/projects/${projectId}`), {
    toast: { key: 'projects.toasts.restored', values: { name } },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const { id: projectId, name } = await restoreProject(request.actor, id(request, 'projectId'));
  redirect(request, response, `/projects/${projectId}`, {
    toast: { key: 'projects.toasts.restored', values: { name } },
  });
}
