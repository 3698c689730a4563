import type { Facts } from '../../core/audit/index.js';
import { lockRow, transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { keepCommentsInternal } from '../comments/index.js';
import { keepFilesInternal } from '../files/index.js';
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

/** That what appears with a task may appear, and which of it stays internal. */
export interface Agreement {
  /** How many comments and files were agreed to; where there are more by now, they are asked about. */
  comments?: number | undefined;
  files?: number | undefined;
  keep?: { comments: Kept; files: Kept };
}

/** Ids of what stays internal, and before which id everything does. */
export interface Kept {
  ids: readonly number[];
  before: number | null;
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
  agreement: Agreement | null,
): Promise<Sharing> {
  return transaction(async () => {
    await lockRow('tasks', taskId);
    const task = await findTask(actor, taskId);
    if (!mayOnTask(actor, 'tasks.share', task)) throw new Forbidden();
    if (task.visibility === visibility) return { isDone: true, task };
    if (visibility === 'client' && !covers(agreement, task)) return { isDone: false, task };
    const kept = visibility === 'client' ? await keepInternal(actor, taskId, agreement) : {};
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
        after: { visibility, ...kept },
      },
    });
    return { isDone: true, task: changed };
  });
}

/** Whether everything that appears with a task was agreed to. */
function covers(agreement: Agreement | null, task: FoundTask): boolean {
  const { comments, files } = appearsWith(task);
  if (!agreement) return comments + files === 0;
  return comments <= (agreement.comments ?? comments) && files <= (agreement.files ?? files);
}

/** Takes the mark from what shall stay internal, and says how much that was. */
async function keepInternal(
  actor: Actor,
  taskId: number,
  agreement: Agreement | null,
): Promise<Facts> {
  if (!agreement?.keep) return {};
  const subject = { type: 'task', id: taskId };
  const { comments, files } = agreement.keep;
  const kept = {
    kept_comments: await keepCommentsInternal({ subject, ...comments }),
    kept_files: await keepFilesInternal(actor, { subject, ...files }),
  };
  return kept.kept_comments + kept.kept_files > 0 ? kept : {};
}
