import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailMessage, MailTransport, SendResult, TransportSettings } from '../transport.js';
import { type Progress, resultOf } from './problems.js';

/** Time in which a connection must stand, in ms; name look-up and encryption included. */
const connectionMs = 20_000;

/**
 * Sends by SMTP (RFC 5321), one connection for each message. Only the connection class of
 * nodemailer is used: its transport does not tell whether the server already had the message when
 * a connection broke, and that decides whether a second copy may arrive.
 */
export const smtpTransport: MailTransport = {
  id: 'smtp',
  async send(settings, message) {
    const progress: Progress = { hasBegunData: false };
    try {
      const content = await compose(message);
      return await converse(settings, message, { content, progress });
    } catch (error) {
      return resultOf(error as Error, progress, settings);
    }
  },
};

async function converse(
  settings: TransportSettings,
  message: MailMessage,
  { content, progress }: { content: Buffer; progress: Progress },
): Promise<SendResult> {
  const connection = new SMTPConnection(connectionOptions(settings));
  try {
    // An error of the socket may come at any time, also between two commands.
    const broken = new Promise<never>((_, reject) => connection.on('error', reject));
    const talk = async (): Promise<SendResult> => {
      await step((done) => connection.connect(done));
      await signIn(connection, settings);
      const envelope = { from: message.from.address, to: message.to.address, size: content.length };
      const { response } = await step<{ response: string }>((done) =>
        connection.send(envelope, noticed(content, progress), done),
      );
      connection.quit();
      return { outcome: 'sent', response: response.slice(0, 300) };
    };
    return await Promise.race([talk(), broken]);
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function signIn(connection: SMTPConnection, settings: TransportSettings): Promise<void> {
  if (!settings.user) return;
  if (!connection.allowsAuth) {
    throw Object.assign(new Error('The server offers no sign-in'), { code: 'ENOAUTH' });
  }
  const credentials = { user: settings.user, pass: settings.password };
  await step((done) => connection.login({ credentials }, done));
}

function connectionOptions(settings: TransportSettings) {
  const { host, port, security, timeoutMs } = settings;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: Math.min(connectionMs, timeoutMs),
    greetingTimeout: Math.min(connectionMs, timeoutMs),
    dnsTimeout: Math.min(connectionMs, timeoutMs),
    // Later than the others, which know better what they waited for.
    socketTimeout: timeoutMs + 1000,
    tls: { minVersion: 'TLSv1.2' as const },
  };
}

/** The message as a stream that notes when the server has asked for it: nodemailer reads it then. */
function noticed(content: Buffer, progress: Progress): Readable {
  return Readable.from(
    (function* () {
      progress.hasBegunData = true;
      yield content;
    })(),
  );
}

function compose(message: MailMessage): Promise<Buffer> {
  const mail = new MailComposer({
    from: message.from,
    to: message.to,
    ...(message.replyTo ? { replyTo: message.replyTo } : {}),
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: `<${message.messageId}>`,
    // Says to holiday notices and list robots that no answer is wanted (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: message.pictures.map(({ contentId, contentType, content }) => ({
      cid: contentId,
      contentType,
      content,
      contentDisposition: 'inline',
      filename: false,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return step((done) => mail.compile().build(done));
}

/** One step of a conversation that answers by a callback. */
function step<Result>(
  begin: (done: (error?: Error | null, result?: Result) => void) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    begin((error, result) => (error ? reject(error) : resolve(result as Result)));
  });
}
