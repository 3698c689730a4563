import { can } from '../../core/permissions/index.js';
import { daysFor, mayOnTask, presentTaskDue, type TaskPart } from '../tasks/index.js';
import { type LinkKind, listLinkedTasks } from './task-links.queries.js';

/** The tasks that belong to a task, on its page: nothing where there are none and none can be made. */
export const linksPart: TaskPart = {
  template: 'task-links/_card',
  place: 'work',
  load: async (actor, task) => {
    const linked = await listLinkedTasks(actor, task);
    const days = daysFor(actor);
    const of = (wanted: LinkKind) =>
      linked
        .filter(({ kind }) => kind === wanted)
        .map((other) => ({
          id: other.id,
          number: other.number,
          title: other.title,
          isDone: other.completed_at !== null,
          due: presentTaskDue(other, days),
        }));
    const facts = { own: Number(task.is_mine) === 1, assigned: Number(task.is_assigned) === 1 };
    const rights = {
      edit: mayOnTask(actor, 'tasks.edit', task),
      add: can(actor, 'tasks.create', facts) && task.parent_task_id === null,
    };
    if (linked.length === 0 && !rights.edit && !rights.add) return null;
    return {
      path: `/tasks/${task.id}`,
      parent: of('parent')[0] ?? null,
      subtasks: of('subtask'),
      blockers: of('blocker'),
      blocked: of('blocked'),
      can: rights,
    };
  },
};
