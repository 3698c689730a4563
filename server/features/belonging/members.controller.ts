import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { findWorkspace, type WorkspaceRow } from '../workspaces/index.js';
import { addToWorkspace } from './joining.service.js';
import { listCandidates } from './members.queries.js';
import { grantableIn } from './reach.service.js';
import { memberForm } from './workspaces.forms.js';
import {
  listBase,
  presentWorkspace,
  roleChoices,
  workspaceCrumbs,
  workspaceHref,
} from './workspaces.presenter.js';

const newView = view('workspaces/add');

/** Bringing somebody of the installation into another workspace. */
export const members = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const workspace = await findWorkspace(id(request, 'workspaceId'));
  await renderNew(request, response, workspace, formState({ search: query(request, 'q') }));
}

async function create(request: Request, response: Response): Promise<void> {
  const workspace = await findWorkspace(id(request, 'workspaceId'));
  await handleForm(request, response, {
    schema: memberForm,
    save: async ({ user_id: userId, role_id, more_role_ids }) => {
      const roleIds = [...new Set([role_id, ...more_role_ids])];
      const joining = { workspaceId: workspace.id, userId, roleIds };
      const joined = await addToWorkspace(request.actor, joining);
      const toast = { key: 'workspaces.members.added', values: { ...joined } };
      redirect(request, response, workspaceHref(workspace), { toast });
    },
    show: (form) => renderNew(request, response, workspace, form),
  });
}

async function renderNew(
  request: Request,
  response: Response,
  workspace: WorkspaceRow,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const roles = await grantableIn(actor, workspace.id);
  if (roles.length === 0) throw new Forbidden('workspaces.errors.not_yours');
  const search = String(form.values.search ?? '')
    .trim()
    .slice(0, 200);
  const page = Number(form.values.page) || pageNumber(request);
  const action = `${workspaceHref(workspace)}/members/new`;
  const usual = roles.find((role) => role.key === 'staff') ?? roles[0];
  render(request, response, newView, {
    title: t('workspaces.members.title', { name: workspace.name }),
    current: 'settings',
    crumbs: workspaceCrumbs(t, workspace, t('workspaces.members.add')),
    workspace: presentWorkspace(actor, workspace),
    form: { ...form, values: { role_id: String(usual?.id ?? ''), ...form.values } },
    search: { action, label: t('workspaces.members.search'), search, keep: {} },
    list: {
      ...(await listCandidates(actor, workspace.id, { search, page })),
      base: listBase(action, { search, page }),
    },
    roles: roleChoices(t, roles),
  });
}
