import { type Page, paginate, type Query } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { TaskFilter, TaskSort } from './task-choices.js';
import { filterTasks } from './task-filter.queries.js';
import { visibleAmongFew } from './tasks.policy.js';
import type { TaskRow } from './tasks.queries.js';

/** A row of the list: the task with the name of its column. */
export interface ListedTask extends TaskRow {
  column_name: string;
  column_hue: string;
}

const perPage = 50;

/** One page of a project's tasks. */
export function listTasks(
  actor: Actor,
  projectId: number,
  options: { filter: TaskFilter; sort: TaskSort; isDescending: boolean; page: number },
): Promise<Page<ListedTask>> {
  const rows = filterTasks(actor, visibleAmongFew(actor), options.filter)
    .where('tasks.project_id', projectId)
    .join('columns', 'columns.id', 'tasks.column_id')
    .select(
      'tasks.*',
      'columns.name as column_name',
      'columns.hue as column_hue',
    ) as unknown as Query<ListedTask>;
  const sorted = sortBy(rows, options.sort, options.isDescending ? 'desc' : 'asc');
  return paginate(sorted, { page: options.page, perPage });
}

function sortBy(
  rows: Query<ListedTask>,
  sort: TaskSort,
  direction: 'asc' | 'desc',
): Query<ListedTask> {
  if (sort === 'title') rows.orderBy('tasks.title', direction);
  if (sort === 'status') rows.orderBy('columns.position', direction);
  if (sort === 'priority') {
    rows.orderByRaw(
      `case tasks.priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end ${direction}`,
    );
  }
  if (sort === 'due') {
    // Tasks without a date come last, whichever way the dates run.
    rows.orderByRaw('case when tasks.due_on is null then 1 else 0 end');
    rows.orderBy('tasks.due_on', direction);
  }
  return rows.orderBy('tasks.number', sort === 'number' ? direction : 'asc');
}
