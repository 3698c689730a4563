import { everybody, insertRow, keptQuery, table } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
import { deletedLabels, visibleLabels } from './labels.policy.js';

/** A word by which tasks of one project are told apart. */
export interface LabelRow {
  id: number;
  project_id: number;
  name: string;
  hue: Hue;
  created_at: number;
  deleted_at: number | null;
}

/** More than a person can tell apart; the service adds no more. */
export const mostLabels = 50;

const labelsOf = keptQuery<object, { projectId: number }, LabelRow[]>((_everybody, { projectId }) =>
  table<LabelRow>('labels')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy('name')
    .orderBy('id'),
);

/** A project's labels by name, for those of the team who see the project; one query. */
export function listLabels(projectId: number): Promise<LabelRow[]> {
  return labelsOf(everybody, { projectId });
}

/** @throws NotFound for a label that the actor does not see. */
export async function findLabel(actor: Actor, id: number): Promise<LabelRow> {
  const found = await visibleLabels(actor).where('labels.id', id).first();
  if (!found) throw new NotFound();
  return found as LabelRow;
}

/** @throws NotFound for one that is not removed, or that the actor would not see. */
export async function findDeletedLabel(actor: Actor, id: number): Promise<LabelRow> {
  const found = await deletedLabels(actor).where('labels.id', id).first();
  if (!found) throw new NotFound();
  return found as LabelRow;
}

/** Adds a label and returns its id. */
export function insertLabel(row: Omit<LabelRow, 'id'>): Promise<number> {
  return insertRow('labels', row);
}

/** Changes a label's row. */
export async function updateLabel(id: number, changes: Partial<LabelRow>): Promise<void> {
  await table<LabelRow>('labels').where({ id }).update(changes);
}
