import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/**
 * What the server does:
 * ok takes everything · busy ends the service with 421 · later answers 451 to each recipient ·
 * refuse-recipient answers 550 to addresses that begin with "unknown" · refuse-sender 550 to each
 * sender · refuse-message 554 after the message · hang accepts the connection and says nothing ·
 * wrong-password refuses every sign-in · drop takes the message and cuts the connection instead of
 * answering.
 */
export type SmtpMode =
  | 'ok'
  | 'busy'
  | 'later'
  | 'refuse-recipient'
  | 'refuse-sender'
  | 'refuse-message'
  | 'hang'
  | 'wrong-password'
  | 'drop';

/** A message as it arrived. */
export interface Letter {
  /** Envelope addresses. */
  from: string;
  to: string[];
  user: string | undefined;
  messageId: string;
  subject: string;
  text: string;
  html: string;
  parsed: Email;
  raw: string;
}

/** An SMTP server on the loopback interface. */
export interface TestSmtp {
  port: number;
  mode: SmtpMode;
  /** Everything that was taken, in the order of arrival. */
  letters: Letter[];
  /** Connections since the start. */
  connections: number;
  close(): Promise<void>;
}

/** Starts a real SMTP server that takes any sign-in and can fail in all the ways servers do. */
export async function startSmtp(options: { secure?: boolean } = {}): Promise<TestSmtp> {
  const sockets = new Set<Socket>();
  const fail = (code: number, text: string) =>
    Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    secure: options.secure ?? false,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: options.secure ? [] : ['STARTTLS'],
    closeTimeout: 10,
    onConnect: (_session, done) => {
      smtp.connections += 1;
      if (smtp.mode === 'hang') return;
      done(smtp.mode === 'busy' ? fail(421, 'Too busy, try again later') : undefined);
    },
    onAuth: ({ username }, _session, done) => {
      if (smtp.mode === 'wrong-password') done(fail(535, 'Authentication credentials invalid'));
      else done(null, { user: username ?? '' });
    },
    onMailFrom: (_address, _session, done) =>
      done(smtp.mode === 'refuse-sender' ? fail(550, 'Sender not allowed here') : undefined),
    onRcptTo: ({ address }, _session, done) => {
      if (smtp.mode === 'later') return done(fail(451, 'Greylisted, come back later'));
      const isUnknown = smtp.mode === 'refuse-recipient' && address.startsWith('unknown');
      done(isUnknown ? fail(550, 'No such user here') : undefined);
    },
    onData: (stream, session, done) => {
      void buffer(stream).then(async (raw) => {
        if (smtp.mode === 'refuse-message') return done(fail(554, 'Message looks like spam'));
        const { mailFrom, rcptTo } = session.envelope;
        smtp.letters.push(
          await read(raw, {
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            user: session.user ? String(session.user) : undefined,
          }),
        );
        if (smtp.mode === 'drop') for (const socket of sockets) socket.destroy();
        else done(null, 'Message accepted');
      });
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const smtp: TestSmtp = {
    port: (server.server.address() as AddressInfo).port,
    mode: 'ok',
    letters: [],
    connections: 0,
    close: async () => {
      // Node 20 crashes when the socket below a TLS handshake is destroyed; the server ends those itself.
      if (!options.secure) for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return smtp;
}

async function read(raw: Buffer, envelope: Pick<Letter, 'from' | 'to' | 'user'>): Promise<Letter> {
  const parsed = await PostalMime.parse(raw);
  return {
    ...envelope,
    messageId: parsed.messageId ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    parsed,
    raw: raw.toString('latin1'),
  };
}
