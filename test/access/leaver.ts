import { insertRow, table } from '../../server/core/database/index.js';
import { createUser } from '../../server/features/accounts/index.js';
import type { World } from '../support/world.js';

/** Who left, with a task that clients see still in their name. */
export const leaverName = 'Secret-Leaver-Wren';

/** Somebody left: one of their tasks went to Jonas, another is theirs still. */
export async function plantLeaver(
  workspaceId: number,
  tasks: World['tasks'],
  receiver_id: number,
): Promise<void> {
  const user_id = await createUser({
    name: leaverName,
    email: 'leaver@example.com',
    status: 'inactive',
  });
  const made = { workspace_id: workspaceId, created_at: 1 };
  const member = { ...made, user_id, audience: 'team', status: 'suspended', version: 1 };
  const membership_id = await insertRow('memberships', member);
  const place = await table('tasks').where({ id: tasks.logo }).first();
  const there = { membership_id, created_at: 1 };
  await insertRow('project_assignments', { ...there, project_id: place?.project_id });
  await insertRow('task_assignees', { ...there, task_id: tasks.logo });
  await insertRow('task_assignees', {
    task_id: tasks.budget,
    membership_id: receiver_id,
    created_at: 1,
  });
  const handOver = await insertRow('hand_overs', { ...made, membership_id });
  await insertRow('hand_over_tasks', {
    hand_over_id: handOver,
    task_id: tasks.budget,
    receiver_id,
    is_new: 1,
  });
}
