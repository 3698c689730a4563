import { id, type Request, type Response, redirect, returnPath } from '../../core/http/index.js';
import { watchTask } from './task-watching.service.js';

export const watching = { create, destroy };

async function create(request: Request, response: Response): Promise<void> {
  await answer(request, response, true);
}

async function destroy(request: Request, response: Response): Promise<void> {
  await answer(request, response, false);
}

async function answer(request: Request, response: Response, isWatching: boolean): Promise<void> {
  const task = await watchTask(request.actor, id(request, 'taskId'), isWatching);
  redirect(request, response, returnPath(request, `/tasks/${task.id}`), {
    toast: {
      key: isWatching ? 'tasks.toasts.watching' : 'tasks.toasts.not_watching',
      values: { title: task.title },
    },
  });
}
