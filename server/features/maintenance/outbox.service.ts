import type { Page } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import {
  listOutbox,
  type MailEntry,
  type MailStatus,
  type OutboxState,
  outboxState,
  retryMessage,
} from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { isSuperAdmin } from '../roles/index.js';

/**
 * The outbox: its state, and one page of its messages. Those of other workspaces say what happens
 * there, so only a Super Admin reads them.
 */
export async function readOutbox(
  actor: Actor,
  status: MailStatus | undefined,
  page: number,
): Promise<{ state: OutboxState; list: Page<MailEntry> }> {
  const workspaceId = readable(actor);
  const list = await listOutbox({ workspaceId, status, page });
  return { state: await outboxState(workspaceId), list };
}

/** @throws NotFound when the message is not there, has not failed, or is about something that is over. */
export async function retryFailedMessage(actor: Actor, id: number): Promise<void> {
  if (!(await retryMessage(id, readable(actor)))) throw new NotFound();
}

function readable(actor: Actor): number | undefined {
  return isSuperAdmin(actor) ? undefined : actor.workspaceId;
}
