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
import { newStepsForm, positionForm, stepForm } from './checklists.forms.js';
import { presentChecklist } from './checklists.presenter.js';
import { type FoundItem, findItem, listItems } from './checklists.queries.js';
import {
  addSteps,
  editStep,
  removeStep,
  restoreStep,
  setDone,
  shiftStep,
} from './checklists.service.js';

const indexView = view('checklists/index');
const editView = view('checklists/edit');

export const steps = { index, create, edit, update, destroy };
export const restorations = { create: restore };
export const position = { update: shift };
export const completion = { create: tick, destroy: reopen };

async function index(request: Request, response: Response): Promise<void> {
  await renderIndex(request, response, await findEditable(request), formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const task = await findEditable(request);
  await handleForm(request, response, {
    schema: newStepsForm,
    save: async ({ text }) => {
      await addSteps(request.actor, task.id, text);
      redirect(request, response, returnPath(request, checklistOf(task)));
    },
    show: (form) => renderIndex(request, response, task, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const { item, task } = await findOne(request);
  renderEdit(request, response, { item, task }, formState({ text: item.text }));
}

async function update(request: Request, response: Response): Promise<void> {
  const found = await findOne(request);
  await handleForm(request, response, {
    schema: stepForm,
    save: async ({ text }) => {
      await editStep(request.actor, found.item.id, text);
      redirect(request, response, checklistOf(found.task), { toast: 'checklists.toasts.saved' });
    },
    show: (form) => renderEdit(request, response, found, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const { item, task } = await removeStep(request.actor, id(request, 'checklistItemId'));
  const path = returnPath(request, checklistOf(task));
  redirect(request, response, path, {
    toast: { key: 'checklists.toasts.removed', values: { name: item.text } },
    undo: { action: `/checklist-items/${item.id}/restoration`, fields: { return_to: path } },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const { task } = await restoreStep(request.actor, id(request, 'checklistItemId'));
  redirect(request, response, returnPath(request, checklistOf(task)), {
    toast: 'checklists.toasts.restored',
  });
}

async function shift(request: Request, response: Response): Promise<void> {
  const { item } = await findItem(request.actor, id(request, 'checklistItemId'));
  const { direction } = parseForm(positionForm, request.body);
  const { task } = await shiftStep(request.actor, item.id, direction);
  redirect(request, response, returnPath(request, checklistOf(task)));
}

async function tick(request: Request, response: Response): Promise<void> {
  const { task } = await setDone(request.actor, id(request, 'checklistItemId'), true);
  redirect(request, response, returnPath(request, `/tasks/${task.id}`));
}

async function reopen(request: Request, response: Response): Promise<void> {
  const { task } = await setDone(request.actor, id(request, 'checklistItemId'), false);
  redirect(request, response, returnPath(request, `/tasks/${task.id}`));
}

async function findEditable(request: Request): Promise<FoundTask> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  if (!mayOnTask(request.actor, 'tasks.edit', task)) throw new Forbidden();
  return task;
}

async function findOne(request: Request): Promise<FoundItem> {
  const found = await findItem(request.actor, id(request, 'checklistItemId'));
  if (!mayOnTask(request.actor, 'tasks.edit', found.task)) throw new Forbidden();
  return found;
}

function checklistOf(task: FoundTask): string {
  return `/tasks/${task.id}/checklist`;
}

async function renderIndex(
  request: Request,
  response: Response,
  task: FoundTask,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const title = translatorFor(actor.locale)('checklists.title');
  render(request, response, indexView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title },
    checklist: presentChecklist(actor, task, await listItems(task)),
    form,
  });
}

function renderEdit(
  request: Request,
  response: Response,
  { item, task }: FoundItem,
  form: FormState,
): void {
  const { actor } = request;
  const title = translatorFor(actor.locale)('checklists.edit_title');
  render(request, response, editView, {
    title,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    item: { path: `/checklist-items/${item.id}` },
    backHref: checklistOf(task),
    form,
  });
}
