import { today } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { Assignee } from './assignees.queries.js';
import { presentTaskDue, taskAddress } from './board.presenter.js';
import { type TaskFilter, type TaskSort, taskSorts } from './task-choices.js';
import type { ListedTask } from './task-list.queries.js';

/** How a list is ordered. */
export interface ListOrder {
  sort: TaskSort;
  isDescending: boolean;
}

/** The order that an address asks for: ?sort=due or ?sort=-due. */
export function orderFrom(text: string): ListOrder {
  const sort = taskSorts.find((name) => name === text.replace(/^-/, ''));
  return { sort: sort ?? 'number', isDescending: text.startsWith('-') };
}

/** The heads of the table with the address that orders by each. */
export function presentHeads(path: string, filter: TaskFilter, order: ListOrder) {
  return Object.fromEntries(
    taskSorts.map((sort) => {
      const isCurrent = sort === order.sort;
      const next = isCurrent && !order.isDescending ? `-${sort}` : sort;
      const ariaSort = order.isDescending ? 'descending' : 'ascending';
      return [
        sort,
        {
          label: `tasks.fields.${sort}`,
          href: taskAddress(path, filter, { sort: next }),
          ariaSort: isCurrent ? ariaSort : null,
        },
      ];
    }),
  );
}

/** A task in a table. */
export function presentListedTask(actor: Actor, task: ListedTask, people: readonly Assignee[]) {
  return {
    id: task.id,
    number: task.number,
    title: task.title,
    status: { name: task.column_name, hue: task.column_hue },
    priority: task.priority,
    due: presentTaskDue(task, today(actor.timezone)),
    isVisible: task.visibility === 'client',
    people,
  };
}
