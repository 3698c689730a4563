import { type Request, type Response, redirect } from '../../core/http/index.js';
import { builtInScopes, requireMayEdit, resetRole } from '../roles/index.js';
import { rehearse } from './rehearsal.js';
import { renderRehearsal } from './rehearsal-page.js';
import { roleOf } from './role-pages.js';

/** Giving Staff or Client back what the product ships them with. */
export const resets = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const { role } = await roleOf(request);
  await requireMayEdit(request.actor, role);
  if (!role.key) return redirect(request, response, `/roles/${role.id}`);
  const { id, audience } = role;
  const rehearsal = await rehearse({ roleId: id, audience, scopes: builtInScopes(role.key) });
  renderRehearsal(request, response, { role, rehearsal, kind: 'reset', fields: [] });
}

async function create(request: Request, response: Response): Promise<void> {
  const { role } = await roleOf(request);
  await resetRole(request.actor, role.id);
  const toast = { key: 'access.reset.done', values: { name: role.name } };
  redirect(request, response, `/roles/${role.id}`, { toast });
}
