import { expect } from 'chai';
import { useSecretKey } from '../../../server/core/crypto/index.js';
import { table, transaction } from '../../../server/core/database/index.js';
import { day, hour, minute, setClock } from '../../../server/core/dates/index.js';
import { startWorker, workOff } from '../../../server/core/jobs/index.js';
import {
  cleanOutbox,
  listOutbox,
  type MailRequest,
  outboxState,
  queueMail,
  retryMessage,
  sendWaitingMail,
} from '../../../server/core/mail/index.js';
import {
  forgetSettings,
  loadSettings,
  saveInstallationSettings,
  saveSettings,
} from '../../../server/core/settings/index.js';
import { openTestDatabase } from '../../support/database.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';

describe('The outbox', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let mailbox: Mailbox;
  let moment: number;

  before(async () => {
    useSecretKey(Buffer.alloc(32, 3));
    database = await openTestDatabase();
    forgetSettings();
    await loadSettings();
    mailbox = await startMailbox();
    await saveSettings(1, { 'general.name': 'Studio Ström' });
  });
  after(async () => {
    await mailbox.close();
    forgetSettings();
    await database.drop();
  });
  beforeEach(async () => {
    await mailbox.clear();
    mailbox.smtp.mode = 'ok';
    moment = Date.now();
    setClock(() => moment);
  });
  afterEach(() => setClock());

  const write = (address: string, more: Partial<MailRequest> = {}) =>
    queueMail({
      workspaceId: 1,
      to: { name: 'Anna', address },
      locale: 'en',
      template: 'password-reset',
      data: { link: '/reset-password/canary-token' },
      ...more,
    } as MailRequest);

  const entries = async () => (await listOutbox({})).rows;
  const only = async () => {
    const [entry] = await entries();
    if (!entry) throw new Error('The outbox is empty');
    return entry;
  };
  const addresses = () => mailbox.smtp.letters.map((letter) => letter.to[0]);

  it('sends a letter from the agency, in both forms, once', async () => {
    await saveInstallationSettings({ 'mail.reply_to': 'hello@example.com' });
    await write('anna@example.com');
    await workOff('mail');
    await workOff('mail');
    const letters = await mailbox.collect();
    expect(letters).to.have.length(1);
    const [letter] = letters;
    expect(letter?.parsed.from).to.deep.include({
      name: 'Studio Ström',
      address: 'agency@example.com',
    });
    expect(letter?.parsed.to?.[0]).to.deep.include({ name: 'Anna', address: 'anna@example.com' });
    expect(letter?.parsed.replyTo?.[0]).to.deep.include({ address: 'hello@example.com' });
    expect(letter?.subject).to.equal('Choose a new password for Studio Ström');
    expect(letter?.text).to.contain('http://127.0.0.1/reset-password/canary-token');
    expect(letter?.html).to.contain('href="http://127.0.0.1/reset-password/canary-token"');
    const headers = new Map(letter?.parsed.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('auto-submitted')).to.equal('auto-generated');
    expect(await only()).to.deep.include({ status: 'sent', problem: null });
    expect((await only()).response).to.contain('Message accepted');
  });

  it('sends nothing when the change was taken back', async () => {
    const failing = transaction(async () => {
      await write('anna@example.com');
      throw new Error('no');
    });
    await failing.catch(() => {});
    expect(await mailbox.collect()).to.deep.equal([]);
  });

  it('sends at once when a letter is written, long before the next poll', async () => {
    setClock();
    const worker = startWorker({ pollMs: 3_600_000 });
    await write('anna@example.com');
    while (mailbox.smtp.letters.length === 0) await new Promise(setImmediate);
    await worker.stop();
    expect((await only()).status).to.equal('sent');
  });

  it('SEC 64 CVE 56 keeps links unreadable, and wipes them when the letter has left', async () => {
    await write('anna@example.com', { sensitive: true });
    expect(JSON.stringify(await table('outbox'))).not.to.contain('canary');
    await workOff('mail');
    const [row] = (await table('outbox')) as { data: string }[];
    expect(row?.data).to.equal('');
  });

  it('SEC 9 CVE 59 refuses an address that is more than one address', async () => {
    const hostile = [
      'anna@example.com\r\nBcc: evil@example.com',
      'anna@example.com,evil@example.com',
      'anna@example.com; evil@example.com',
      '<evil@example.com>',
      'Anna <anna@example.com>',
      'anna@example.com evil@example.com',
      '"a b"@example.com',
      'anna@[127.0.0.1]',
      'anna',
      '',
      'a@b@c',
    ];
    for (const address of hostile) {
      const failure = await write(address).catch((error: Error) => error);
      expect(failure, address).to.be.instanceOf(Error);
    }
    expect(await entries()).to.deep.equal([]);
  });

  it('SEC 9 CVE 59 folds line breaks in names and subjects, so that there is one recipient', async () => {
    await write('anna@example.com', {
      to: { name: 'Anna\r\nBcc: evil@example.com', address: 'anna@example.com' },
    });
    await queueMail({
      workspaceId: 1,
      to: { name: '', address: 'ben@example.com' },
      locale: 'en',
      template: 'comment-added',
      data: {
        author: 'Eve\r\nBcc: evil@example.com',
        title: 'x\nX-Evil: 1',
        excerpt: 'y',
        link: '/tasks/7',
      },
    });
    const letters = await mailbox.collect();
    expect(letters.map((letter) => letter.to)).to.deep.equal([
      ['anna@example.com'],
      ['ben@example.com'],
    ]);
    for (const { raw } of letters) {
      expect(raw.split('\r\n\r\n')[0]).not.to.match(/^(bcc|x-evil):/im);
    }
  });

  it('CVE 18 refuses links that lead nowhere or elsewhere by a trick', async () => {
    for (const link of ['javascript:alert(1)', '//evil.example/x', 'x', 'ftp://x', '/a b', '']) {
      const failure = await write('anna@example.com', { data: { link } }).catch(
        (error: Error) => error,
      );
      expect(failure, link).to.be.instanceOf(Error);
    }
  });

  it('S158 FAULT 15 keeps letters while no mail server is entered, and says so', async () => {
    await saveInstallationSettings({ 'mail.host': '' });
    await write('anna@example.com');
    await workOff('mail');
    expect(await only()).to.deep.include({
      status: 'waiting',
      attempts: 0,
      problem: { key: 'mail.problems.not_set_up', detail: '' },
    });
    expect(await outboxState()).to.deep.include({ isSetUp: false, waitingSince: moment });
    await saveInstallationSettings({ 'mail.host': '127.0.0.1' });
    await workOff('mail');
    expect((await only()).status).to.equal('sent');
  });

  it('FAULT 15 a mail server that is down for a day: every letter once, oldest first', async () => {
    mailbox.smtp.mode = 'busy';
    for (let at = 0; at < 10; at += 1) {
      await write(`person${at}@example.com`);
      await workOff('mail');
      moment += 2 * hour;
    }
    const connections = mailbox.smtp.connections;
    expect((await only()).status).to.equal('waiting');
    const state = await outboxState();
    expect(state.counts.waiting).to.equal(10);
    expect(state.problem?.key).to.equal('mail.problems.busy');
    expect(state.problem?.detail).to.contain('Too busy');
    expect(connections, 'one try at a time for all, not one for each letter').to.be.lessThan(25);
    mailbox.smtp.mode = 'ok';
    moment += 2 * hour;
    await workOff('mail');
    expect(addresses()).to.deep.equal(
      Array.from({ length: 10 }, (_, at) => `person${at}@example.com`),
    );
    expect(new Set(mailbox.smtp.letters.map((letter) => letter.messageId)).size).to.equal(10);
  });

  it('FAULT 15 drops what would arrive dead instead of sending it', async () => {
    mailbox.smtp.mode = 'busy';
    await write('anna@example.com', { expiresAt: moment + hour, sensitive: true });
    await workOff('mail');
    mailbox.smtp.mode = 'ok';
    moment += hour;
    await workOff('mail');
    expect(addresses()).to.deep.equal([]);
    expect(await only()).to.deep.include({ status: 'expired', canRetry: false });
    expect((await only()).problem?.key).to.equal('mail.problems.expired');
    expect(await retryMessage((await only()).id)).to.equal(false);
  });

  it('FAULT 15 pauses grow to an hour, and after three days a letter is given up', async () => {
    mailbox.smtp.mode = 'busy';
    await write('anna@example.com', { expiresAt: moment + 30 * day });
    const start = moment;
    const pauses: number[] = [];
    for (let at = 0; at < 8; at += 1) {
      await workOff('mail');
      const { nextAttemptAt } = await only();
      pauses.push(((nextAttemptAt ?? 0) - moment) / minute);
      moment = nextAttemptAt ?? 0;
    }
    expect(pauses).to.deep.equal([1, 2, 4, 8, 16, 32, 60, 60]);
    moment = start + 3 * day - 1;
    await workOff('mail');
    expect((await only()).status).to.equal('waiting');
    moment += hour;
    await workOff('mail');
    expect(await only()).to.deep.include({ status: 'failed', canRetry: true });
  });

  it('FAULT 16 one address that is refused does not hold the others up', async () => {
    mailbox.smtp.mode = 'refuse-recipient';
    await write('unknown@example.com');
    await write('anna@example.com');
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
    const refused = (await entries()).find((entry) => entry.status === 'failed');
    expect(refused?.to.address).to.equal('unknown@example.com');
    expect(refused?.problem?.key).to.equal('mail.problems.recipient_refused');
    expect(refused?.problem?.detail).to.equal('550 No such user here');
    moment += day;
    await workOff('mail');
    expect(addresses(), 'it is not tried for ever').to.have.length(1);
  });

  it('FAULT 16 a refused letter can be sent again by a person', async () => {
    mailbox.smtp.mode = 'refuse-message';
    await write('anna@example.com');
    await workOff('mail');
    const failed = await only();
    expect(failed.problem?.key).to.equal('mail.problems.message_refused');
    mailbox.smtp.mode = 'ok';
    expect(await retryMessage(failed.id, 2), 'not by another workspace').to.equal(false);
    expect(await retryMessage(failed.id, 1)).to.equal(true);
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
    expect(await retryMessage(failed.id)).to.equal(false);
  });

  it('FAULT 15 a server that asks to come back later is asked later, for that letter alone', async () => {
    mailbox.smtp.mode = 'later';
    await write('anna@example.com');
    await workOff('mail');
    expect((await only()).problem?.detail).to.contain('Greylisted');
    mailbox.smtp.mode = 'ok';
    await write('ben@example.com');
    await workOff('mail');
    expect(addresses()).to.deep.equal(['ben@example.com']);
    moment += minute;
    await workOff('mail');
    expect(addresses()).to.deep.equal(['ben@example.com', 'anna@example.com']);
  });

  it('FAULT 15 a connection cut after the message means at most two copies of one message id', async () => {
    mailbox.smtp.mode = 'drop';
    await write('anna@example.com');
    await workOff('mail');
    expect(addresses()).to.have.length(1);
    expect((await only()).status).to.equal('waiting');
    mailbox.smtp.mode = 'ok';
    moment += minute;
    await workOff('mail');
    const [first, second, ...more] = mailbox.smtp.letters;
    expect(more).to.deep.equal([]);
    expect(second?.messageId).to.equal(first?.messageId);
    expect((await only()).status).to.equal('sent');
  });

  it('FAULT 15 a server that cuts each time gets no third copy; a person decides', async () => {
    mailbox.smtp.mode = 'drop';
    await write('anna@example.com');
    for (let at = 0; at < 5; at += 1) {
      await workOff('mail');
      moment += hour;
    }
    expect(addresses()).to.have.length(2);
    expect(await only()).to.deep.include({ status: 'failed', canRetry: true });
    expect((await only()).problem?.key).to.equal('mail.problems.interrupted');
  });

  it('FAULT 1 a process killed while sending: once more with the same message id, then a person decides', async () => {
    await write('anna@example.com');
    const killed = () =>
      table('outbox').update({
        status: 'sending',
        lease_token: 'killed',
        next_attempt_at: moment - 1,
      });
    await killed();
    await workOff('mail');
    expect(addresses()).to.have.length(1);
    expect((await only()).response, 'the mark is gone').to.contain('Message accepted');

    await mailbox.clear();
    await write('ben@example.com');
    await killed();
    await table('outbox').update({ response: 'interrupted' });
    await workOff('mail');
    expect(addresses()).to.deep.equal([]);
    expect((await only()).status).to.equal('failed');
  });

  it('FAULT 15 tries at once when the settings of the server change', async () => {
    mailbox.smtp.mode = 'wrong-password';
    await saveInstallationSettings({ 'mail.user': 'agency', 'mail.password': 'wrong' });
    await write('anna@example.com');
    await workOff('mail');
    expect((await only()).problem?.key).to.equal('mail.problems.sign_in_refused');
    mailbox.smtp.mode = 'ok';
    await workOff('mail');
    expect(addresses()).to.deep.equal([]);
    await saveInstallationSettings({ 'mail.password': 'right' });
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
    expect(mailbox.smtp.letters[0]?.user).to.equal('agency');
    await saveInstallationSettings({ 'mail.user': '' });
  });

  it('can be told to try everything now', async () => {
    mailbox.smtp.mode = 'busy';
    await write('anna@example.com');
    await workOff('mail');
    mailbox.smtp.mode = 'ok';
    await sendWaitingMail();
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
  });

  it('FAULT 21 goes on after the clock had jumped a year ahead', async () => {
    mailbox.smtp.mode = 'busy';
    moment += 365 * day;
    await write('anna@example.com', { expiresAt: moment + 400 * day });
    await workOff('mail');
    moment -= 365 * day;
    mailbox.smtp.mode = 'ok';
    const worker = startWorker({ pollMs: 5 });
    while (addresses().length === 0) await new Promise(setImmediate);
    await worker.stop();
  });

  it('is listed by status and workspace, newest first', async () => {
    await write('anna@example.com');
    await workOff('mail');
    await write('ben@example.com');
    await write('eve@example.com', { workspaceId: 2 });
    const list = async (wanted: Parameters<typeof listOutbox>[0]) =>
      (await listOutbox(wanted)).rows.map((entry) => entry.to.address);
    expect(await list({ workspaceId: 1 })).to.deep.equal(['ben@example.com', 'anna@example.com']);
    expect(await list({ status: 'sent' })).to.deep.equal(['anna@example.com']);
    expect(await list({ page: 2, perPage: 2 })).to.deep.equal(['anna@example.com']);
    expect((await outboxState(1)).counts).to.deep.include({ waiting: 1, sent: 1, failed: 0 });
  });

  it('is kept small: old letters are forgotten, what is over is wiped', async () => {
    await write('old@example.com');
    await workOff('mail');
    moment += 91 * day;
    await write('dead@example.com', { expiresAt: moment - 1 });
    await write('alive@example.com');
    await cleanOutbox();
    const rows = (await table('outbox').orderBy('id')) as { to_address: string; data: string }[];
    expect(rows.map((row) => [row.to_address, row.data === ''])).to.deep.equal([
      ['dead@example.com', true],
      ['alive@example.com', false],
    ]);
  });
});
