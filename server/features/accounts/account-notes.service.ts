import { type AuditAction, type Facts, note } from '../../core/audit/index.js';

/** Whose login it is. */
interface Owner {
  id: number;
  name: string;
}

/** Notes what somebody did with their own login, where they are at home; null for nowhere. */
export async function noteOwn(
  action: AuditAction,
  { id, name }: Owner,
  workspaceId: number | null,
  facts: { before?: Facts; after?: Facts } = {},
): Promise<void> {
  const subject = { type: 'user', id, name };
  await note({ action, workspaceId, actor: { userId: id, name }, subject, ...facts });
}

/** Notes that somebody at the door was not let in as this person: nobody knows who it was. */
export async function noteRefusal(
  { id, name }: Owner,
  workspaceId: number | null,
  reason: 'wrong_password' | 'wrong_second_step' | 'no_access',
): Promise<void> {
  await note({
    action: 'user.sign_in_refused',
    workspaceId,
    actor: 'nobody',
    subject: { type: 'user', id, name },
    after: { refusal: reason },
  });
}
