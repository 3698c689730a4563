// The contract of mail transports: how core/mail speaks to them.
export type {
  MailMessage,
  MailProblem,
  MailTransport,
  SendResult,
  TransportSettings,
} from '../../core/mail/contract.js';
