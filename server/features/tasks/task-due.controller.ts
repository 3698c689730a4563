import {
  id,
  parseForm,
  type Request,
  type Response,
  redirect,
  returnPath,
  wantsJson,
} from '../../core/http/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import { rescheduleTask } from './task-due.service.js';
import { dueForm } from './tasks.forms.js';
import { findTask } from './tasks.queries.js';

export const due = { update };

/** Another day for a task, from the calendar; everything else of it stays. */
async function update(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const found = await findTask(actor, id(request, 'taskId'));
  const { due_on } = parseForm(dueForm, request.body);
  const before = await rescheduleTask(actor, found.id, due_on);
  const t = translatorFor(actor.locale);
  const format = formatsFor(actor.locale, actor.timezone, t);
  const values = { title: found.title, date: due_on ? format.date(due_on) : t('tasks.no_date') };
  const path = returnPath(request, `/tasks/${found.id}`);
  if (wantsJson(request)) {
    response.json({ location: path, message: t('tasks.toasts.rescheduled', values), before });
    return;
  }
  redirect(request, response, path, {
    toast: { key: 'tasks.toasts.rescheduled', values },
    undo: {
      action: `/tasks/${found.id}/due`,
      fields: { due_on: before ?? '', return_to: path },
    },
  });
}
