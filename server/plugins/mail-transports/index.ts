// Ways for e-mail to leave. A new one is a folder and one line here.
import { logTransport } from './log/index.js';
import { smtpTransport } from './smtp/index.js';
import type { MailTransport } from './transport.js';

export type {
  Mailbox,
  MailMessage,
  MailProblem,
  MailTransport,
  SendResult,
  TransportSettings,
} from './transport.js';

const transports: readonly MailTransport[] = [smtpTransport, logTransport];

/**
 * The transport of this id.
 * @throws Error when there is none.
 */
export function transportOf(id: string): MailTransport {
  const found = transports.find((transport) => transport.id === id);
  if (!found) throw new Error(`There is no mail transport "${id}"`);
  return found;
}

/** The ids of all transports. */
export function transportIds(): string[] {
  return transports.map((transport) => transport.id);
}
