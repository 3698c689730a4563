import type { Actor } from '../../core/permissions/index.js';
import type { ProjectPerson } from '../projects/index.js';
import { daysFor, presentTaskDue } from './board.presenter.js';
import { type TaskFilter, type TaskSort, taskSorts } from './task-choices.js';
import { taskAddress } from './task-filter.js';
import type { TaskLabel } from './task-labels.queries.js';
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

/** Tasks in a table. */
export function presentListedTasks(
  actor: Actor,
  tasks: readonly ListedTask[],
  surroundings: {
    assignees: ReadonlyMap<number, readonly ProjectPerson[]>;
    labels: ReadonlyMap<number, readonly TaskLabel[]>;
  },
) {
  const days = daysFor(actor);
  return tasks.map((task) => ({
    id: task.id,
    number: task.number,
    title: task.title,
    status: { name: task.column_name, hue: task.column_hue },
    priority: task.priority,
    due: presentTaskDue(task, days),
    isVisible: task.visibility === 'client',
    people: surroundings.assignees.get(task.id) ?? [],
    labels: surroundings.labels.get(task.id) ?? [],
  }));
}
