import { Readable } from 'node:stream';
import { expect } from 'chai';
import sharp from 'sharp';
import { useSecretKey } from '../../../server/core/crypto/index.js';
import { table } from '../../../server/core/database/index.js';
import { hasText } from '../../../server/core/locale/index.js';
import { mailSettings, sendTestMail } from '../../../server/core/mail/index.js';
import { forgetSettings, loadSettings, saveSettings } from '../../../server/core/settings/index.js';
import { saveImage } from '../../../server/core/storage/index.js';
import { openTestDatabase } from '../../support/database.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { temporaryUploads } from '../storage/folder.js';

const problems = [
  ...['host_not_found', 'connection_refused', 'not_reachable', 'time_out', 'no_greeting'],
  ...['certificate', 'no_encryption', 'encryption_expected', 'sign_in_refused', 'sign_in_missing'],
  ...['sender_refused', 'recipient_refused', 'message_refused', 'busy', 'connection_lost'],
  ...['interrupted', 'not_set_up', 'expired', 'template'],
];

describe('The test message', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let mailbox: Mailbox;

  before(async () => {
    useSecretKey(Buffer.alloc(32, 3));
    database = await openTestDatabase();
    forgetSettings();
    await loadSettings();
    mailbox = await startMailbox();
  });
  after(async () => {
    await mailbox.close();
    forgetSettings();
    await database.drop();
  });

  const to = { name: 'Priya', address: 'priya@example.com' };
  const by = { workspaceId: 1, locale: 'en', sender: 'Priya Raman' };

  it('S158 arrives at once and leaves nothing in the outbox', async () => {
    const result = await sendTestMail(mailSettings(), to, by);
    expect(result).to.deep.include({ ok: true });
    expect(mailbox.smtp.letters[0]?.to).to.deep.equal(['priya@example.com']);
    expect(mailbox.smtp.letters[0]?.text).to.contain('Priya Raman asked for this test message');
    expect(await table('outbox')).to.deep.equal([]);
  });

  it('S158 says what is wrong before the settings are saved', async () => {
    const settings = { ...mailSettings(), host: 'no-such-host.invalid' };
    const result = await sendTestMail(settings, to, by);
    expect(result).to.deep.include({ ok: false, problem: 'host_not_found' });
    expect('values' in result && result.values.host).to.equal('no-such-host.invalid');
    const empty = await sendTestMail({ ...settings, host: '' }, to, by);
    expect(empty).to.deep.include({ ok: false, problem: 'not_set_up' });
  });

  it('S158 has words for everything that can go wrong', () => {
    for (const problem of problems) {
      expect(hasText(`mail.problems.${problem}`), problem).to.equal(true);
    }
  });

  it('carries the logo with it, no larger than 40 pixels high', async () => {
    const uploads = temporaryUploads();
    const picture = await sharp({
      create: { width: 900, height: 300, channels: 4, background: '#1f6f5c' },
    })
      .png()
      .toBuffer();
    const options = { name: 'logo.png', maxBytes: 1_000_000, side: 1000, format: 'png' } as const;
    const { key } = await saveImage(Readable.from([picture]), options);
    await saveSettings(1, { 'branding.logo': key, 'general.name': 'Studio "Ström"' });
    await sendTestMail(mailSettings(), to, by);
    const letter = mailbox.smtp.letters.at(-1);
    const [logo] = letter?.parsed.attachments ?? [];
    expect(logo?.mimeType).to.equal('image/png');
    const id = logo?.contentId?.replace(/[<>]/g, '');
    expect(letter?.html).to.contain(`src="cid:${id}"`);
    expect(letter?.html).to.match(/alt="Studio &#34;Ström&#34;" width="120" height="40"/);
    uploads.remove();
  });

  it('FAULTS 14 goes out with the name where the logo is missing on the disk', async () => {
    await saveSettings(1, { 'branding.logo': 'a'.repeat(32) });
    const uploads = temporaryUploads();
    expect(await sendTestMail(mailSettings(), to, by)).to.deep.include({ ok: true });
    expect(mailbox.smtp.letters.at(-1)?.parsed.attachments).to.deep.equal([]);
    uploads.remove();
  });
});
