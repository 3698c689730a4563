import {
  id,
  parseForm,
  type Request,
  type Response,
  redirect,
  returnPath,
} from '../../core/http/index.js';
import { labelTask } from './task-labels.service.js';
import { labelsForm } from './tasks.forms.js';
import { findTask } from './tasks.queries.js';

export const taskLabels = { update };

async function update(request: Request, response: Response): Promise<void> {
  const found = await findTask(request.actor, id(request, 'taskId'));
  const { label_ids } = parseForm(labelsForm, request.body);
  const { task, before } = await labelTask(request.actor, found.id, label_ids);
  const path = returnPath(request, `/tasks/${task.id}`);
  redirect(request, response, path, {
    toast: { key: 'tasks.toasts.labelled', values: { title: task.title } },
    undo: {
      action: `/tasks/${task.id}/labels`,
      fields: { label_ids: before.join(','), return_to: path },
    },
  });
}
