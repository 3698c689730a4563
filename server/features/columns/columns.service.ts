import { lockRow, transaction } from '../../core/database/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { findProject, mayOnProject } from '../projects/index.js';
import { columnContents } from './columns.contents.js';
import { columnAdded, columnChanged, columnRemoved } from './columns.events.js';
import {
  type ColumnRow,
  clearApproved,
  deleteColumn,
  findColumn,
  insertColumn,
  insertColumns,
  listColumns,
  placeColumn,
  updateColumn,
} from './columns.queries.js';

/** What people say about a column. */
export type ColumnDetails = Pick<
  ColumnRow,
  'name' | 'client_name' | 'hue' | 'task_limit' | 'is_done' | 'is_approved'
>;

/** More would only be a list that scrolls sideways. */
const mostColumns = 30;

/** Gives a new project the columns that most work needs; the caller's transaction holds. */
export async function createDefaultColumns(projectId: number): Promise<void> {
  const column = (name: string, hue: 'slate' | 'blue' | 'amber' | 'green', is_done = 0) => ({
    project_id: projectId,
    name,
    client_name: null,
    hue,
    task_limit: null,
    is_done,
    is_approved: 0,
  });
  await insertColumns([
    column('To do', 'slate'),
    column('In progress', 'blue'),
    column('Client review', 'amber'),
    column('Done', 'green', 1),
  ]);
}

/**
 * Adds a column behind the others. @throws NotFound for a project the actor does not see,
 * Forbidden without tasks.manage_columns there, Invalid {name} when there are too many.
 */
export async function addColumn(
  actor: Actor,
  projectId: number,
  details: ColumnDetails,
): Promise<number> {
  return transaction(async () => {
    await lockRow('projects', projectId);
    await requireManaged(actor, projectId);
    const { length } = await listColumns(projectId);
    if (length >= mostColumns) {
      throw new Invalid({
        name: { key: 'columns.errors.too_many', values: { maximum: mostColumns } },
      });
    }
    if (details.is_approved) await clearApproved(projectId);
    const id = await insertColumn({ project_id: projectId, ...details });
    await announce(actor, projectId, details.name, columnAdded);
    return id;
  });
}

/**
 * Changes a column. Where it now means done, or no longer does, the tasks in it follow.
 * @throws NotFound, Forbidden without tasks.manage_columns.
 */
export async function editColumn(actor: Actor, id: number, details: ColumnDetails): Promise<void> {
  await transaction(async () => {
    await lockRow('columns', id);
    const column = await findManaged(actor, id);
    if (details.is_approved) await clearApproved(column.project_id);
    await updateColumn(id, details);
    if (details.is_done !== column.is_done) {
      await columnContents().markDone(column, details.is_done === 1);
    }
    await announce(actor, column.project_id, details.name, columnChanged);
  });
}

/** Moves a column one place to the start or to the end of the board. @throws NotFound, Forbidden */
export async function shiftColumn(
  actor: Actor,
  id: number,
  direction: 'earlier' | 'later',
): Promise<ColumnRow> {
  return transaction(async () => {
    const { project_id } = await findManaged(actor, id);
    await lockRow('projects', project_id);
    const columns = await listColumns(project_id);
    const at = columns.findIndex((column) => column.id === id);
    const others = columns.filter((column) => column.id !== id);
    const place = Math.max(0, Math.min(direction === 'earlier' ? at - 1 : at + 1, others.length));
    await placeColumn(id, others[place - 1]?.position, others[place]?.position);
    return columns[at] as ColumnRow;
  });
}

/**
 * Removes a column. The tasks in it go to the end of another column of the project.
 * @throws NotFound, Forbidden, Invalid {target_id} when tasks are in it and no other column of
 * the project is named, Invalid {''} for the last column.
 */
export async function removeColumn(
  actor: Actor,
  id: number,
  targetId: number | null,
): Promise<ColumnRow> {
  return transaction(async () => {
    const column = await findManaged(actor, id);
    await lockRow('projects', column.project_id);
    const others = (await listColumns(column.project_id)).filter((other) => other.id !== id);
    const [first] = others;
    if (!first) throw new Invalid({ '': 'columns.errors.last' });
    const held = (await columnContents().count(column.project_id)).get(id) ?? 0;
    const chosen = others.find((other) => other.id === targetId);
    if (held > 0 && !chosen) throw new Invalid({ target_id: 'columns.errors.target' });
    // An empty column can still hold deleted tasks, which must find their way back.
    await columnContents().moveAll(actor, column, chosen ?? first);
    await deleteColumn(id);
    await announce(actor, column.project_id, column.name, columnRemoved);
    return column;
  });
}

async function findManaged(actor: Actor, id: number): Promise<ColumnRow> {
  const column = await findColumn(actor, id);
  await requireManaged(actor, column.project_id);
  return column;
}

async function requireManaged(actor: Actor, projectId: number): Promise<void> {
  const project = await findProject(actor, projectId);
  if (!mayOnProject(actor, 'tasks.manage_columns', project)) throw new Forbidden();
}

async function announce(
  actor: Actor,
  projectId: number,
  column: string,
  kind: EventKind<{ column: string }>,
): Promise<void> {
  await publish(kind, {
    actor,
    subject: { type: 'project', id: projectId },
    projectId,
    visibility: 'internal',
    data: { column },
  });
}
