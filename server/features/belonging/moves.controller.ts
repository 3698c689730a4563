import {
  type FormState,
  formState,
  handleForm,
  id,
  idIn,
  NotFound,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { lookUpUser } from '../accounts/index.js';
import { findMembership } from '../memberships/index.js';
import { findWorkspace, pageOfWorkspaces, type WorkspaceRow } from '../workspaces/index.js';
import { moveToWorkspace } from './joining.service.js';
import { mayReadMembers } from './reach.policy.js';
import { grantableIn, requireActorIn } from './reach.service.js';
import { moveForm } from './workspaces.forms.js';
import {
  listBase,
  presentWorkspace,
  roleChoices,
  workspaceCrumbs,
  workspaceHref,
} from './workspaces.presenter.js';

const placesView = view('workspaces/move');
const rolesView = view('workspaces/move_roles');

/** Moving a member to another workspace: first where to, then what they are there. */
export const moves = { new: showNew, create };

/** Who moves, and from where. */
interface Mover {
  workspace: WorkspaceRow;
  membershipId: number;
  name: string;
  action: string;
}

async function showNew(request: Request, response: Response): Promise<void> {
  const mover = await moverOf(request);
  const to = idIn(query(request, 'to'));
  if (to === undefined) return renderPlaces(request, response, mover);
  await renderRoles(request, response, mover, formState({ to }));
}

async function create(request: Request, response: Response): Promise<void> {
  const mover = await moverOf(request);
  await handleForm(request, response, {
    schema: moveForm,
    save: async ({ to, role_id, more_role_ids }) => {
      const roleIds = [...new Set([role_id, ...more_role_ids])];
      const from = { workspaceId: mover.workspace.id, membershipId: mover.membershipId };
      const joined = await moveToWorkspace(request.actor, from, { workspaceId: to, roleIds });
      const toast = { key: 'workspaces.members.moved', values: { ...joined } };
      redirect(request, response, workspaceHref({ id: to }), { toast });
    },
    show: (form) => renderRoles(request, response, mover, form),
  });
}

/** @throws NotFound, Forbidden for who may not read who is there. */
async function moverOf(request: Request): Promise<Mover> {
  const workspace = await findWorkspace(id(request, 'workspaceId'));
  const here = await requireActorIn(request.actor, workspace.id);
  if (!mayReadMembers(here)) throw new NotFound();
  const member = await findMembership(here, id(request, 'membershipId'));
  const user = await lookUpUser(member.user_id);
  if (!user) throw new NotFound();
  const action = `${workspaceHref(workspace)}/members/${member.id}/move`;
  return { workspace, membershipId: member.id, name: user.name, action };
}

async function renderPlaces(request: Request, response: Response, mover: Mover): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const wanted = { search: query(request, 'q').trim().slice(0, 200), page: pageNumber(request) };
  const page = await pageOfWorkspaces({ ...wanted, except: mover.workspace.id });
  render(request, response, placesView, {
    ...frameOf(request, mover),
    search: {
      action: mover.action,
      label: t('workspaces.search'),
      search: wanted.search,
      keep: {},
    },
    list: {
      ...page,
      rows: page.rows.map((place) => ({
        title: place.name,
        href: `${mover.action}?to=${place.id}`,
        icon: 'layers',
      })),
      base: listBase(mover.action, wanted),
    },
  });
}

async function renderRoles(
  request: Request,
  response: Response,
  mover: Mover,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const target = await findWorkspace(idIn(String(form.values.to)) ?? 0);
  const roles = await grantableIn(actor, target.id);
  const usual = roles.find((role) => role.key === 'staff') ?? roles[0];
  render(request, response, rolesView, {
    ...frameOf(request, mover),
    form: { ...form, values: { role_id: String(usual?.id ?? ''), ...form.values } },
    target: presentWorkspace(actor, target),
    roles: roleChoices(t, roles),
  });
}

function frameOf({ actor }: Request, { workspace, name, action }: Mover) {
  const t = translatorFor(actor.locale);
  return {
    title: t('workspaces.move.title', { name }),
    current: 'settings',
    crumbs: workspaceCrumbs(t, workspace, t('workspaces.move.crumb')),
    workspace: presentWorkspace(actor, workspace),
    name,
    action,
  };
}
