import type { TaskPart } from '../tasks/index.js';
import { presentChecklist } from './checklists.presenter.js';
import { listItems } from './checklists.queries.js';

/** The checklist on the page of its task: nothing where there is none and none can be made. */
export const checklistPart: TaskPart = {
  template: 'checklists/_card',
  place: 'work',
  load: async (actor, task) => {
    const checklist = presentChecklist(actor, task, await listItems(task));
    return checklist.count > 0 || checklist.can.edit ? { checklist } : null;
  },
};
