// E-mail: rooms say what and to whom; here it is kept, rendered in the agency's brand and sent.
import './sending.js';

export type { EmailData, EmailTemplate } from './catalogue.js';
export type {
  Mailbox,
  MailMessage,
  MailProblem,
  MailTransport,
  SendResult,
  TransportSettings,
} from './contract.js';
export { forgetRecipient } from './forgetting.js';
export {
  cleanOutbox,
  listOutbox,
  type MailEntry,
  type MailStatus,
  type OutboxState,
  outboxState,
  retryMessage,
} from './listing.js';
export { type MailRequest, type NewMail, queueMail, queueMails, type Recipient } from './outbox.js';
export { restMail, resumeMail, sendWaitingMail } from './sending.js';
export { checkTemplates, templateNames } from './templates.js';
export { sendTestMail, type TestResult } from './test-mail.js';
export { isMailSetUp, type MailSettings, mailSettings, useMailTransports } from './transport.js';
