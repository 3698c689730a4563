import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, hour, minute } from '../../../server/core/dates/index.js';
import { startWorker, workOff } from '../../../server/core/jobs/index.js';
import { outboxState, retryMessage, sendWaitingMail } from '../../../server/core/mail/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { entries, newest, testOutbox, write } from './outbox.js';

describe('The outbox in bad times', () => {
  const outbox = testOutbox();
  const addresses = () => outbox.mailbox.smtp.letters.map((letter) => letter.to[0]);

  it('S158 FAULTS 15 keeps letters while no mail server is entered, and says so', async () => {
    await saveInstallationSettings({ 'mail.host': '' });
    await write('anna@example.com');
    await workOff('mail');
    expect(await newest()).to.deep.include({
      status: 'waiting',
      attempts: 0,
      problem: { key: 'mail.problems.not_set_up', detail: '' },
    });
    expect(await outboxState()).to.deep.include({ isSetUp: false, waitingSince: outbox.moment });
    await saveInstallationSettings({ 'mail.host': '127.0.0.1' });
    await workOff('mail');
    expect((await newest()).status).to.equal('sent');
  });

  it('FAULTS 15 a mail server that is down for a day: every letter once, oldest first', async () => {
    outbox.mailbox.smtp.mode = 'busy';
    for (let at = 0; at < 10; at += 1) {
      await write(`person${at}@example.com`);
      await workOff('mail');
      outbox.moment += 2 * hour;
    }
    const connections = outbox.mailbox.smtp.connections;
    expect((await newest()).status).to.equal('waiting');
    const state = await outboxState();
    expect(state.counts.waiting).to.equal(10);
    expect(state.problem?.key).to.equal('mail.problems.busy');
    expect(state.problem?.detail).to.contain('Too busy');
    expect(connections, 'one try at a time for all, not one for each letter').to.be.lessThan(25);
    outbox.mailbox.smtp.mode = 'ok';
    outbox.moment += 2 * hour;
    await workOff('mail');
    expect(addresses()).to.deep.equal(
      Array.from({ length: 10 }, (_, at) => `person${at}@example.com`),
    );
    expect(new Set(outbox.mailbox.smtp.letters.map((letter) => letter.messageId)).size).to.equal(
      10,
    );
  });

  it('FAULTS 15 drops what would arrive dead instead of sending it', async () => {
    outbox.mailbox.smtp.mode = 'busy';
    await write('anna@example.com', { expiresAt: outbox.moment + hour, sensitive: true });
    await workOff('mail');
    outbox.mailbox.smtp.mode = 'ok';
    outbox.moment += hour;
    await workOff('mail');
    expect(addresses()).to.deep.equal([]);
    expect(await newest()).to.deep.include({ status: 'expired', canRetry: false });
    expect((await newest()).problem?.key).to.equal('mail.problems.expired');
    expect(await retryMessage((await newest()).id)).to.equal(false);
  });

  it('FAULTS 15 pauses grow to an hour, and after three days a letter is given up', async () => {
    outbox.mailbox.smtp.mode = 'busy';
    await write('anna@example.com', { expiresAt: outbox.moment + 30 * day });
    const start = outbox.moment;
    const pauses: number[] = [];
    for (let at = 0; at < 8; at += 1) {
      await workOff('mail');
      const { nextAttemptAt } = await newest();
      pauses.push(((nextAttemptAt ?? 0) - outbox.moment) / minute);
      outbox.moment = nextAttemptAt ?? 0;
    }
    expect(pauses).to.deep.equal([1, 2, 4, 8, 16, 32, 60, 60]);
    outbox.moment = start + 3 * day - 1;
    await workOff('mail');
    expect((await newest()).status).to.equal('waiting');
    outbox.moment += hour;
    await workOff('mail');
    expect(await newest()).to.deep.include({ status: 'failed', canRetry: true });
  });

  it('FAULTS 16 one address that is refused does not hold the others up', async () => {
    outbox.mailbox.smtp.mode = 'refuse-recipient';
    await write('unknown@example.com');
    await write('anna@example.com');
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
    const refused = (await entries()).find((entry) => entry.status === 'failed');
    expect(refused?.to.address).to.equal('unknown@example.com');
    expect(refused?.problem?.key).to.equal('mail.problems.recipient_refused');
    expect(refused?.problem?.detail).to.equal('550 No such user here');
    outbox.moment += day;
    await workOff('mail');
    expect(addresses(), 'it is not tried for ever').to.have.length(1);
  });

  it('FAULTS 16 a refused letter can be sent again by a person', async () => {
    outbox.mailbox.smtp.mode = 'refuse-message';
    await write('anna@example.com');
    await workOff('mail');
    const failed = await newest();
    expect(failed.problem?.key).to.equal('mail.problems.message_refused');
    outbox.mailbox.smtp.mode = 'ok';
    expect(await retryMessage(failed.id, 2), 'not by another workspace').to.equal(false);
    expect(await retryMessage(failed.id, 1)).to.equal(true);
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
    expect(await retryMessage(failed.id)).to.equal(false);
  });

  it('FAULTS 15 a server that asks to come back later is asked later, for that letter alone', async () => {
    outbox.mailbox.smtp.mode = 'later';
    await write('anna@example.com');
    await workOff('mail');
    expect((await newest()).problem?.detail).to.contain('Greylisted');
    outbox.mailbox.smtp.mode = 'ok';
    await write('ben@example.com');
    await workOff('mail');
    expect(addresses()).to.deep.equal(['ben@example.com']);
    outbox.moment += minute;
    await workOff('mail');
    expect(addresses()).to.deep.equal(['ben@example.com', 'anna@example.com']);
  });

  it('FAULTS 15 a connection cut after the message means at most two copies of one message id', async () => {
    outbox.mailbox.smtp.mode = 'drop';
    await write('anna@example.com');
    await workOff('mail');
    expect(addresses()).to.have.length(1);
    expect((await newest()).status).to.equal('waiting');
    outbox.mailbox.smtp.mode = 'ok';
    outbox.moment += minute;
    await workOff('mail');
    const [first, second, ...more] = outbox.mailbox.smtp.letters;
    expect(more).to.deep.equal([]);
    expect(second?.messageId).to.equal(first?.messageId);
    expect((await newest()).status).to.equal('sent');
  });

  it('FAULTS 15 a server that cuts each time gets no third copy; a person decides', async () => {
    outbox.mailbox.smtp.mode = 'drop';
    await write('anna@example.com');
    for (let at = 0; at < 5; at += 1) {
      await workOff('mail');
      outbox.moment += hour;
    }
    expect(addresses()).to.have.length(2);
    expect(await newest()).to.deep.include({ status: 'failed', canRetry: true });
    expect((await newest()).problem?.key).to.equal('mail.problems.interrupted');
  });

  it('FAULTS 1 a process killed while sending: once more with the same message id, then a person decides', async () => {
    await write('anna@example.com');
    const killed = () =>
      table('outbox').update({
        status: 'sending',
        lease_token: 'killed',
        next_attempt_at: outbox.moment - 1,
      });
    await killed();
    await workOff('mail');
    expect(addresses()).to.have.length(1);
    expect((await newest()).response, 'the mark is gone').to.contain('Message accepted');

    await outbox.mailbox.clear();
    await write('ben@example.com');
    await killed();
    await table('outbox').update({ response: 'interrupted' });
    await workOff('mail');
    expect(addresses()).to.deep.equal([]);
    expect((await newest()).status).to.equal('failed');
  });

  it('FAULTS 15 tries at once when the settings of the server change', async () => {
    outbox.mailbox.smtp.mode = 'wrong-password';
    await saveInstallationSettings({ 'mail.user': 'agency', 'mail.password': 'wrong' });
    await write('anna@example.com');
    await workOff('mail');
    expect((await newest()).problem?.key).to.equal('mail.problems.sign_in_refused');
    outbox.mailbox.smtp.mode = 'ok';
    await workOff('mail');
    expect(addresses()).to.deep.equal([]);
    await saveInstallationSettings({ 'mail.password': 'right' });
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
    expect(outbox.mailbox.smtp.letters[0]?.user).to.equal('agency');
    await saveInstallationSettings({ 'mail.user': '' });
  });

  it('can be told to try everything now', async () => {
    outbox.mailbox.smtp.mode = 'busy';
    await write('anna@example.com');
    await workOff('mail');
    outbox.mailbox.smtp.mode = 'ok';
    await sendWaitingMail();
    await workOff('mail');
    expect(addresses()).to.deep.equal(['anna@example.com']);
  });

  it('FAULTS 21 goes on after the clock had jumped a year ahead', async () => {
    outbox.mailbox.smtp.mode = 'busy';
    outbox.moment += 365 * day;
    await write('anna@example.com', { expiresAt: outbox.moment + 400 * day });
    await workOff('mail');
    outbox.moment -= 365 * day;
    outbox.mailbox.smtp.mode = 'ok';
    const worker = startWorker({ pollMs: 5 });
    while (addresses().length === 0) await new Promise(setImmediate);
    await worker.stop();
  });
});
