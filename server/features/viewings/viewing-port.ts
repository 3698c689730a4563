import { presentActor, type StoredViewing, type ViewingPort } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { mayViewAs, rolesOf } from '../roles/index.js';
import { holderOf } from './preview-actors.js';
import { mayPreview } from './viewings.policy.js';
import { isOpen } from './viewings.queries.js';
import { endViewing } from './viewings.service.js';

/** Core's way to this room: asked at each request of who looks as somebody else, and by nobody else. */
export const viewingPort: ViewingPort = { actorFor, end: endViewing };

/** Two queries; a third where a role is looked at. */
async function actorFor(viewer: Actor, viewing: StoredViewing): Promise<Actor | undefined> {
  const { id, userId, workspaceId, roleId } = viewing;
  if (!(await isOpen(id))) return undefined;
  const them = await presentActor(userId, workspaceId);
  if (!them) return undefined;
  if (roleId === null) return mayViewAs(viewer, them) ? them : undefined;
  const [role] = await rolesOf(workspaceId, [roleId]);
  return role && mayPreview(viewer, role, them) ? holderOf(role, them) : undefined;
}
