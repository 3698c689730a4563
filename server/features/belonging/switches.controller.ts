import {
  isOwnPath,
  moveSession,
  parseForm,
  type Request,
  type Response,
  redirect,
  workspaceName,
} from '../../core/http/index.js';
import { enterWorkspace } from '../memberships/index.js';
import { switchForm } from './workspaces.forms.js';

/** The switch in the header, and the buttons of pages that say where something is. */
export const switches = { create };

async function create(request: Request, response: Response): Promise<void> {
  const { workspace_id: workspaceId, next } = parseForm(switchForm, request.body);
  await moveSession(request, await enterWorkspace(request.actor, workspaceId));
  const toast = { key: 'workspaces.switched', values: { name: workspaceName(workspaceId) } };
  redirect(request, response, isOwnPath(next) ? next : '/', { toast });
}
