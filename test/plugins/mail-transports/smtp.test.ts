import { createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import type { MailMessage, TransportSettings } from '../../../server/core/mail/index.js';
import { mailTransports } from '../../../server/plugins/mail-transports/index.js';
import { smtpTransport } from '../../../server/plugins/mail-transports/smtp/index.js';
import { startSmtp, type TestSmtp } from '../../support/smtp.js';

const message: MailMessage = {
  messageId: 'abc123@pm.example.com',
  from: { name: 'Studio Ström', address: 'agency@example.com' },
  to: { name: 'Änna', address: 'anna@example.com' },
  replyTo: '',
  subject: 'Grüße 漢字',
  text: 'Hello.\n.\nA line that is only a dot must not end it.\n',
  html: '<p>Hello.</p>',
  pictures: [{ contentId: 'logo-1', contentType: 'image/png', content: Buffer.from('png') }],
};

describe('Sending by SMTP', () => {
  let smtp: TestSmtp;

  before(async () => {
    smtp = await startSmtp();
  });
  after(() => smtp.close());
  beforeEach(() => {
    smtp.mode = 'ok';
    smtp.letters.length = 0;
  });

  const settings = (changes: Partial<TransportSettings> = {}): TransportSettings => ({
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none',
    user: '',
    password: '',
    timeoutMs: 5_000,
    ...changes,
  });
  const send = (changes: Partial<TransportSettings> = {}) =>
    smtpTransport.send(settings(changes), message);

  it('delivers the message as it was written, with its pictures beside the HTML', async () => {
    const result = await send();
    expect(result).to.deep.include({ outcome: 'sent' });
    const [letter] = smtp.letters;
    expect(letter?.messageId).to.equal('<abc123@pm.example.com>');
    expect(letter?.subject).to.equal('Grüße 漢字');
    expect(letter?.parsed.to?.[0]?.name).to.equal('Änna');
    expect(letter?.text.trim()).to.equal(message.text.trim());
    expect(letter?.html).to.contain('<p>Hello.</p>');
    const [picture] = letter?.parsed.attachments ?? [];
    expect(picture).to.deep.include({
      mimeType: 'image/png',
      contentId: '<logo-1>',
      disposition: 'inline',
    });
  });

  it('signs in when a user is given', async () => {
    await send({ user: 'agency', password: 'secret' });
    expect(smtp.letters[0]?.user).to.equal('agency');
  });

  const failures: [mode: TestSmtp['mode'], outcome: string, problem: string, detail: string][] = [
    ['busy', 'unavailable', 'busy', '421 Too busy'],
    ['later', 'later', 'busy', '451 Greylisted'],
    ['refuse-sender', 'unavailable', 'sender_refused', '550 Sender'],
    ['refuse-message', 'refused', 'message_refused', '554 Message'],
    ['drop', 'unknown', 'interrupted', ''],
  ];
  for (const [mode, outcome, problem, detail] of failures) {
    it(`FAULTS 15 a server in the mode "${mode}" means: ${outcome}, ${problem}`, async () => {
      smtp.mode = mode;
      const result = await send();
      expect(result).to.deep.include({ outcome, problem });
      expect('detail' in result && result.detail).to.contain(detail);
    });
  }

  it('FAULTS 16 an unknown recipient is refused in the words of the server', async () => {
    smtp.mode = 'refuse-recipient';
    const to = { name: '', address: 'unknown@example.com' };
    const result = await smtpTransport.send(settings(), { ...message, to });
    expect(result).to.deep.equal({
      outcome: 'refused',
      problem: 'recipient_refused',
      detail: '550 No such user here',
    });
  });

  it('S158 a wrong password, a silent server, a closed port and a missing name are told apart', async () => {
    smtp.mode = 'wrong-password';
    expect(await send({ user: 'a', password: 'b' })).to.deep.include({
      outcome: 'unavailable',
      problem: 'sign_in_refused',
    });
    smtp.mode = 'hang';
    expect(await send({ timeoutMs: 300 })).to.deep.include({ problem: 'no_greeting' });
    smtp.mode = 'ok';
    expect(await send({ port: await closedPort() })).to.deep.include({
      problem: 'connection_refused',
    });
    expect(await send({ host: 'no-such-host.invalid' })).to.deep.include({
      problem: 'host_not_found',
    });
  });

  it('S158 encryption that the server does not speak, or with a wrong certificate, is told apart', async () => {
    const secure = await startSmtp({ secure: true });
    try {
      expect(await send({ security: 'tls' })).to.deep.include({ problem: 'encryption_expected' });
      expect(await send({ security: 'starttls' })).to.deep.include({ problem: 'no_encryption' });
      const selfSigned = await send({ port: secure.port, security: 'tls' });
      expect(selfSigned).to.deep.include({ outcome: 'unavailable', problem: 'certificate' });
      const silent = await send({ port: secure.port, timeoutMs: 300 });
      expect(silent).to.deep.include({ problem: 'no_greeting' });
    } finally {
      await secure.close();
    }
  });

  it('SEC 60 a password is never sent where the connection was to be encrypted and is not', async () => {
    const result = await send({ security: 'starttls', user: 'agency', password: 'canary' });
    expect(result.outcome).to.equal('unavailable');
    expect(JSON.stringify(result)).not.to.contain('canary');
    expect(smtp.letters).to.deep.equal([]);
  });

  it('CVE 44 a server that floods is cut off, and its words are cut to 300 characters', async () => {
    const flood = await listen((socket) => socket.write(`554 ${'x'.repeat(5000)}\r\n`));
    const result = await send({ port: flood.port });
    flood.close();
    expect('detail' in result && result.detail.length).to.equal(300);
  });

  it('bears a server that says nonsense or hangs up', async () => {
    const nonsense = await listen((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await send({ port: nonsense.port })).outcome).to.equal('unavailable');
    nonsense.close();
    const rude = await listen((socket) => socket.destroy());
    expect((await send({ port: rude.port })).outcome).to.equal('unavailable');
    rude.close();
  });

  it('FAULTS 15 bears a server that breaks off in the middle of the encryption', async () => {
    const ends: [(socket: Socket) => void, string][] = [
      [(socket) => socket.destroy(), 'connection_lost'],
      [(socket) => socket.write(Buffer.alloc(300, 7)), 'no_encryption'],
      [() => {}, 'time_out'],
    ];
    for (const [end, problem] of ends) {
      const server = await listen((socket) => speakUntilEncryption(socket, end));
      const result = await send({ port: server.port, security: 'starttls', timeoutMs: 400 });
      expect(result).to.deep.include({ outcome: 'unavailable', problem });
      server.close();
    }
  });

  it('is one of several transports, each of one name', () => {
    const ids = mailTransports.map((transport) => transport.id);
    expect(ids).to.include.members(['smtp', 'log']);
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

async function listen(answer: (socket: Socket) => void) {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, close: () => server.close() };
}

function speakUntilEncryption(socket: Socket, end: (socket: Socket) => void): void {
  socket.write('220 ready\r\n');
  socket.on('data', (said) => {
    const command = said.toString('latin1').slice(0, 8).toUpperCase();
    if (command.startsWith('EHLO')) socket.write('250-hello\r\n250 STARTTLS\r\n');
    if (command !== 'STARTTLS') return;
    socket.write('220 go ahead\r\n');
    end(socket);
  });
}

async function closedPort(): Promise<number> {
  const { port, close } = await listen(() => {});
  close();
  return port;
}
