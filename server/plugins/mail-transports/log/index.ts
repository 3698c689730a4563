import type { MailTransport } from '../transport.js';

/**
 * Writes to standard error that a message would have left, for trials in which nobody may be
 * written to. Its text stays out: it holds links that let people in.
 */
export const logTransport: MailTransport = {
  id: 'log',
  async send(_settings, { messageId, to, subject }) {
    process.stderr.write(`${JSON.stringify({ mail: messageId, to: to.address, subject })}\n`);
    return { outcome: 'sent', response: 'Written to the log, not sent' };
  },
};
