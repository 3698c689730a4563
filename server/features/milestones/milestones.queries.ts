import { insertRow, table } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { deletedMilestones, visibleMilestones } from './milestones.policy.js';

/** A day that a project is heading for. */
export interface MilestoneRow {
  id: number;
  project_id: number;
  name: string;
  description: string | null;
  /** Calendar date, YYYY-MM-DD. */
  due_on: string | null;
  visibility: 'internal' | 'client';
  completed_at: number | null;
  created_by_user_id: number;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

/** More than a person keeps in sight; the service adds no more. */
export const mostMilestones = 100;

/** The milestones of a project that the actor sees: by date, those without one last. One query. */
export async function listMilestones(actor: Actor, projectId: number): Promise<MilestoneRow[]> {
  const rows = (await visibleMilestones(actor)
    .where('milestones.project_id', projectId)
    .orderBy('milestones.id')
    .limit(mostMilestones)) as MilestoneRow[];
  const day = ({ due_on }: MilestoneRow) => due_on ?? '9999';
  return rows.sort((one, other) => day(one).localeCompare(day(other)) || one.id - other.id);
}

/** @throws NotFound for a milestone that the actor does not see. */
export async function findMilestone(actor: Actor, id: number): Promise<MilestoneRow> {
  const found = await visibleMilestones(actor).where('milestones.id', id).first();
  if (!found) throw new NotFound();
  return found as MilestoneRow;
}

/** @throws NotFound for one that is not deleted, or that the actor would not see. */
export async function findDeletedMilestone(actor: Actor, id: number): Promise<MilestoneRow> {
  const found = await deletedMilestones(actor).where('milestones.id', id).first();
  if (!found) throw new NotFound();
  return found as MilestoneRow;
}

/** How many milestones a project has, whoever sees them. */
export async function countMilestones(project_id: number): Promise<number> {
  const rows = table('milestones').where({ project_id }).whereNull('deleted_at');
  const row = (await rows.count({ n: '*' }).first()) as { n?: unknown } | undefined;
  return Number(row?.n ?? 0);
}

/** How many milestones of some projects the actor sees; one query. */
export async function countMilestonesSeen(
  actor: Actor,
  projectIds: readonly number[],
): Promise<number> {
  const rows = visibleMilestones(actor).whereIn('milestones.project_id', [...projectIds]);
  const row = (await rows.count({ n: '*' }).first()) as { n?: unknown } | undefined;
  return Number(row?.n ?? 0);
}

/** Adds a milestone and returns its id. */
export function insertMilestone(row: Omit<MilestoneRow, 'id'>): Promise<number> {
  return insertRow('milestones', { ...row });
}

/** Changes a milestone's row. */
export async function updateMilestone(id: number, changes: Partial<MilestoneRow>): Promise<void> {
  await table<MilestoneRow>('milestones').where({ id }).update(changes);
}
