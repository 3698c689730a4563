import {
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
import { isMailSetUp } from '../../core/mail/index.js';
import { roleNamesOf } from '../memberships/index.js';
import { isSuperAdmin } from '../roles/index.js';
import { findWorkspace, pageOfWorkspaces, type WorkspaceRow } from '../workspaces/index.js';
import { countMembers, listMembers, type Wanted } from './members.queries.js';
import { foundWorkspace } from './new-workspace.service.js';
import { mayBring, mayReadMembers } from './reach.policy.js';
import { actorIn } from './reach.service.js';
import { changeName } from './workspace-changes.service.js';
import { type NewWorkspaceInput, newWorkspaceForm, workspaceForm } from './workspaces.forms.js';
import {
  listBase,
  presentMembers,
  presentWorkspace,
  presentWorkspaces,
  workspaceCrumbs,
  workspaceHref,
} from './workspaces.presenter.js';

const indexView = view('workspaces/index');
const showView = view('workspaces/show');
const newView = view('workspaces/new');
const editView = view('workspaces/edit');
const invitedView = view('workspaces/invited');

export const workspaces = { index, show, new: showNew, create, edit, update };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const wanted = wantedOf(request);
  const page = await pageOfWorkspaces(wanted);
  const counts = await countMembers(page.rows.map((workspace) => workspace.id));
  render(request, response, indexView, {
    title: t('workspaces.title'),
    current: 'settings',
    crumbs: [{ label: t('settings.title'), href: '/settings' }, { label: t('workspaces.title') }],
    search: searchOf('/workspaces', t('workspaces.search'), wanted),
    list: {
      ...presentWorkspaces(actor, page, counts),
      base: listBase('/workspaces', wanted),
    },
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const workspace = await findWorkspace(id(request, 'workspaceId'));
  const there = await actorIn(actor, workspace.id);
  const wanted = wantedOf(request);
  const href = workspaceHref(workspace);
  render(request, response, showView, {
    title: workspace.name,
    current: 'settings',
    crumbs: workspaceCrumbs(t, workspace),
    workspace: presentWorkspace(actor, workspace),
    search: searchOf(href, t('workspaces.members.search'), wanted),
    members: mayReadMembers(there)
      ? { ...(await membersOf(request, there, wanted)), base: listBase(href, wanted) }
      : null,
    canAdd:
      workspace.archived_at === null && (mayBring(there, 'team') || mayBring(there, 'client')),
  });
}

async function membersOf(
  { actor }: Request,
  there: Parameters<typeof listMembers>[0],
  wanted: Wanted,
) {
  const page = await listMembers(there, wanted);
  return presentMembers(actor, page, await roleNamesOf(page.rows.map((member) => member.id)));
}

function showNew(request: Request, response: Response): void {
  renderNew(request, response, formState({ admin: 'me' }));
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: newWorkspaceForm,
    save: (input) => make(request, response, input),
    show: (form) => renderNew(request, response, form),
  });
}

async function make(request: Request, response: Response, input: NewWorkspaceInput) {
  const { actor } = request;
  const admin =
    input.admin === 'other' ? { admin: { email: input.email, name: input.person } } : {};
  const made = await foundWorkspace(actor, { name: input.name, ...admin });
  const href = workspaceHref(made);
  if (!made.invited) {
    const toast = { key: 'workspaces.created', values: { name: input.name } };
    redirect(request, response, href, { toast });
    return;
  }
  const t = translatorFor(actor.locale);
  render(request, response, invitedView, {
    title: t('workspaces.invited.title', { name: input.name }),
    current: 'settings',
    crumbs: workspaceCrumbs(t, { id: made.id, name: input.name }),
    invited: made.invited,
    isMailed: isMailSetUp(),
    href,
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const workspace = await findWorkspace(id(request, 'workspaceId'));
  renderEdit(request, response, workspace, formState({ name: workspace.name }));
}

async function update(request: Request, response: Response): Promise<void> {
  const workspace = await findWorkspace(id(request, 'workspaceId'));
  await handleForm(request, response, {
    schema: workspaceForm,
    save: async ({ name }) => {
      await changeName(request.actor, workspace.id, name);
      const toast = { key: 'workspaces.saved', values: { name } };
      redirect(request, response, workspaceHref(workspace), { toast });
    },
    show: (form) => renderEdit(request, response, workspace, form),
  });
}

function renderNew(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(request.actor.locale);
  render(request, response, newView, {
    title: t('workspaces.new.title'),
    current: 'settings',
    crumbs: workspaceCrumbs(t, undefined, t('workspaces.new.title')),
    form,
    canName: isSuperAdmin(request.actor),
  });
}

function renderEdit(
  request: Request,
  response: Response,
  workspace: WorkspaceRow,
  form: FormState,
): void {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  render(request, response, editView, {
    title: t('workspaces.edit.title', { name: workspace.name }),
    current: 'settings',
    crumbs: workspaceCrumbs(t, workspace, t('shared.edit')),
    workspace: presentWorkspace(actor, workspace),
    form,
  });
}

function wantedOf(request: Request): Wanted {
  return { search: query(request, 'q').trim().slice(0, 200), page: pageNumber(request) };
}

function searchOf(action: string, label: string, { search }: Wanted) {
  return { action, label, search, keep: {} };
}
