import { lockRow, transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listProjectPeople, type ProjectPerson } from '../projects/index.js';
import { deleteAssignees, insertAssignees, listAssignees } from './assignees.queries.js';
import { taskAssigned, taskUnassigned } from './tasks.events.js';
import { mayOnTask } from './tasks.policy.js';
import { type FoundTask, findTask, type TaskRow } from './tasks.queries.js';

/** An assignment that was made, with who worked on the task before: for the way back. */
export interface MadeAssignment {
  task: FoundTask;
  before: number[];
}

/**
 * Gives a task to exactly these people: members of the team who are on its project. Who was
 * deactivated can keep it, and get it back by an undo, but is given none anew.
 * @throws NotFound, Forbidden without tasks.assign, Invalid {membership_ids} for anybody else.
 */
export async function assignTask(
  actor: Actor,
  taskId: number,
  membershipIds: readonly number[],
  { isUndo }: { isUndo: boolean } = { isUndo: false },
): Promise<MadeAssignment> {
  return transaction(async () => {
    await lockRow('tasks', taskId);
    const task = await findTask(actor, taskId);
    if (!mayOnTask(actor, 'tasks.assign', task)) throw new Forbidden();
    const people = await listProjectPeople(task.project_id);
    const present = (await listAssignees(people, [taskId])).get(taskId) ?? [];
    const before = present.map((person) => person.membershipId);
    const wanted = [...new Set(membershipIds)];
    await addAmong(
      actor,
      task,
      wanted.filter((id) => !before.includes(id)),
      isUndo ? [...people.team, ...people.deactivated] : people.team,
    );
    const gone = present.filter((person) => !wanted.includes(person.membershipId));
    const goneIds = gone.map((person) => person.membershipId);
    await deleteAssignees(taskId, goneIds);
    await announce(actor, task, gone, taskUnassigned);
    return { task, before };
  });
}

/** Gives a task to more people within the open transaction. @throws Invalid {membership_ids} */
export async function addAssignees(
  actor: Actor,
  task: Pick<TaskRow, 'id' | 'project_id' | 'title'>,
  membershipIds: readonly number[],
): Promise<void> {
  if (membershipIds.length === 0) return;
  const { team } = await listProjectPeople(task.project_id);
  await addAmong(actor, task, membershipIds, team);
}

async function addAmong(
  actor: Actor,
  task: Pick<TaskRow, 'id' | 'project_id' | 'title'>,
  membershipIds: readonly number[],
  among: readonly ProjectPerson[],
): Promise<void> {
  if (membershipIds.length === 0) return;
  const added = among.filter((person) => membershipIds.includes(person.membershipId));
  if (added.length !== membershipIds.length) throw new Invalid({ membership_ids: 'errors.choice' });
  await insertAssignees(task.id, membershipIds);
  await announce(actor, task, added, taskAssigned);
}

async function announce(
  actor: Actor,
  task: Pick<TaskRow, 'id' | 'project_id' | 'title'>,
  members: readonly { membershipId: number; userId: number; name: string }[],
  kind: typeof taskAssigned,
): Promise<void> {
  for (const { membershipId, userId, name } of members) {
    await publish(kind, {
      actor,
      subject: { type: 'task', id: task.id },
      projectId: task.project_id,
      // Who works on what is the team's own business.
      visibility: 'internal',
      data: { title: task.title, membershipId, userId, person: name },
    });
  }
}
