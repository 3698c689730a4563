import {
  type FormState,
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { grantableRoles, listRoles, type RoleRow, requireMayDelete } from '../roles/index.js';
import { removalForm } from './access.forms.js';
import { listMembershipsWith } from './holders.queries.js';
import { rehearse } from './rehearsal.js';
import { renderRehearsal } from './rehearsal-page.js';
import { removeRole } from './removal.service.js';
import { presentHolders } from './role-holders.js';
import { frameOf, roleOf } from './role-pages.js';

const removalView = view('access/removal');

/** Taking a role away, and giving another one to those who hold it. */
export const removals = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const { role } = await roleOf(request);
  await requireMayDelete(request.actor, role);
  await renderForm(request, response, role, formState({ role_id: '' }));
}

async function create(request: Request, response: Response): Promise<void> {
  const { role } = await roleOf(request);
  await requireMayDelete(request.actor, role);
  await handleForm(request, response, {
    schema: removalForm,
    save: async ({ role_id, step }) => {
      if (step === 'review' && role_id !== null)
        return showRehearsal(request, response, role, role_id);
      await removeRole(request.actor, role.id, role_id);
      const toast = { key: 'access.removal.done', values: { name: role.name } };
      redirect(request, response, '/roles', { toast });
    },
    show: (form) => renderForm(request, response, role, form),
  });
}

async function showRehearsal(
  request: Request,
  response: Response,
  role: RoleRow,
  insteadId: number,
): Promise<void> {
  const { id, audience } = role;
  const rehearsal = await rehearse({ roleId: id, audience, insteadId });
  const fields = [['role_id', String(insteadId)]] as const;
  renderRehearsal(request, response, { role, rehearsal, kind: 'removal', fields });
}

async function renderForm(
  request: Request,
  response: Response,
  role: RoleRow,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const others = (await listRoles(actor.workspaceId, role.audience)).filter(
    (other) => other.id !== role.id,
  );
  const choices = await grantableRoles(actor, others);
  render(request, response, removalView, {
    title: t('access.removal.title', { name: role.name }),
    ...frameOf(request, role, t('access.removal.crumb')),
    form,
    role: { name: role.name, href: `/roles/${role.id}` },
    held: (await listMembershipsWith(role.id)).length,
    holders: await presentHolders(actor, role),
    choices: choices.map(({ id, name }) => ({ value: id, label: name })),
  });
}
