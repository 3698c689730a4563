import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { findProject, mayOnProject } from '../projects/index.js';
import { labelAdded, labelChanged, labelRemoved, labelRestored } from './labels.events.js';
import {
  findDeletedLabel,
  findLabel,
  insertLabel,
  type LabelRow,
  listLabels,
  mostLabels,
  updateLabel,
} from './labels.queries.js';

/** What people say about a label. */
export type LabelDetails = Pick<LabelRow, 'name' | 'hue'>;

/**
 * Adds a label to a project. @throws NotFound for a project the actor does not see, Forbidden
 * without tasks.manage_columns there, Invalid {name} for one that exists or one too many.
 */
export async function addLabel(
  actor: Actor,
  projectId: number,
  details: LabelDetails,
): Promise<void> {
  await transaction(async () => {
    await lockRow('projects', projectId);
    await requireManaged(actor, projectId);
    await requireNew(projectId, details.name);
    await insertLabel({
      project_id: projectId,
      ...details,
      created_at: now(),
      deleted_at: null,
    });
    await announce(actor, labelAdded, { project_id: projectId, ...details });
  });
}

/** Changes a label, on all tasks that bear it. @throws NotFound, Forbidden, Invalid {name} */
export async function editLabel(actor: Actor, id: number, details: LabelDetails): Promise<void> {
  await transaction(async () => {
    const { project_id } = await findManaged(actor, id, findLabel);
    await lockRow('projects', project_id);
    await requireNew(project_id, details.name, id);
    await updateLabel(id, details);
    await announce(actor, labelChanged, { project_id, ...details });
  });
}

/** Takes a label from its project and from all tasks; it can be brought back. @throws NotFound, Forbidden */
export async function removeLabel(actor: Actor, id: number): Promise<LabelRow> {
  return transaction(async () => {
    await lockRow('labels', id);
    const label = await findManaged(actor, id, findLabel);
    await updateLabel(id, { deleted_at: now() });
    await announce(actor, labelRemoved, label);
    return label;
  });
}

/**
 * Brings a removed label back to the tasks that bore it.
 * @throws NotFound, Forbidden, Invalid {''} where another of its name has come meanwhile.
 */
export async function restoreLabel(actor: Actor, id: number): Promise<LabelRow> {
  return transaction(async () => {
    const label = await findManaged(actor, id, findDeletedLabel);
    await lockRow('projects', label.project_id);
    await requireNew(label.project_id, label.name);
    await updateLabel(id, { deleted_at: null });
    await announce(actor, labelRestored, label);
    return label;
  });
}

async function findManaged(actor: Actor, id: number, find: typeof findLabel): Promise<LabelRow> {
  const label = await find(actor, id);
  await requireManaged(actor, label.project_id);
  return label;
}

async function requireManaged(actor: Actor, projectId: number): Promise<void> {
  const project = await findProject(actor, projectId);
  if (!mayOnProject(actor, 'tasks.manage_columns', project)) throw new Forbidden();
}

/** Two labels of one name could not be told apart; so many could not either. */
async function requireNew(projectId: number, name: string, exceptId?: number): Promise<void> {
  const others = (await listLabels(projectId)).filter(({ id }) => id !== exceptId);
  const key = (text: string) => text.normalize('NFC').toLowerCase();
  if (others.some((label) => key(label.name) === key(name)))
    throw new Invalid({ name: { key: 'labels.errors.exists', values: { name } } });
  if (others.length >= mostLabels)
    throw new Invalid({ name: { key: 'labels.errors.too_many', values: { maximum: mostLabels } } });
}

async function announce(
  actor: Actor,
  kind: EventKind<{ label: string }>,
  { project_id: projectId, name }: Pick<LabelRow, 'project_id' | 'name'>,
): Promise<void> {
  const subject = { type: 'project', id: projectId } as const;
  await publish(kind, {
    actor,
    subject,
    projectId,
    visibility: 'internal',
    data: { label: name },
  });
}
