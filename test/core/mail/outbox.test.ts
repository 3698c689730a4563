import { expect } from 'chai';
import { table, transaction } from '../../../server/core/database/index.js';
import { day, setClock } from '../../../server/core/dates/index.js';
import { startWorker, workOff } from '../../../server/core/jobs/index.js';
import {
  cleanOutbox,
  listOutbox,
  outboxState,
  queueMail,
} from '../../../server/core/mail/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { entries, newest, testOutbox, write } from './outbox.js';

describe('The outbox', () => {
  const outbox = testOutbox();

  it('sends a letter from the agency, in both forms, once', async () => {
    await saveInstallationSettings({ 'mail.reply_to': 'hello@example.com' });
    await write('anna@example.com');
    await workOff('mail');
    await workOff('mail');
    const letters = await outbox.mailbox.collect();
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
    expect(await newest()).to.deep.include({ status: 'sent', problem: null });
    expect((await newest()).response).to.contain('Message accepted');
  });

  it('sends nothing when the change was taken back', async () => {
    const failing = transaction(async () => {
      await write('anna@example.com');
      throw new Error('no');
    });
    await failing.catch(() => {});
    expect(await outbox.mailbox.collect()).to.deep.equal([]);
  });

  it('sends at once when a letter is written, long before the next poll', async () => {
    setClock();
    const worker = startWorker({ pollMs: 3_600_000 });
    await write('anna@example.com');
    while (outbox.mailbox.smtp.letters.length === 0) await new Promise(setImmediate);
    await worker.stop();
    expect((await newest()).status).to.equal('sent');
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
    const letters = await outbox.mailbox.collect();
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
    outbox.moment += 91 * day;
    await write('dead@example.com', { expiresAt: outbox.moment - 1 });
    await write('alive@example.com');
    await cleanOutbox();
    const rows = (await table('outbox').orderBy('id')) as { to_address: string; data: string }[];
    expect(rows.map((row) => [row.to_address, row.data === ''])).to.deep.equal([
      ['dead@example.com', true],
      ['alive@example.com', false],
    ]);
  });
});
