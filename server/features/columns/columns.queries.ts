import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import {
  everybody,
  insertRow,
  insertRows,
  keptQuery,
  type Query,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
import { visibleProjects } from '../projects/index.js';

/** A row of the columns table: one status of one project. */
export interface ColumnRow {
  id: number;
  project_id: number;
  name: string;
  /** What clients read instead of the name; null where it is the same. */
  client_name: string | null;
  hue: Hue;
  /** Order key, compared byte by byte. */
  position: string;
  /** How many tasks it should hold at most; null without a limit. */
  task_limit: number | null;
  /** 1 where tasks count as done. */
  is_done: number;
  /** 1 where a task goes when its client has approved it; at most one of a project. */
  is_approved: number;
  created_at: number;
}

const columnsOf = keptQuery<object, { projectId: number }, ColumnRow[]>(
  (_everybody, { projectId }) =>
    table<ColumnRow>('columns').where({ project_id: projectId }).orderBy('position'),
);

/** A project's columns in their order. */
export function listColumns(projectId: number): Promise<ColumnRow[]> {
  return columnsOf(everybody, { projectId });
}

/** The column, for an actor who may see its project. @throws NotFound for everybody else. */
export async function findColumn(actor: Actor, id: number): Promise<ColumnRow> {
  const found = await visibleColumns(actor).where('columns.id', id).first();
  if (!found) throw new NotFound();
  return found as ColumnRow;
}

/** Columns of the projects an actor may see. */
export function visibleColumns(actor: Actor): Query<ColumnRow> {
  return table<ColumnRow>('columns').whereIn(
    'columns.project_id',
    visibleProjects(actor).select('projects.id'),
  ) as Query<ColumnRow>;
}

/** Inserts a column behind the others and returns its id. */
export async function insertColumn(
  row: Omit<ColumnRow, 'id' | 'position' | 'created_at'>,
): Promise<number> {
  const last = await table<ColumnRow>('columns')
    .where({ project_id: row.project_id })
    .orderBy('position', 'desc')
    .first('position');
  const position = generateKeyBetween((last as { position: string } | undefined)?.position, null);
  return insertRow('columns', { ...row, position, created_at: now() });
}

/** Changes a column's row. */
export async function updateColumn(id: number, changes: Partial<ColumnRow>): Promise<void> {
  await table<ColumnRow>('columns').where({ id }).update(changes);
}

/** Takes the mark of the column for what is approved from all columns of a project. */
export async function clearApproved(projectId: number): Promise<void> {
  await table<ColumnRow>('columns').where({ project_id: projectId }).update({ is_approved: 0 });
}

/** Puts a column between two order keys; an absent one is the start or the end of the board. */
export async function placeColumn(
  id: number,
  after: string | undefined,
  before: string | undefined,
): Promise<void> {
  await updateColumn(id, { position: generateKeyBetween(after, before) });
}

/** Removes a column; the tasks of it must be elsewhere by now. */
export async function deleteColumn(id: number): Promise<void> {
  await table('columns').where({ id }).delete();
}

/** Inserts several columns in their order. */
export async function insertColumns(
  rows: readonly Omit<ColumnRow, 'id' | 'position' | 'created_at'>[],
): Promise<void> {
  const positions = generateNKeysBetween(null, null, rows.length);
  const created_at = now();
  await insertRows(
    'columns',
    rows.map((row, place) => ({ ...row, position: positions[place], created_at })),
  );
}
