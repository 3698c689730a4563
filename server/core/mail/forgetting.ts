import { containing, table } from '../database/index.js';
import type { OutboxRow, Recipient } from './outbox.js';

/**
 * Removes every message to somebody, sent or not, and the subjects of messages to others that name
 * them; what is said inside has been dropped with the sending. As part of the open transaction.
 */
export async function forgetRecipient(person: Recipient): Promise<void> {
  await table<OutboxRow>('outbox').where({ to_address: person.address }).delete();
  await table<OutboxRow>('outbox')
    .where(containing(['subject'], person.name))
    .update({ subject: null });
}
