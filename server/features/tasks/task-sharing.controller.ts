import {
  Forbidden,
  id,
  parseForm,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  view,
  wantsJson,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listProjectPeople } from '../projects/index.js';
import { appearsWith, setVisibility } from './task-sharing.service.js';
import { visibilityForm } from './tasks.forms.js';
import { mayOnTask } from './tasks.policy.js';
import { taskCrumbs } from './tasks.presenter.js';
import { type FoundTask, findTask } from './tasks.queries.js';

const editView = view('tasks/visibility');

export const visibility = { edit, update };

/** Who would see the task and what would appear with it, before anything does. */
async function edit(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const task = await findShareable(request);
  const title = translatorFor(actor.locale)('tasks.visibility.title');
  const { clients } = await listProjectPeople(task.project_id);
  render(request, response, editView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title, isVisible: task.visibility === 'client' },
    seenBy: clients,
    appears: appearsWith(task),
  });
}

async function update(request: Request, response: Response): Promise<void> {
  const found = await findShareable(request);
  const form = parseForm(visibilityForm, request.body);
  const { isDone, task } = await setVisibility(
    request.actor,
    found.id,
    form.visibility,
    form.agreed,
  );
  if (!isDone) return askFirst(request, response, task);
  const path = returnPath(request, `/tasks/${task.id}`);
  if (wantsJson(request)) {
    response.json({ location: path });
    return;
  }
  const opposite = form.visibility === 'client' ? 'internal' : 'client';
  redirect(request, response, path, {
    toast: { key: `tasks.toasts.${form.visibility}`, values: { title: task.title } },
    undo: {
      action: `/tasks/${task.id}/visibility`,
      fields: { visibility: opposite, agreed: '1', return_to: path },
    },
  });
}

function askFirst(request: Request, response: Response, task: FoundTask): void {
  const location = `/tasks/${task.id}/visibility`;
  if (wantsJson(request)) response.status(409).json({ location });
  else redirect(request, response, location);
}

async function findShareable(request: Request): Promise<FoundTask> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  if (!mayOnTask(request.actor, 'tasks.share', task)) throw new Forbidden();
  return task;
}
