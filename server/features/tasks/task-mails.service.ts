import { queueMail } from '../../core/mail/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { taskAssignedEmail } from './tasks.emails.js';
import { visibleTasks } from './tasks.policy.js';
import type { FoundTask } from './tasks.queries.js';

/** Somebody was given a task some moments ago. */
export interface AssignedPerson {
  workspaceId: number;
  taskId: number;
  membershipId: number;
  assigner: { userId: number | null; name: string };
}

/** Mails somebody that a task is theirs; whoever took it themselves knows. */
export async function mailAssignedPerson(assigned: AssignedPerson): Promise<void> {
  const member = (await activeMemberships(assigned.workspaceId)
    .where('memberships.id', assigned.membershipId)
    .first('memberships.user_id')) as { user_id: number } | undefined;
  if (!member || member.user_id === assigned.assigner.userId) return;
  const recipient = await loadActor(member.user_id, assigned.workspaceId, 'mail');
  if (!recipient) return;
  // It may have been taken from them again, or deleted, before this came to its turn.
  const task = (await visibleTasks(recipient)
    .where('tasks.id', assigned.taskId)
    .first()) as unknown as FoundTask | undefined;
  if (task) await queueMail(taskAssignedEmail(recipient, task, assigned.assigner.name));
}
