import { type Query, raw, table } from '../../core/database/index.js';
import { addDays, today } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { TaskFilter } from './task-choices.js';
import { assignedTaskIds, visibleTasks } from './tasks.policy.js';
import type { TaskRow } from './tasks.queries.js';

/** What a card shows of a task. */
export type CardRow = Pick<
  TaskRow,
  | 'id'
  | 'project_id'
  | 'column_id'
  | 'number'
  | 'title'
  | 'visibility'
  | 'priority'
  | 'due_on'
  | 'completed_at'
  | 'comments_count'
  | 'files_count'
  | 'created_by_user_id'
>;

/** How many cards of a column a board shows at first. */
export const cardsPerColumn = 50;

/** One column of a board: its first cards and how many there are. */
export interface ColumnWindow {
  cards: CardRow[];
  count: number;
}

const cardColumns = [
  'id',
  'project_id',
  'column_id',
  'number',
  'title',
  'visibility',
  'priority',
  'due_on',
  'completed_at',
  'comments_count',
  'files_count',
  'created_by_user_id',
] as const;

/**
 * The first cards of each column in one query, and how many there are: each column is a window
 * read by its index, so a column of ten thousand done tasks costs no more than its first fifty.
 * Counting takes a second query, and only where a column has more than its window shows.
 */
export async function listBoardCards(
  actor: Actor,
  projectId: number,
  columns: readonly { id: number }[],
  options: { filter?: TaskFilter; perColumn?: ReadonlyMap<number, number> } = {},
): Promise<Map<number, ColumnWindow>> {
  const { filter = {}, perColumn = new Map() } = options;
  const limitOf = (id: number) => perColumn.get(id) ?? cardsPerColumn;
  const windows = new Map<number, ColumnWindow>(
    columns.map(({ id }) => [id, { cards: [], count: 0 }]),
  );
  for (const card of await windowedCards(actor, columns, filter, limitOf)) {
    windows.get(card.column_id)?.cards.push(card);
  }
  let overflows = false;
  for (const [id, window] of windows) {
    window.count = window.cards.length;
    overflows ||= window.count > limitOf(id);
    window.cards.length = Math.min(window.count, limitOf(id));
  }
  if (!overflows) return windows;
  for (const { column_id, n } of await countByColumn(actor, projectId, filter)) {
    const window = windows.get(column_id);
    if (window) window.count = Number(n);
  }
  return windows;
}

/** The card that an actor sees at a place of a column (1 is the top), leaving out the one that moves. */
export async function cardAtPlace(
  actor: Actor,
  columnId: number,
  movingId: number,
  place: number,
): Promise<number | undefined> {
  const found = await visibleTasks(actor)
    .where('tasks.column_id', columnId)
    .whereNot('tasks.id', movingId)
    .orderBy('tasks.position')
    .offset(Math.max(place - 1, 0))
    .limit(1)
    .select('tasks.id');
  return (found as { id: number }[])[0]?.id;
}

/** The cards that an actor sees right below (before them it stands) and above a card. */
export async function lookUpNeighbours(
  actor: Actor,
  task: Pick<TaskRow, 'column_id' | 'position'>,
): Promise<{ beforeId: number | undefined; afterId: number | undefined }> {
  const next = (side: '>' | '<') =>
    visibleTasks(actor)
      .where('tasks.column_id', task.column_id)
      .where('tasks.position', side, task.position)
      .orderBy('tasks.position', side === '>' ? 'asc' : 'desc')
      .limit(1)
      .select('tasks.id');
  const [below] = (await next('>')) as { id: number }[];
  const [above] = (await next('<')) as { id: number }[];
  return { beforeId: below?.id, afterId: above?.id };
}

/** How many cards an actor sees in a column, and at which place one of them stands. */
export async function lookUpPlace(
  actor: Actor,
  columnId: number,
  position: string,
): Promise<{ place: number; total: number }> {
  const row = await visibleTasks(actor)
    .where('tasks.column_id', columnId)
    .first(
      raw('count(*) as total'),
      raw('sum(case when tasks.position <= ? then 1 else 0 end) as place', [position]),
    );
  const { total, place } = row as unknown as { total: number; place: number };
  return { place: Number(place ?? 0), total: Number(total) };
}

/** Narrows tasks by what the address asks for. */
export function filterTasks(
  actor: Actor,
  rows: Query<TaskRow>,
  filter: TaskFilter,
): Query<TaskRow> {
  const date = today(actor.timezone);
  if (filter.assignee === 'me') rows.whereIn('tasks.id', assignedTaskIds(actor));
  if (filter.visibility) rows.where('tasks.visibility', filter.visibility);
  if (filter.due) rows.whereNull('tasks.completed_at');
  if (filter.due === 'late') rows.where('tasks.due_on', '<', date);
  if (filter.due === 'week') rows.whereBetween('tasks.due_on', [date, addDays(date, 7)]);
  if (filter.text) {
    const words = filter.text.toLowerCase().replace(/[!%_]/g, '!$&');
    rows.whereRaw("lower(tasks.title) like ? escape '!'", [`%${words}%`]);
  }
  return rows;
}

async function windowedCards(
  actor: Actor,
  columns: readonly { id: number }[],
  filter: TaskFilter,
  limitOf: (columnId: number) => number,
): Promise<CardRow[]> {
  const windows = columns.map(({ id }) => {
    const cards = filterTasks(actor, visibleTasks(actor), filter)
      .where('tasks.column_id', id)
      .orderBy('tasks.position')
      .limit(limitOf(id) + 1)
      .select([...cardColumns, 'position'].map((name) => `tasks.${name}`));
    // SQLite takes no ORDER BY inside a UNION unless it stands in a subquery of its own.
    return table('tasks')
      .from(cards.as('cards'))
      .select([...cardColumns, 'position']);
  });
  const [first, ...rest] = windows;
  if (!first) return [];
  // A union keeps no promise about the order of its parts.
  return (await first.unionAll(rest).orderBy('position')) as unknown as CardRow[];
}

async function countByColumn(
  actor: Actor,
  projectId: number,
  filter: TaskFilter,
): Promise<{ column_id: number; n: number }[]> {
  const rows = await filterTasks(actor, visibleTasks(actor), filter)
    .where('tasks.project_id', projectId)
    .groupBy('tasks.column_id')
    .select('tasks.column_id')
    .count({ n: '*' });
  return rows as unknown as { column_id: number; n: number }[];
}
