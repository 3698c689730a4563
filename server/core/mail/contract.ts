// What a mail transport receives and returns: values, nothing that reaches the database.

/** A name and an address; neither contains a line break. */
export interface Mailbox {
  name: string;
  address: string;
}

/** A finished message. */
export interface MailMessage {
  /** `random@domain`, the same for every try, so that a second copy can be recognised. */
  messageId: string;
  from: Mailbox;
  to: Mailbox;
  /** Address for answers, or ''. */
  replyTo: string;
  subject: string;
  text: string;
  html: string;
  /** Pictures that the HTML shows, by their content id. */
  pictures: { contentId: string; contentType: string; content: Buffer }[];
}

/** How a transport reaches the outside; which of it counts is the transport's business. */
export interface TransportSettings {
  host: string;
  port: number;
  security: 'starttls' | 'tls' | 'none';
  user: string;
  password: string;
  /** How long the other side may be silent, in ms. */
  timeoutMs: number;
}

/** What can go wrong; each has its sentence under `mail.problems` in the texts. */
export type MailProblem =
  | 'host_not_found'
  | 'connection_refused'
  | 'not_reachable'
  | 'time_out'
  | 'no_greeting'
  | 'certificate'
  | 'no_encryption'
  | 'encryption_expected'
  | 'sign_in_refused'
  | 'sign_in_missing'
  | 'sender_refused'
  | 'recipient_refused'
  | 'message_refused'
  | 'busy'
  | 'connection_lost'
  | 'interrupted';

/**
 * What became of a message.
 * - sent: the other side has taken it.
 * - refused: it will never take this message.
 * - later: it does not take this message now.
 * - unavailable: it takes no message at all now, whoever it is for.
 * - unknown: the connection ended when it had everything, before it said yes or no.
 */
export type SendResult =
  | { outcome: 'sent'; response: string }
  | {
      outcome: 'refused' | 'later' | 'unavailable' | 'unknown';
      problem: MailProblem;
      /** The other side's own words, at most 300 characters. */
      detail: string;
    };

/** A way for messages to leave. It receives values and returns values; it never throws. */
export interface MailTransport {
  id: string;
  send(settings: TransportSettings, message: MailMessage): Promise<SendResult>;
}
