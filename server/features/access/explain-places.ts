import { NotFound } from '../../core/http/index.js';
import type { Actor, Permission, RecordFacts } from '../../core/permissions/index.js';
import { type FoundDiscussion, findDiscussion } from '../discussions/index.js';
import {
  assignedProjectIds,
  type FoundProject,
  findProject,
  listPlacements,
} from '../projects/index.js';
import { assignedTaskIds, type FoundTask, findTask } from '../tasks/index.js';
import { type Answer, type Cause, explain } from './explain.js';

/** Where work lies: in a project and perhaps on one of its tasks, as the asking person found it. */
export interface Place {
  project: Pick<FoundProject, 'id' | 'is_assigned'>;
  task: FoundTask | null;
  /** The topic it was said in, where it was said in one. */
  topic?: FoundDiscussion;
}

/** The place of what hangs on a project or task. @throws NotFound for who does not see that. */
export async function placeAt(
  asker: Actor,
  hanging: { subject_type: string; subject_id: number },
): Promise<Place> {
  if (hanging.subject_type === 'task') return placeOf(await findTask(asker, hanging.subject_id));
  if (hanging.subject_type === 'discussion')
    return placeOfTopic(await findDiscussion(asker, hanging.subject_id));
  if (hanging.subject_type !== 'project') throw new NotFound();
  return { project: await findProject(asker, hanging.subject_id), task: null };
}

/** The place of a task. */
export function placeOf(task: FoundTask): Place {
  return { project: { id: task.project_id, is_assigned: task.is_assigned }, task };
}

/** The place of a topic. */
export function placeOfTopic(topic: FoundDiscussion): Place {
  const project = { id: topic.project_id, is_assigned: topic.is_assigned };
  return { project, task: null, topic };
}

/** What decides about somebody and what lies at a place, besides the grant. */
export async function factsAt(person: Actor, { project, task }: Place): Promise<RecordFacts> {
  return {
    assigned: await isOn(person, project.id),
    own: task !== null && (await isOnTask(person, task.id)),
  };
}

/** Somebody, and who asks about them. */
export interface Asked {
  person: Actor;
  asker: Actor;
}

/**
 * Why somebody sees or does not see a place: how they are on its project, what gives them projects
 * and tasks, and for a client the mark of the task. Both good and bad causes; seeing() chooses.
 */
export async function placeCauses({ person, asker }: Asked, place: Place): Promise<Cause[]> {
  const facts = await factsAt(person, place);
  const project = projectCauses(person, facts.assigned);
  const causes = [...project, ...(await placementCauses({ person, asker }, place))];
  if (place.topic) causes.push(...topicCauses(person, facts, place.topic));
  if (!place.task) return causes;
  causes.push(...explain(person, 'tasks.view', facts).causes);
  if (person.kind === 'client' && place.task.visibility !== 'client')
    causes.push({ permission: 'tasks.view', kind: 'internal' });
  return causes;
}

/** What decides about a topic besides its project: the permission, and for a client its mark. */
function topicCauses(person: Actor, facts: RecordFacts, topic: FoundDiscussion): Cause[] {
  const permission = 'chat.discussions';
  const { causes } = explain(person, permission, facts);
  const isKept = person.kind === 'client' && topic.visibility !== 'client';
  return isKept ? [...causes, { permission, kind: 'internal' }] : causes;
}

/** What the query that finds it has decided, with the causes on that side. */
export function seeing(permission: Permission, allowed: boolean, causes: readonly Cause[]): Answer {
  return { permission, allowed, causes: causes.filter((cause) => isGood(cause) === allowed) };
}

/** Whether a cause speaks for an answer of yes. */
export function isGood({ kind }: Cause): boolean {
  return kind === 'role' || kind === 'exception' || kind === 'through-team' || kind === 'by-hand';
}

/** Nothing can be done to what is not seen; why it is not stands at the first answer. */
export function hidden(permission: Permission): Answer {
  return { permission, allowed: false, causes: [{ permission, kind: 'hidden' }] };
}

/** What a search finds, or nothing. */
export async function sought<Found>(search: Promise<Found>): Promise<Found | undefined> {
  try {
    return await search;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** A client sees no project beyond those they are assigned to, whatever is granted. */
function projectCauses(person: Actor, onProject: boolean): Cause[] {
  const facts = { own: onProject, assigned: onProject };
  const { allowed, causes } = explain(person, 'projects.view', facts);
  if (allowed && person.kind === 'client' && !onProject)
    return [{ permission: 'projects.view', kind: 'not-on-project' }];
  return causes;
}

async function placementCauses({ person, asker }: Asked, { project }: Place): Promise<Cause[]> {
  const { membershipId } = person;
  const placement = (await listPlacements(asker, project.id, [membershipId])).get(membershipId);
  if (!placement) return [];
  const { teams, isThroughTeam, ends_at: endsAt } = placement;
  const permission = 'projects.view';
  if (teams.length > 0 || isThroughTeam)
    return [{ permission, kind: 'through-team', teams, endsAt }];
  return [{ permission, kind: 'by-hand', endsAt }];
}

async function isOn(person: Actor, projectId: number): Promise<boolean> {
  const rows = assignedProjectIds(person).where('project_assignments.project_id', projectId);
  return (await rows.first()) !== undefined;
}

async function isOnTask(person: Actor, taskId: number): Promise<boolean> {
  const rows = assignedTaskIds(person).where('task_assignees.task_id', taskId);
  return (await rows.first()) !== undefined;
}
