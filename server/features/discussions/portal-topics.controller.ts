import {
  type FormState,
  formState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { presentThread } from '../comments/index.js';
import { type FoundProject, findProject } from '../projects/index.js';
import { topicForm } from './discussions.forms.js';
import { presentTopic } from './discussions.presenter.js';
import { findDiscussion } from './discussions.queries.js';
import { openTopic } from './discussions.service.js';

const showView = view('discussions/portal-show');
const newView = view('discussions/portal-new');

/** Topics as clients read, answer and open them. */
export const portalTopics = { show, new: newTopic, create };

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const found = await findDiscussion(actor, id(request, 'discussionId'));
  render(request, response, showView, {
    title: found.title,
    current: 'projects',
    topic: presentTopic(actor, found),
    thread: await presentThread(actor, 'discussion', found),
  });
}

async function newTopic(request: Request, response: Response): Promise<void> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  renderNew(request, response, project, formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  await handleForm(request, response, {
    schema: topicForm,
    save: async (text) => {
      const topicId = await openTopic(request.actor, project.id, text, 'client');
      redirect(request, response, `/portal/discussions/${topicId}`, {
        toast: 'discussions.toasts.opened',
      });
    },
    show: (form) => renderNew(request, response, project, form),
  });
}

function renderNew(
  request: Request,
  response: Response,
  project: FoundProject,
  form: FormState,
): void {
  render(request, response, newView, {
    title: translatorFor(request.actor.locale)('discussions.new'),
    current: 'projects',
    project: { name: project.name, href: `/portal/projects/${project.id}` },
    action: `/portal/projects/${project.id}/discussions`,
    form,
  });
}
