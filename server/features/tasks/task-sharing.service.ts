import { lockRow, transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeTaskCounts } from '../projects/index.js';
import { countChange } from './counts.policy.js';
import type { Visibility } from './task-choices.js';
import { taskHidden, taskShared } from './tasks.events.js';
import { mayOnTask } from './tasks.policy.js';
import { type FoundTask, findTask, updateTask } from './tasks.queries.js';

/** What became of a wish to show or hide a task. */
export interface Sharing {
  /** False when more would appear with the task and nobody has agreed to that yet. */
  isDone: boolean;
  task: FoundTask;
}

/** What clients would see besides the task itself: comments and files marked for them before. */
export function appearsWith(task: FoundTask): { comments: number; files: number } {
  return { comments: task.client_comments_count, files: task.client_files_count };
}

/**
 * Shows a task to the clients of its project, or hides it from them. Where comments or files
 * marked for clients would appear with it, it is shown only when the person has agreed to that.
 * @throws NotFound, Forbidden without tasks.share.
 */
export async function setVisibility(
  actor: Actor,
  taskId: number,
  visibility: Visibility,
  isAgreed: boolean,
): Promise<Sharing> {
  return transaction(async () => {
    await lockRow('tasks', taskId);
    const task = await findTask(actor, taskId);
    if (!mayOnTask(actor, 'tasks.share', task)) throw new Forbidden();
    if (task.visibility === visibility) return { isDone: true, task };
    const { comments, files } = appearsWith(task);
    if (visibility === 'client' && !isAgreed && comments + files > 0) {
      return { isDone: false, task };
    }
    await updateTask(taskId, { visibility });
    const changed = { ...task, visibility };
    await changeTaskCounts(task.project_id, countChange(task, changed));
    await publish(visibility === 'client' ? taskShared : taskHidden, {
      actor,
      subject: { type: 'task', id: taskId },
      projectId: task.project_id,
      // That something was hidden from them is nothing clients should read.
      visibility,
      data: { title: task.title },
      audit: {
        name: task.title,
        before: { visibility: task.visibility },
        after: { visibility },
      },
    });
    return { isDone: true, task: changed };
  });
}
