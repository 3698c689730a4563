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

/** The outbox of the installation: its state, and one page of its messages. */
export async function readOutbox(
  status: MailStatus | undefined,
  page: number,
): Promise<{ state: OutboxState; list: Page<MailEntry> }> {
  return { state: await outboxState(), list: await listOutbox({ status, page }) };
}

/** @throws NotFound when the message is not there, has not failed, or is about something that is over. */
export async function retryFailedMessage(id: number): Promise<void> {
  if (!(await retryMessage(id))) throw new NotFound();
}
