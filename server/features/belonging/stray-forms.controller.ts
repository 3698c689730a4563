import {
  BadRequest,
  id,
  isOwnPath,
  moveSession,
  query,
  type Request,
  type Response,
} from '../../core/http/index.js';
import { enterWorkspace } from '../memberships/index.js';

/** A form that was opened in another workspace: its sender goes back there and sends it once more. */
export const strayForms = { create };

async function create(request: Request, response: Response): Promise<void> {
  const to = query(request, 'to');
  if (!isOwnPath(to) || to.startsWith('/current-workspace')) throw new BadRequest();
  const workspaceId = id(request, 'workspaceId');
  await moveSession(request, await enterWorkspace(request.actor, workspaceId));
  // 307: the browser sends the same fields again, to where they were meant to go (RFC 9110, 15.4.8).
  response.redirect(307, to);
}
