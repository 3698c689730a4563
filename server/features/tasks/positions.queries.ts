import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { table } from '../../core/database/index.js';
import type { TaskRow } from './tasks.queries.js';

/** A place between two cards, said by its neighbours as the person saw them. */
export interface Neighbours {
  beforeId?: number | undefined;
  afterId?: number | undefined;
}

/** Above this length (characters) a column's order keys are dealt out anew; the column holds 200. */
const longestKey = 150;

type Placed = Pick<TaskRow, 'id' | 'position'>;

/**
 * The order key for a card at this place of a column. The column's row must be locked: then
 * nobody else makes a key meanwhile. Deleted cards keep their keys, so they count as neighbours.
 * A neighbour that has left the column is passed over; without any the card comes to the end.
 */
export async function positionIn(
  columnId: number,
  movingId: number | null,
  neighbours: Neighbours = {},
): Promise<string> {
  const key = await keyAt(columnId, movingId, neighbours);
  if (key.length <= longestKey) return key;
  // A thousand moves to the very same gap lengthen the keys; that takes one rewrite, then it is short again.
  await dealAnew(columnId);
  return keyAt(columnId, movingId, neighbours);
}

async function keyAt(
  columnId: number,
  movingId: number | null,
  { beforeId, afterId }: Neighbours,
): Promise<string> {
  const below = await cardIn(columnId, beforeId, movingId);
  if (below) {
    const above = await nearest(columnId, movingId, '<', below.position);
    return generateKeyBetween(above?.position, below.position);
  }
  const above = await cardIn(columnId, afterId, movingId);
  if (above) {
    const next = await nearest(columnId, movingId, '>', above.position);
    return generateKeyBetween(above.position, next?.position);
  }
  const last = await nearest(columnId, movingId, '<', undefined);
  return generateKeyBetween(last?.position, null);
}

async function cardIn(
  columnId: number,
  id: number | undefined,
  movingId: number | null,
): Promise<Placed | undefined> {
  if (id === undefined || id === movingId) return undefined;
  const found = await table<TaskRow>('tasks')
    .where({ id, column_id: columnId })
    .first('id', 'position');
  return found as Placed | undefined;
}

/** The card right above (<) or below (>) a position; without one the last card of the column. */
async function nearest(
  columnId: number,
  movingId: number | null,
  side: '<' | '>',
  position: string | undefined,
): Promise<Placed | undefined> {
  const rows = table<TaskRow>('tasks').where('column_id', columnId);
  if (movingId !== null) rows.whereNot('id', movingId);
  if (position !== undefined) rows.where('position', side, position);
  const found = await rows
    .orderBy('position', side === '<' ? 'desc' : 'asc')
    .first('id', 'position');
  return found as Placed | undefined;
}

async function dealAnew(columnId: number): Promise<void> {
  const rows = (await table<TaskRow>('tasks')
    .where('column_id', columnId)
    .orderBy('position')
    .select('id', 'position')) as Placed[];
  // First to keys that no card can have, so that no new key meets an old one half-way.
  for (const { id } of rows) await setPosition(id, `~${id}`);
  const keys = generateNKeysBetween(null, null, rows.length);
  for (const [place, { id }] of rows.entries()) await setPosition(id, keys[place] as string);
}

async function setPosition(id: number, position: string): Promise<void> {
  await table<TaskRow>('tasks').where({ id }).update({ position });
}

/** Appends everything of one column to another, in its order. Both column rows must be locked. */
export async function appendAll(fromId: number, toId: number): Promise<void> {
  const rows = (await table<TaskRow>('tasks')
    .where('column_id', fromId)
    .orderBy('position')
    .select('id', 'position')) as Placed[];
  const last = await nearest(toId, null, '<', undefined);
  const keys = generateNKeysBetween(last?.position ?? null, null, rows.length);
  for (const [place, { id }] of rows.entries()) {
    await table<TaskRow>('tasks')
      .where({ id })
      .update({ column_id: toId, position: keys[place] as string });
  }
}
