import type { z } from 'zod';
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
import { readersInWords } from '../clients/index.js';
import { listAppearing } from './task-appearing.queries.js';
import { listTaskReaders } from './task-readers.queries.js';
import { type Agreement, appearsWith, setVisibility } from './task-sharing.service.js';
import { visibilityForm } from './tasks.forms.js';
import { mayOnTask } from './tasks.policy.js';
import { taskCrumbs } from './tasks.presenter.js';
import { type FoundTask, findTask } from './tasks.queries.js';

const editView = view('tasks/visibility');

export const visibility = { edit, update };

/** Who would see the task and what would appear with it, before anything does; or who loses it. */
async function edit(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const task = await findShareable(request);
  const t = translatorFor(actor.locale);
  const title = t('tasks.visibility.title');
  const isVisible = task.visibility === 'client';
  render(request, response, editView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title, isVisible },
    readers: readersInWords(t, await listTaskReaders(actor, task)),
    counts: appearsWith(task),
    appears: isVisible ? null : await listAppearing(actor, task.id),
  });
}

async function update(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const found = await findShareable(request);
  const form = parseForm(visibilityForm, request.body);
  const { visibility } = form;
  const { isDone, task } = await setVisibility(actor, found.id, visibility, agreementIn(form));
  if (!isDone) return askFirst(request, response, task);
  const path = returnPath(request, `/tasks/${task.id}`);
  const t = translatorFor(actor.locale);
  const names = readersInWords(t, await listTaskReaders(actor, task));
  const toast = {
    key: `tasks.toasts.${visibility}${names ? '_named' : ''}`,
    values: { title: task.title, names },
  };
  if (wantsJson(request)) {
    response.json({ location: path, message: t(toast.key, toast.values) });
    return;
  }
  const opposite = visibility === 'client' ? 'internal' : 'client';
  redirect(request, response, path, {
    toast,
    undo: {
      action: `/tasks/${task.id}/visibility`,
      fields: { visibility: opposite, agreed: '1', return_to: path },
    },
  });
}

function agreementIn(form: z.output<typeof visibilityForm>): Agreement | null {
  if (!form.agreed) return null;
  return {
    comments: form.agreed_comments,
    files: form.agreed_files,
    keep: {
      comments: { ids: form.keep_comment_ids, before: form.keep_comments_before ?? null },
      files: { ids: form.keep_file_ids, before: form.keep_files_before ?? null },
    },
  };
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
