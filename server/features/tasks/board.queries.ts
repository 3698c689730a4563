import { keptQuery, type Query, raw, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { TaskFilter } from './task-choices.js';
import { isFiltering } from './task-filter.js';
import { filterTasks } from './task-filter.queries.js';
import { visibleAmongFew } from './tasks.policy.js';
import type { TaskRow } from './tasks.queries.js';

/** What a card shows of a task. */
export type CardRow = Pick<
  TaskRow,
  | 'id'
  | 'column_id'
  | 'title'
  | 'visibility'
  | 'priority'
  | 'due_on'
  | 'completed_at'
  | 'comments_count'
  | 'files_count'
  | 'checklist_count'
  | 'checklist_done_count'
  | 'review_state'
>;

/** How many cards of a column a board shows at first. */
export const cardsPerColumn = 50;

/** One column of a board: its first cards and how many there are. */
export interface ColumnWindow {
  cards: CardRow[];
  count: number;
}

interface PlacedCard extends CardRow {
  position: string;
}

const placedColumns = [
  'tasks.id',
  'tasks.column_id',
  'tasks.title',
  'tasks.visibility',
  'tasks.priority',
  'tasks.due_on',
  'tasks.completed_at',
  'tasks.comments_count',
  'tasks.files_count',
  'tasks.checklist_count',
  'tasks.checklist_done_count',
  'tasks.review_state',
  'tasks.position',
];

/**
 * The first cards of each column, and how many there are. A usual board is one plain read in the
 * order of an index. Where that does not reach the end of the board, each column becomes a window
 * of its own in one query and a second one counts: a column of ten thousand done tasks costs no
 * more than its first fifty.
 */
export async function listBoardCards(
  actor: Actor,
  projectId: number,
  columns: readonly { id: number }[],
  options: { filter?: TaskFilter; perColumn?: ReadonlyMap<number, number> } = {},
): Promise<Map<number, ColumnWindow>> {
  const { filter = {}, perColumn = new Map() } = options;
  const limitOf = (id: number) => perColumn.get(id) ?? cardsPerColumn;
  const most = columns.reduce((sum, { id }) => sum + limitOf(id), 0);
  const all = await firstCards(actor, projectId, filter, most + 1);
  if (all.length <= most) return windowsOf(columns, all, limitOf);
  const windows = windowsOf(columns, await windowedCards(actor, columns, filter, limitOf), limitOf);
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
  const found = await visibleAmongFew(actor)
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
    visibleAmongFew(actor)
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
  const row = await visibleAmongFew(actor)
    .where('tasks.column_id', columnId)
    .first(
      raw('count(*) as total'),
      raw('sum(case when tasks.position <= ? then 1 else 0 end) as place', [position]),
    );
  const { total, place } = row as unknown as { total: number; place: number };
  return { place: Number(place ?? 0), total: Number(total) };
}

async function firstCards(
  actor: Actor,
  projectId: number,
  filter: TaskFilter,
  limit: number,
): Promise<PlacedCard[]> {
  if (!isFiltering(filter)) return usualCards(actor, { projectId }, String(limit));
  const rows = inBoardOrder(filterTasks(actor, visibleAmongFew(actor), filter), projectId);
  return (await rows.limit(limit)) as unknown as PlacedCard[];
}

/** A board as it opens. */
const usualCards = keptQuery<Actor, { projectId: number }, PlacedCard[]>(
  (actor, { projectId }, limit) =>
    inBoardOrder(visibleAmongFew(actor), projectId).limit(Number(limit)),
);

function inBoardOrder(rows: Query<TaskRow>, projectId: number): Query<TaskRow> {
  return rows
    .where('tasks.project_id', projectId)
    .orderBy('tasks.column_id')
    .orderBy('tasks.position')
    .select(placedColumns) as Query<TaskRow>;
}

async function windowedCards(
  actor: Actor,
  columns: readonly { id: number }[],
  filter: TaskFilter,
  limitOf: (columnId: number) => number,
): Promise<PlacedCard[]> {
  const windows = columns.map(({ id }) => {
    const cards = filterTasks(actor, visibleAmongFew(actor), filter)
      .where('tasks.column_id', id)
      .orderBy('tasks.position')
      .limit(limitOf(id))
      .select(placedColumns);
    // SQLite takes no ORDER BY inside a UNION unless it stands in a subquery of its own.
    return table('tasks').from(cards.as('cards')).select('*');
  });
  const [first, ...rest] = windows;
  if (!first) return [];
  const cards = (await first.unionAll(rest)) as unknown as PlacedCard[];
  // A union keeps no promise about the order of its parts; the keys are plain ASCII.
  return cards.sort((one, other) => (one.position < other.position ? -1 : 1));
}

function windowsOf(
  columns: readonly { id: number }[],
  cards: readonly CardRow[],
  limitOf: (columnId: number) => number,
): Map<number, ColumnWindow> {
  const windows = new Map<number, ColumnWindow>(
    columns.map(({ id }) => [id, { cards: [], count: 0 }]),
  );
  for (const card of cards) windows.get(card.column_id)?.cards.push(card);
  for (const [id, window] of windows) {
    window.count = window.cards.length;
    window.cards.length = Math.min(window.count, limitOf(id));
  }
  return windows;
}

async function countByColumn(
  actor: Actor,
  projectId: number,
  filter: TaskFilter,
): Promise<{ column_id: number; n: number }[]> {
  const rows = await filterTasks(actor, visibleAmongFew(actor), filter)
    .where('tasks.project_id', projectId)
    .groupBy('tasks.column_id')
    .select('tasks.column_id')
    .count({ n: '*' });
  return rows as unknown as { column_id: number; n: number }[];
}
