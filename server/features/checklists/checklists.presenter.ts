import type { Actor } from '../../core/permissions/index.js';
import { type FoundTask, mayOnTask } from '../tasks/index.js';
import type { ChecklistItemRow } from './checklists.queries.js';

/** The steps of a task with what the actor may do to them. */
export function presentChecklist(
  actor: Actor,
  task: FoundTask,
  items: readonly ChecklistItemRow[],
) {
  return {
    path: `/tasks/${task.id}/checklist`,
    items: items.map(({ id, text, done_at }, at) => ({
      id,
      text,
      isDone: done_at !== null,
      isFirst: at === 0,
      isLast: at === items.length - 1,
      path: `/checklist-items/${id}`,
    })),
    done: items.filter(({ done_at }) => done_at !== null).length,
    count: items.length,
    can: {
      edit: mayOnTask(actor, 'tasks.edit', task),
      tick: mayOnTask(actor, 'tasks.change_status', task),
    },
  };
}
