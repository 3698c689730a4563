import {
  Forbidden,
  id,
  parseForm,
  type Request,
  type Response,
  redirect,
  returnPath,
} from '../../core/http/index.js';
import { assignTask } from './task-assignment.service.js';
import { assigneesForm } from './tasks.forms.js';
import { mayOnTask } from './tasks.policy.js';
import { findTask } from './tasks.queries.js';

export const assignees = { update };

async function update(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const found = await findTask(actor, id(request, 'taskId'));
  if (!mayOnTask(actor, 'tasks.assign', found)) throw new Forbidden();
  const { membership_ids, undo } = parseForm(assigneesForm, request.body);
  const { task, before } = await assignTask(actor, found.id, membership_ids, {
    isUndo: undo,
  });
  const path = returnPath(request, `/tasks/${task.id}`);
  redirect(request, response, path, {
    toast: { key: 'tasks.toasts.assigned', values: { title: task.title } },
    undo: {
      action: `/tasks/${task.id}/assignees`,
      fields: { membership_ids: before.join(','), undo: '1', return_to: path },
    },
  });
}
