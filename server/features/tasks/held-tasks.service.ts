import { publish } from '../../core/events/index.js';
import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  cannotTake,
  type Holder,
  type Passed,
  type Wishes,
  wishField,
} from '../hand-overs/index.js';
import { listTeamOptions } from '../memberships/index.js';
import { insertHanded, reassign } from './handed-tasks.queries.js';
import { lockMovableTasks, type MovableTask } from './held-tasks.queries.js';
import { type Giving, listTakerPlaces, listTakers, type TaskTaker } from './task-takers.queries.js';
import { taskHandedOver, taskUnassigned } from './tasks.events.js';

/** What tasks are called among the kinds of work that somebody can hold. */
export const taskKind = 'tasks';

/** What becomes of the tasks of one project, and which field of the form says so. */
interface Wanted {
  field: string;
  /** A membership, or null for nobody. */
  toId: number | null;
}

/**
 * Gives somebody's open tasks to others or to nobody, as it is wished for their projects, within
 * the open transaction. Tasks that are no longer theirs, or that the actor may not assign, stay as
 * they are; so do those of a project on which whoever takes all of them is not.
 * @throws Invalid with the field that names somebody who cannot take any of what it is about.
 */
export async function passTasks(
  actor: Actor,
  holder: Holder,
  { handOverId, wishes }: { handOverId: number; wishes: Wishes },
): Promise<Passed> {
  const tasks = await lockMovableTasks(actor, holder.membershipId);
  const projectIds = [...new Set(tasks.map((task) => task.project_id))];
  const wanted = wantedIn(projectIds, wishes);
  const giving = { projectIds: [...wanted.keys()], holderId: holder.membershipId };
  const ables = await dropImpossible(actor, giving, wanted);
  const gone: { receiverId: number | null; ids: number[] }[] = [];
  for (const [receiverId, theirs] of byReceiver(tasks, wanted)) {
    const receiver = ables.get(receiverId ?? 0) ?? null;
    await give(actor, theirs, { handOverId, holder, receiver });
    gone.push({ receiverId, ids: theirs.map(({ id }) => id) });
  }
  return { held: tasks.length, gone };
}

/** By project; where everything stays as it is, nothing. */
function wantedIn(projectIds: readonly number[], wishes: Wishes): Map<number, Wanted> {
  const wanted = new Map<number, Wanted>();
  for (const id of projectIds) {
    const own = wishField(taskKind, id);
    const field = wishes.has(own) ? own : wishField(taskKind);
    const wish = wishes.get(field) ?? 'leave';
    if (wish !== 'leave') wanted.set(id, { field, toId: wish === 'release' ? null : wish });
  }
  return wanted;
}

/** Leaves out projects on which whoever is to take all is not; returns those who take something. */
async function dropImpossible(
  actor: Actor,
  giving: Giving,
  wanted: Map<number, Wanted>,
): Promise<Map<number, TaskTaker>> {
  const toIds = [...new Set([...wanted.values()].flatMap(({ toId }) => toId ?? []))];
  if (toIds.length === 0) return new Map();
  const places = await listTakerPlaces(actor, giving, toIds);
  const isAble = new Set(places.map((place) => `${place.project_id} ${place.membership_id}`));
  const team = await listTeamOptions(actor.workspaceId, { of: toIds });
  const isHere = new Set(team.map(({ membershipId }) => membershipId));
  const unmet = new Set<string>();
  for (const [projectId, { field, toId }] of wanted) {
    if (toId === null || isAble.has(`${projectId} ${toId}`)) continue;
    // Whoever takes all takes what they can: the tasks of their projects may have gone meanwhile.
    if (field !== wishField(taskKind) || !isHere.has(toId)) unmet.add(field);
    wanted.delete(projectId);
  }
  if (unmet.size > 0)
    throw new Invalid(Object.fromEntries([...unmet].map((field) => [field, cannotTake])));
  const takers = await listTakers(actor, giving, { of: toIds });
  return new Map(takers.map((taker) => [taker.membershipId, taker]));
}

function byReceiver(tasks: readonly MovableTask[], wanted: ReadonlyMap<number, Wanted>) {
  const found = new Map<number | null, MovableTask[]>();
  for (const task of tasks) {
    const toId = wanted.get(task.project_id)?.toId;
    if (toId === undefined) continue;
    const theirs = found.get(toId);
    if (theirs) theirs.push(task);
    else found.set(toId, [task]);
  }
  return found;
}

async function give(
  actor: Actor,
  tasks: readonly MovableTask[],
  { handOverId, holder, receiver }: Handing,
): Promise<void> {
  const toId = receiver?.membershipId ?? null;
  const { newIds } = await reassign(tasks, { fromId: holder.membershipId, toId });
  await insertHanded(
    tasks.map(({ id }) => ({
      hand_over_id: handOverId,
      task_id: id,
      receiver_id: toId,
      is_new: newIds.has(id) ? 1 : 0,
    })),
  );
  for (const task of tasks) await announce(actor, task, { holder, receiver });
}

interface Handing {
  handOverId: number;
  holder: Holder;
  /** Null: the tasks are nobody's for now. */
  receiver: TaskTaker | null;
}

async function announce(
  actor: Actor,
  task: MovableTask,
  { holder, receiver }: Omit<Handing, 'handOverId'>,
): Promise<void> {
  const about = {
    actor,
    subject: { type: 'task', id: task.id },
    projectId: task.project_id,
    // Who works on what is the team's own business.
    visibility: 'internal',
  } as const;
  const { title } = task;
  if (!receiver) {
    const { membershipId, userId, name: person } = holder;
    await publish(taskUnassigned, { ...about, data: { title, membershipId, userId, person } });
    return;
  }
  const { membershipId, userId, name: person } = receiver;
  const from = { from: holder.name, fromUserId: holder.userId };
  await publish(taskHandedOver, {
    ...about,
    data: { title, membershipId, userId, person, ...from },
  });
}
