import { lockRow, transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import { type Actor, scopeOf } from '../../core/permissions/index.js';
import { type EndRow, listEnds, moveClientEnds, updateEnd } from './project-ends.queries.js';
import { listTeamsByMember } from './project-teams.queries.js';
import { projectClientEndChanged, projectPersonEndChanged } from './projects.events.js';
import { mayOnProject } from './projects.policy.js';
import { findProject, type ProjectRow, updateProject } from './projects.queries.js';

/** When people's time on a project ends; moments in ms UTC, null for never. */
export interface ProjectEnds {
  /** By membership; whoever is not named keeps their end. */
  people: ReadonlyMap<number, number | null>;
  /** Days that clients keep access after the project was completed; null for good. */
  clientDays: number | null;
}

/** Name of the field of somebody's end, so that an error stands beside it. */
export function endField(membershipId: number): string {
  return `until.${membershipId}`;
}

/** Whether the actor may decide how long somebody is on a project: not their own time, if that is all they see it by. */
export function mayEndTime(actor: Actor, membershipId: number): boolean {
  return membershipId !== actor.membershipId || scopeOf(actor, 'projects.view') === 'all';
}

/**
 * Sets how long people chosen by hand are on a project, and clients after its completion. An end
 * that is over and not touched stays as it is.
 * @throws NotFound, Forbidden without projects.manage_access or for one's own time, Invalid for a
 * moment that is over.
 */
export async function setProjectEnds(
  actor: Actor,
  projectId: number,
  { people, clientDays }: ProjectEnds,
): Promise<void> {
  await transaction(async () => {
    const found = await findProject(actor, projectId);
    if (!mayOnProject(actor, 'projects.manage_access', found)) throw new Forbidden();
    await lockRow('projects', found.id);
    const project = await findProject(actor, projectId);
    const held = await listTeamsByMember(project.id);
    for (const row of await listEnds(project.id, [...people.keys()])) {
      const wanted = people.get(row.membership_id) ?? null;
      const present = endOf(row);
      if (wanted === present) continue;
      if (!mayEndTime(actor, row.membership_id)) throw new Forbidden();
      if (wanted !== null && wanted <= now())
        throw new Invalid({ [endField(row.membership_id)]: 'projects.ends.over' });
      await updateEnd(row, wanted, held.has(row.membership_id));
      await announceEnd(actor, project, row, wanted);
    }
    if (clientDays !== project.client_days)
      await changeClientEnd(actor, project, { ...project, client_days: clientDays });
  });
}

/**
 * Follows a project's status within the open transaction: once it is completed its clients' time
 * runs, and while it is not they stay.
 */
export async function followCompletion(
  actor: Actor,
  project: ProjectRow,
  isCompleted: boolean,
): Promise<void> {
  const completed_at = isCompleted ? now() : null;
  await changeClientEnd(actor, project, { ...project, completed_at });
}

/** The end that counts for what was chosen by hand. */
export function endOf({ ends_at, direct_ends_at }: Pick<EndRow, 'ends_at' | 'direct_ends_at'>) {
  return direct_ends_at ?? ends_at;
}

/** Moment (ms UTC) at which clients leave a completed project by themselves, or null. */
export function clientsLeaveAt({
  completed_at,
  client_days,
}: Pick<ProjectRow, 'completed_at' | 'client_days'>): number | null {
  return completed_at === null || client_days === null ? null : completed_at + client_days * day;
}

/** Clients with an end of their own keep it; the others move from the old end to the new one. */
async function changeClientEnd(actor: Actor, before: ProjectRow, after: ProjectRow): Promise<void> {
  const { id, name, completed_at, client_days } = after;
  await updateProject(id, { completed_at, client_days });
  const [old, fresh] = [clientsLeaveAt(before), clientsLeaveAt(after)];
  if (old !== fresh) await moveClientEnds(id, old, fresh);
  if (old === fresh && before.client_days === client_days) return;
  await publish(projectClientEndChanged, {
    actor,
    subject: { type: 'project', id },
    projectId: id,
    visibility: 'internal',
    data: { name, endsAt: fresh },
    audit: {
      name,
      before: { client_days: before.client_days, clients_until_at: old },
      after: { client_days, clients_until_at: fresh },
    },
  });
}

async function announceEnd(
  actor: Actor,
  project: ProjectRow,
  row: EndRow,
  endsAt: number | null,
): Promise<void> {
  await publish(projectPersonEndChanged, {
    actor,
    subject: { type: 'project', id: project.id },
    projectId: project.id,
    visibility: 'internal',
    data: { name: project.name, person: row.name, endsAt },
    audit: {
      name: row.name,
      subject: { type: 'user', id: row.user_id },
      before: { project: project.name, ends_at: endOf(row) },
      after: { project: project.name, ends_at: endsAt },
    },
  });
}
