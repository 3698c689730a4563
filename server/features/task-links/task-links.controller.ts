import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  parseForm,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type FoundTask, findTask, mayOnTask, taskCrumbs } from '../tasks/index.js';
import { numberForm, otherForm, subtaskForm } from './task-links.forms.js';
import { listLinkedTasks } from './task-links.queries.js';
import { addSubtask, blockTask, nestTask, unblockTask, unnestTask } from './task-links.service.js';

const indexView = view('task-links/index');

export const links = { index };
export const subtasks = { create: createSubtask };
export const blockers = { create: block, destroy: unblock };
export const parent = { create: nest, destroy: unnest };

/** Which of the page's forms came back with an error. */
type Part = 'subtask' | 'blocker' | 'parent';

async function index(request: Request, response: Response): Promise<void> {
  await renderIndex(request, response, await findEditable(request), {});
}

async function createSubtask(request: Request, response: Response): Promise<void> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  await handleForm(request, response, {
    schema: subtaskForm,
    save: async ({ title }) => {
      await addSubtask(request.actor, task.id, title);
      goBack(request, response, task, { key: 'task_links.toasts.added', values: { title } });
    },
    show: (form) => renderIndex(request, response, task, { subtask: form }),
  });
}

async function block(request: Request, response: Response): Promise<void> {
  const task = await findEditable(request);
  await handleForm(request, response, {
    schema: numberForm,
    save: async ({ number }) => {
      const { other } = await blockTask(request.actor, task.id, number);
      const values = { title: other.title };
      goBack(request, response, task, { key: 'task_links.toasts.blocked', values });
    },
    show: (form) => renderIndex(request, response, task, { blocker: form }),
  });
}

async function unblock(request: Request, response: Response): Promise<void> {
  const found = await findEditable(request);
  const { other_id } = parseForm(otherForm, request.body);
  const { task, other } = await unblockTask(request.actor, found.id, other_id);
  goBack(
    request,
    response,
    task,
    { key: 'task_links.toasts.unblocked', values: { title: other.title } },
    { action: `/tasks/${task.id}/blockers`, fields: { number: String(other.number) } },
  );
}

async function nest(request: Request, response: Response): Promise<void> {
  const task = await findEditable(request);
  await handleForm(request, response, {
    schema: numberForm,
    save: async ({ number }) => {
      const { other } = await nestTask(request.actor, task.id, number);
      const values = { title: other.title };
      goBack(request, response, task, { key: 'task_links.toasts.nested', values });
    },
    show: (form) => renderIndex(request, response, task, { parent: form }),
  });
}

async function unnest(request: Request, response: Response): Promise<void> {
  const { task, other } = await unnestTask(request.actor, id(request, 'taskId'));
  goBack(
    request,
    response,
    task,
    { key: 'task_links.toasts.unnested', values: { title: other.title } },
    { action: `/tasks/${task.id}/parent`, fields: { number: String(other.number) } },
  );
}

function goBack(
  request: Request,
  response: Response,
  task: FoundTask,
  toast: { key: string; values: Record<string, string> },
  undo?: { action: string; fields: Record<string, string> },
): void {
  const path = returnPath(request, `/tasks/${task.id}#links`);
  redirect(request, response, path, {
    toast,
    ...(undo && { undo: { ...undo, fields: { ...undo.fields, return_to: path } } }),
  });
}

async function findEditable(request: Request): Promise<FoundTask> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  if (!mayOnTask(request.actor, 'tasks.edit', task)) throw new Forbidden();
  return task;
}

async function renderIndex(
  request: Request,
  response: Response,
  task: FoundTask,
  forms: Partial<Record<Part, FormState>>,
): Promise<void> {
  const { actor } = request;
  const title = translatorFor(actor.locale)('task_links.title');
  const linked = await listLinkedTasks(actor, task);
  render(request, response, indexView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title },
    isPart: task.parent_task_id !== null,
    parent: linked.find(({ kind }) => kind === 'parent') ?? null,
    forms: {
      subtask: forms.subtask ?? formState(),
      blocker: forms.blocker ?? formState(),
      parent: forms.parent ?? formState(),
    },
    can: { edit: mayOnTask(actor, 'tasks.edit', task) },
  });
}
