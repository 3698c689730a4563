import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { installationSetting } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld } from '../../support/world.js';

describe('The settings of e-mail', () => {
  let app: TestApp;
  let mailbox: Mailbox;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    const world = await makeWorld();
    mailbox = await startMailbox();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  it('are kept, the password encrypted and never shown again (SEC 60)', async () => {
    const answer = await admin.post('/settings/email', {
      ...fields(),
      user: 'mailer',
      password: 'canary-secret',
      go: 'save',
    });
    expect(answer.location).to.equal('/settings/email');
    expect(installationSetting('mail.password')).to.equal('canary-secret');
    expect((await admin.get('/settings/email')).text).not.to.include('canary-secret');
    expect(JSON.stringify(await table('settings'))).not.to.include('canary-secret');
    expect(JSON.stringify(await table('events'))).not.to.include('canary-secret');
  });

  it('keep a password left empty for the same server, and forget it for another', async () => {
    await admin.post('/settings/email', { ...fields(), user: 'mailer', password: 'canary-secret' });
    await admin.post('/settings/email', { ...fields(), user: 'mailer', from_name: 'Marlow' });
    expect(installationSetting('mail.password')).to.equal('canary-secret');
    await admin.post('/settings/email', { ...fields(), host: 'evil.example', user: 'mailer' });
    expect(installationSetting('mail.password')).to.equal('');
  });

  it('S158 send a test that arrives, without saving anything', async () => {
    expect((await admin.get('/settings/email')).text).to.include('Send test message');
    const answer = await admin.post('/settings/email', {
      ...fields(),
      from_name: 'Trial',
      go: 'test',
    });
    expect(answer.status).to.equal(200);
    expect(answer.text).to.include('The mail server has taken a message to ada@example.com');
    expect(mailbox.smtp.letters.at(-1)?.to).to.deep.equal(['ada@example.com']);
    expect(installationSetting('mail.from_name')).to.equal('');
  });

  for (const [mode, words] of [
    ['wrong-password', 'refused the user name or the password'],
    ['refuse-sender', 'does not let us send from'],
    ['later', 'The test message could not be sent'],
  ] as const) {
    it(`tell the truth when the server says ${mode}`, async () => {
      mailbox.smtp.mode = mode;
      const answer = await admin.post('/settings/email', {
        ...fields(),
        user: 'mailer',
        password: 'x',
        go: 'test',
      });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(words);
      expect(answer.text).to.include('The server said:');
      expect(answer.text).to.include(`value="${mailbox.smtp.port}"`);
    });
  }

  it('refuse addresses that could carry a second header (CVE 59)', async () => {
    const answer = await admin.post('/settings/email', {
      ...fields(),
      from_name: 'A\r\nBcc: x@example.com',
      reply_to: 'a@b.example,c@d.example',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="f-from_name-error"').and.include('id="f-reply_to-error"');
  });

  it('S159 say what the domain of the sender needs, and so do the lines on what did not arrive', async () => {
    expect((await admin.get('/settings/email')).text).to.match(
      /Set up SPF and DKIM for its domain/,
    );
    const { text } = await admin.get('/invitations');
    expect(text).to.include('the domain of the sender lacks SPF or DKIM');
  });

  it('fill in a common provider', async () => {
    const answer = await admin.post('/settings/email', {
      ...fields(),
      preset: 'sendgrid',
      go: 'preset',
    });
    expect(answer.text).to.include('value="smtp.sendgrid.net"').and.include('value="apikey"');
  });

  function fields(): Record<string, string> {
    return {
      host: '127.0.0.1',
      port: String(mailbox.smtp.port),
      security: 'none',
      user: '',
      password: '',
      from_name: '',
      from_address: 'agency@example.com',
      reply_to: '',
      test_address: 'ada@example.com',
    };
  }
});
