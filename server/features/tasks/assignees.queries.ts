import { insertRows, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { people } from '../memberships/index.js';
import { isLive } from '../projects/index.js';

/** Somebody who works on a task, as avatars show them. */
export interface Assignee {
  membershipId: number;
  userId: number;
  name: string;
  initials: string;
  hue: string;
  photoUrl: string | null;
}

interface AssignedRow {
  task_id: number;
  membership_id: number;
  user_id: number;
}

/** Who works on each of several tasks, in the order of assignment; two queries, however many tasks. */
export async function listAssignees(taskIds: readonly number[]): Promise<Map<number, Assignee[]>> {
  const found = new Map<number, Assignee[]>();
  const rows = await assignedRows(taskIds);
  if (rows.length === 0) return found;
  const known = await people([...new Set(rows.map((row) => row.user_id))]);
  for (const row of rows) {
    const person = known.get(row.user_id);
    if (!person) continue;
    const assignee = { membershipId: row.membership_id, ...person };
    const others = found.get(row.task_id);
    if (others) others.push(assignee);
    else found.set(row.task_id, [assignee]);
  }
  return found;
}

/** Memberships a task is assigned to now. */
export async function listAssigneeIds(taskId: number): Promise<number[]> {
  return (await assignedRows([taskId])).map((row) => row.membership_id);
}

/** Users a task is assigned to now. */
export async function listAssignedUserIds(taskId: number): Promise<number[]> {
  return (await assignedRows([taskId])).map((row) => row.user_id);
}

/** Assigns a task to memberships; assignments that had ended begin anew. */
export async function insertAssignees(
  taskId: number,
  membershipIds: readonly number[],
): Promise<void> {
  await deleteAssignees(taskId, membershipIds);
  const created_at = now();
  await insertRows(
    'task_assignees',
    membershipIds.map((membership_id) => ({
      task_id: taskId,
      membership_id,
      ends_at: null,
      created_at,
    })),
  );
}

/** Takes a task from memberships. */
export async function deleteAssignees(
  taskId: number,
  membershipIds: readonly number[],
): Promise<void> {
  if (membershipIds.length === 0) return;
  await table('task_assignees')
    .where({ task_id: taskId })
    .whereIn('membership_id', [...membershipIds])
    .delete();
}

/** Who is off the project, or suspended, works on none of its tasks any more. */
async function assignedRows(taskIds: readonly number[]): Promise<AssignedRow[]> {
  if (taskIds.length === 0) return [];
  const rows = await table('task_assignees')
    .join('memberships', 'memberships.id', 'task_assignees.membership_id')
    .join('tasks', 'tasks.id', 'task_assignees.task_id')
    .join('project_assignments', (on) => {
      on.on('project_assignments.project_id', 'tasks.project_id').andOn(
        'project_assignments.membership_id',
        'task_assignees.membership_id',
      );
    })
    .whereIn('task_assignees.task_id', [...taskIds])
    .whereNot('memberships.status', 'suspended')
    .where(isLive('memberships.ends_at'))
    .where(isLive('task_assignees.ends_at'))
    .where(isLive('project_assignments.ends_at'))
    .orderBy('task_assignees.id')
    .select('task_assignees.task_id', 'task_assignees.membership_id', 'memberships.user_id');
  return rows as unknown as AssignedRow[];
}
