import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  pageNumber,
  parseForm,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listReaders, readersInWords } from '../clients/index.js';
import { presentThread } from '../comments/index.js';
import {
  type FoundProject,
  findProject,
  listProgress,
  listProjectPeople,
  mayOnProject,
  presentCrumbs,
  presentHead,
} from '../projects/index.js';
import { newTopicForm, topicForm, visibilityForm } from './discussions.forms.js';
import {
  discussionSight,
  mayKeepDiscussion,
  maySetVisibility,
  mayShareIn,
} from './discussions.policy.js';
import { presentTopic, presentTopics } from './discussions.presenter.js';
import { type FoundDiscussion, findDiscussion, pageOfDiscussions } from './discussions.queries.js';
import {
  deleteTopic,
  editTopic,
  openTopic,
  restoreTopic,
  setClosed,
  setTopicVisibility,
} from './discussions.service.js';

const indexView = view('discussions/index');
const showView = view('discussions/show');
const newView = view('discussions/new');
const editView = view('discussions/edit');
const visibilityView = view('discussions/visibility');

export const topics = { index, show, new: newTopic, create, edit, update, destroy };
export const restorations = { create: restore };
export const closure = { create: close, destroy: reopen };
export const visibility = { edit: editVisibility, update: setVisibility };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findProject(actor, id(request, 'projectId'));
  const page = await pageOfDiscussions(actor, project.id, { page: pageNumber(request) });
  const title = translatorFor(actor.locale)('discussions.title');
  render(request, response, indexView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    head: presentHead(actor, project, {
      current: 'discussions',
      team: (await listProjectPeople(project.id)).team,
      progress: (await listProgress(actor, [project])).get(project.id),
    }),
    path: `/projects/${project.id}/discussions`,
    topics: presentTopics(actor, page.rows),
    page,
    can: { open: mayOnProject(actor, 'chat.discussions', project) },
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const found = await findDiscussion(actor, id(request, 'discussionId'));
  render(request, response, showView, {
    title: found.title,
    current: 'projects',
    crumbs: crumbsOf(request, found),
    topic: presentTopic(actor, found),
    thread: await presentThread(actor, 'discussion', found),
  });
}

async function newTopic(request: Request, response: Response): Promise<void> {
  await renderNew(
    request,
    response,
    await findOpenable(request),
    formState({ visibility: 'internal' }),
  );
}

async function create(request: Request, response: Response): Promise<void> {
  const project = await findOpenable(request);
  await handleForm(request, response, {
    schema: newTopicForm,
    save: async ({ visibility: shown, ...text }) => {
      const topicId = await openTopic(request.actor, project.id, text, shown);
      redirect(request, response, `/discussions/${topicId}`, {
        toast: 'discussions.toasts.opened',
      });
    },
    show: (form) => renderNew(request, response, project, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const found = await findKept(request);
  const { title, body } = found;
  renderEdit(request, response, found, formState({ title, body }));
}

async function update(request: Request, response: Response): Promise<void> {
  const found = await findKept(request);
  await handleForm(request, response, {
    schema: topicForm,
    save: async (text) => {
      await editTopic(request.actor, found.id, text);
      redirect(request, response, `/discussions/${found.id}`, {
        toast: 'discussions.toasts.saved',
      });
    },
    show: (form) => renderEdit(request, response, found, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const found = await deleteTopic(request.actor, id(request, 'discussionId'));
  redirect(request, response, `/projects/${found.project_id}/discussions`, {
    toast: { key: 'discussions.toasts.deleted', values: { title: found.title } },
    undo: { action: `/discussions/${found.id}/restoration`, fields: {} },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const found = await restoreTopic(request.actor, id(request, 'discussionId'));
  redirect(request, response, `/discussions/${found.id}`, { toast: 'discussions.toasts.restored' });
}

async function close(request: Request, response: Response): Promise<void> {
  const found = await setClosed(request.actor, id(request, 'discussionId'), true);
  redirect(request, response, `/discussions/${found.id}`, {
    toast: 'discussions.toasts.closed',
    undo: { action: `/discussions/${found.id}/closure`, fields: { _method: 'DELETE' } },
  });
}

async function reopen(request: Request, response: Response): Promise<void> {
  const found = await setClosed(request.actor, id(request, 'discussionId'), false);
  redirect(request, response, `/discussions/${found.id}`, { toast: 'discussions.toasts.reopened' });
}

/** Who would read the topic, and how much of what was said in it, before anybody does. */
async function editVisibility(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const found = await findShareable(request);
  const t = translatorFor(actor.locale);
  const sight = discussionSight({ ...found, visibility: 'client' });
  render(request, response, visibilityView, {
    title: `${t('tasks.visibility.title')}: ${found.title}`,
    current: 'projects',
    crumbs: crumbsOf(request, found),
    topic: presentTopic(actor, found),
    readers: readersInWords(t, await listReaders(actor, sight)),
    replies: found.client_comments_count,
  });
}

async function setVisibility(request: Request, response: Response): Promise<void> {
  const { id: topicId } = await findShareable(request);
  const { visibility: wanted } = parseForm(visibilityForm, request.body);
  const before = await setTopicVisibility(request.actor, topicId, wanted);
  redirect(request, response, `/discussions/${topicId}`, {
    toast: `discussions.toasts.${wanted === 'client' ? 'shown' : 'hidden'}`,
    undo: {
      action: `/discussions/${topicId}/visibility`,
      fields: { visibility: before.visibility },
    },
  });
}

async function findOpenable(request: Request): Promise<FoundProject> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  if (!mayOnProject(request.actor, 'chat.discussions', project)) throw new Forbidden();
  return project;
}

async function findKept(request: Request): Promise<FoundDiscussion> {
  const found = await findDiscussion(request.actor, id(request, 'discussionId'));
  if (!mayKeepDiscussion(request.actor, found)) throw new Forbidden();
  return found;
}

async function findShareable(request: Request): Promise<FoundDiscussion> {
  const found = await findDiscussion(request.actor, id(request, 'discussionId'));
  if (!maySetVisibility(request.actor, found)) throw new Forbidden();
  return found;
}

async function renderNew(
  request: Request,
  response: Response,
  project: FoundProject,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const title = t('discussions.new');
  const sight = discussionSight({
    project_id: project.id,
    workspace_id: project.workspace_id,
    visibility: 'client',
  });
  const mayShare = mayShareIn(actor, project);
  render(request, response, newView, {
    title,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    project: { id: project.id, name: project.name },
    action: `/projects/${project.id}/discussions`,
    form,
    mode: mayShare ? 'chosen' : 'internal',
    readers: mayShare ? readersInWords(t, await listReaders(actor, sight)) : '',
  });
}

function renderEdit(
  request: Request,
  response: Response,
  found: FoundDiscussion,
  form: FormState,
): void {
  render(request, response, editView, {
    title: `${translatorFor(request.actor.locale)('discussions.edit')}: ${found.title}`,
    current: 'projects',
    crumbs: crumbsOf(request, found),
    topic: presentTopic(request.actor, found),
    form,
  });
}

function crumbsOf({ actor }: Request, found: FoundDiscussion) {
  const t = translatorFor(actor.locale);
  return [
    { label: t('projects.title'), href: '/projects' },
    { label: found.project_name, href: `/projects/${found.project_id}/discussions` },
    { label: found.title },
  ];
}
