import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type AuditedKind, type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor, Permission } from '../../core/permissions/index.js';
import { findProject, mayOnProject } from '../projects/index.js';
import {
  milestoneAdded,
  milestoneChanged,
  milestoneHidden,
  milestoneReached,
  milestoneRemoved,
  milestoneReopened,
  milestoneRestored,
  milestoneShared,
} from './milestones.events.js';
import {
  countMilestones,
  findDeletedMilestone,
  findMilestone,
  insertMilestone,
  type MilestoneRow,
  mostMilestones,
  updateMilestone,
} from './milestones.queries.js';

/** What people say about a milestone. */
export type MilestoneDetails = Pick<MilestoneRow, 'name' | 'description' | 'due_on'>;

/**
 * Adds a milestone to a project.
 * @throws NotFound, Forbidden without projects.edit (and tasks.share for one that clients see),
 * Invalid {name} when there are too many.
 */
export async function addMilestone(
  actor: Actor,
  projectId: number,
  { visibility, ...details }: MilestoneDetails & Pick<MilestoneRow, 'visibility'>,
): Promise<number> {
  return transaction(async () => {
    await lockRow('projects', projectId);
    await requireOn(actor, 'projects.edit', projectId);
    if (visibility === 'client') await requireOn(actor, 'tasks.share', projectId);
    if ((await countMilestones(projectId)) >= mostMilestones)
      throw new Invalid({
        name: { key: 'milestones.errors.too_many', values: { maximum: mostMilestones } },
      });
    const at = now();
    const row = {
      ...details,
      project_id: projectId,
      visibility,
      completed_at: null,
      created_by_user_id: actor.userId,
      created_at: at,
      updated_at: at,
      deleted_at: null,
    };
    const id = await insertMilestone(row);
    await announce(actor, milestoneAdded, { ...row, id });
    if (visibility === 'client') await tellSharing(actor, { ...row, id });
    return id;
  });
}

/** Changes what is said about a milestone. @throws NotFound, Forbidden without projects.edit. */
export async function editMilestone(
  actor: Actor,
  id: number,
  details: MilestoneDetails,
): Promise<MilestoneRow> {
  return change(actor, id, 'projects.edit', async (milestone) => {
    await updateMilestone(id, { ...details, updated_at: now() });
    await announce(actor, milestoneChanged, { ...milestone, ...details });
  });
}

/** Says that a milestone is reached, or takes that back. @throws NotFound, Forbidden */
export async function setReached(actor: Actor, id: number, is: boolean): Promise<MilestoneRow> {
  return change(actor, id, 'projects.edit', async (milestone) => {
    if ((milestone.completed_at !== null) === is) return;
    await updateMilestone(id, { completed_at: is ? now() : null, updated_at: now() });
    await announce(actor, is ? milestoneReached : milestoneReopened, milestone);
  });
}

/** Shows a milestone to the clients of its project, or hides it. @throws NotFound, Forbidden */
export async function setMilestoneVisibility(
  actor: Actor,
  id: number,
  visibility: MilestoneRow['visibility'],
): Promise<MilestoneRow> {
  return change(actor, id, 'tasks.share', async (milestone) => {
    if (milestone.visibility === visibility) return;
    await updateMilestone(id, { visibility, updated_at: now() });
    await tellSharing(actor, { ...milestone, visibility });
  });
}

/** Takes a milestone away; it can be brought back. @throws NotFound, Forbidden */
export async function removeMilestone(actor: Actor, id: number): Promise<MilestoneRow> {
  return change(actor, id, 'projects.edit', async (milestone) => {
    await updateMilestone(id, { deleted_at: now() });
    await announce(actor, milestoneRemoved, { ...milestone, visibility: 'internal' });
  });
}

/** Brings a deleted milestone back. @throws NotFound, Forbidden */
export async function restoreMilestone(actor: Actor, id: number): Promise<MilestoneRow> {
  return transaction(async () => {
    const milestone = await findDeletedMilestone(actor, id);
    await requireOn(actor, 'projects.edit', milestone.project_id);
    await updateMilestone(id, { deleted_at: null });
    await announce(actor, milestoneRestored, { ...milestone, visibility: 'internal' });
    return milestone;
  });
}

async function change(
  actor: Actor,
  id: number,
  permission: Permission,
  work: (milestone: MilestoneRow) => Promise<void>,
): Promise<MilestoneRow> {
  return transaction(async () => {
    await lockRow('milestones', id);
    const milestone = await findMilestone(actor, id);
    await requireOn(actor, permission, milestone.project_id);
    await work(milestone);
    return milestone;
  });
}

async function requireOn(actor: Actor, permission: Permission, projectId: number): Promise<void> {
  const project = await findProject(actor, projectId);
  if (!mayOnProject(actor, permission, project)) throw new Forbidden();
}

async function announce(
  actor: Actor,
  kind: EventKind<{ name: string }>,
  { project_id: projectId, visibility, name }: MilestoneRow,
): Promise<void> {
  const subject = { type: 'project', id: projectId } as const;
  await publish(kind, { actor, subject, projectId, visibility, data: { name } });
}

/** Who sees it changed: an entry of the trail, with what it was before. */
async function tellSharing(
  actor: Actor,
  { project_id: projectId, visibility, name }: MilestoneRow,
): Promise<void> {
  const isShown = visibility === 'client';
  const kind: AuditedKind<{ name: string }> = isShown ? milestoneShared : milestoneHidden;
  await publish(kind, {
    actor,
    subject: { type: 'project', id: projectId },
    projectId,
    visibility,
    data: { name },
    audit: {
      name,
      before: { visibility: isShown ? 'internal' : 'client' },
      after: { visibility },
    },
  });
}
