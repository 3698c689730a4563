import type { MailProblem, SendResult, TransportSettings } from '../transport.js';

/** How far a message came before something went wrong. */
export interface Progress {
  hasBegunData: boolean;
}

type Failure = Exclude<SendResult, { outcome: 'sent' }>;

/** The fields that nodemailer and Node put on an error; see nodemailer/lib/errors. */
interface SmtpError extends Error {
  code?: string;
  originalCode?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  permanent?: boolean;
  timeoutType?: string;
}

const detailLength = 300;
const unreachable = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EACCES']);

/** Translates what went wrong in a conversation with an SMTP server into what it means for the message. */
export function resultOf(
  error: SmtpError,
  { hasBegunData }: Progress,
  settings: TransportSettings,
): SendResult {
  const detail = wordsOf(error).slice(0, detailLength);
  const fail = (outcome: Failure['outcome'], problem: MailProblem) => ({
    outcome,
    problem,
    detail,
  });
  if (error.code === 'EAUTH') return fail('unavailable', 'sign_in_refused');
  if (error.code === 'ENOAUTH') return fail('unavailable', 'sign_in_missing');
  if (error.responseCode) return fail(...refusal(error));
  if (hasBegunData) return fail('unknown', 'interrupted');
  return fail('unavailable', connectionProblem(error, settings));
}

/** The server's own answer, or what went wrong without the numbers that OpenSSL puts around it. */
function wordsOf(error: SmtpError): string {
  const words = (error.response ?? error.message).replace(/\s+/g, ' ').trim();
  return /^[0-9A-F]+:error:[^:]*:[^:]*:[^:]*:([^:]+):/.exec(words)?.[1] ?? words;
}

/** 421 ends the service (RFC 5321, 3.8); 4yz is for now, 5yz for good (4.2.1). */
function refusal(error: SmtpError): [Failure['outcome'], MailProblem] {
  if (error.code === 'ETLS' || error.command === 'STARTTLS')
    return ['unavailable', 'no_encryption'];
  if (error.responseCode === 421 || !error.command) return ['unavailable', 'busy'];
  const isForGood = error.permanent === true;
  if (error.command === 'MAIL FROM') return ['unavailable', isForGood ? 'sender_refused' : 'busy'];
  if (error.command === 'RCPT TO') {
    return isForGood ? ['refused', 'recipient_refused'] : ['later', 'busy'];
  }
  if (error.command === 'DATA') {
    return isForGood ? ['refused', 'message_refused'] : ['later', 'busy'];
  }
  return ['unavailable', isForGood ? 'not_reachable' : 'busy'];
}

function connectionProblem(error: SmtpError, settings: TransportSettings): MailProblem {
  const code = error.originalCode ?? error.code ?? '';
  if (error.code === 'EDNS' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'host_not_found';
  if (code === 'ECONNREFUSED') return 'connection_refused';
  if (error.timeoutType === 'GREETING_TIMEOUT') return 'no_greeting';
  if (error.code === 'ETIMEDOUT' || code === 'ETIMEDOUT') return 'time_out';
  if (isCertificate(code, error.message)) return 'certificate';
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|wrong version/i.test(code + error.message)) {
    return settings.security === 'tls' ? 'encryption_expected' : 'no_encryption';
  }
  if (error.code === 'ETLS') return 'no_encryption';
  return unreachable.has(code) ? 'not_reachable' : 'connection_lost';
}

function isCertificate(code: string, message: string): boolean {
  return (
    /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code) ||
    /certificate|altnames/i.test(message)
  );
}
