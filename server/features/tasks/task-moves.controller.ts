import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  view,
  wantsJson,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listColumns } from '../columns/index.js';
import { lookUpPlace } from './board.queries.js';
import { completeTask, type MadeMove, moveTask, reopenTask } from './task-moves.service.js';
import { moveForm } from './tasks.forms.js';
import { mayOnTask } from './tasks.policy.js';
import { taskCrumbs, taskRights } from './tasks.presenter.js';
import { type FoundTask, findTask } from './tasks.queries.js';

const newView = view('tasks/move');

export const moves = { new: newMove, create };
export const completion = { create: complete, destroy: reopen };

async function newMove(request: Request, response: Response): Promise<void> {
  const task = await findMovable(request);
  const { place } = await lookUpPlace(request.actor, task.column_id, task.position);
  await renderNew(request, response, task, formState({ column_id: task.column_id, place }));
}

async function create(request: Request, response: Response): Promise<void> {
  const task = await findMovable(request);
  await handleForm(request, response, {
    schema: moveForm,
    save: async ({ column_id, before_id, after_id, place }) => {
      const made = await moveTask(request.actor, task.id, {
        columnId: column_id,
        beforeId: before_id ?? undefined,
        afterId: after_id ?? undefined,
        place,
      });
      await answer(request, response, made, 'tasks.toasts.moved');
    },
    show: (form) => renderNew(request, response, task, form),
  });
}

async function complete(request: Request, response: Response): Promise<void> {
  const made = await completeTask(request.actor, id(request, 'taskId'));
  await answer(request, response, made, 'tasks.toasts.completed');
}

async function reopen(request: Request, response: Response): Promise<void> {
  const made = await reopenTask(request.actor, id(request, 'taskId'));
  await answer(request, response, made, 'tasks.toasts.reopened');
}

/** Our own script has drawn the move already and only wants to know that it holds. */
async function answer(
  request: Request,
  response: Response,
  { task, column, from }: MadeMove,
  key: string,
): Promise<void> {
  const path = returnPath(request, `/projects/${task.project_id}/board#t${task.id}`);
  if (wantsJson(request)) {
    response.json({ location: path });
    return;
  }
  const fields: Record<string, string> = { column_id: String(from.columnId), return_to: path };
  if (from.beforeId !== undefined) fields.before_id = String(from.beforeId);
  if (from.afterId !== undefined) fields.after_id = String(from.afterId);
  redirect(request, response, path, {
    toast: { key, values: { title: task.title, column: column.name } },
    undo: { action: `/tasks/${task.id}/move`, fields },
  });
}

async function findMovable(request: Request): Promise<FoundTask> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  if (!mayOnTask(request.actor, 'tasks.change_status', task)) throw new Forbidden();
  return task;
}

async function renderNew(
  request: Request,
  response: Response,
  task: FoundTask,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const title = translatorFor(actor.locale)('tasks.move.title');
  const columns = await listColumns(task.project_id);
  render(request, response, newView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title, boardHref: `/projects/${task.project_id}/board` },
    form,
    columns: columns.map(({ id: columnId, name }) => ({ value: columnId, label: name })),
    can: taskRights(actor, task),
  });
}
