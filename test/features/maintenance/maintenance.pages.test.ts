import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { closeDatabase, openDatabase, table } from '../../../server/core/database/index.js';
import { setClock } from '../../../server/core/dates/index.js';
import { defineJob, enqueue, workOff } from '../../../server/core/jobs/index.js';
import { queueMail } from '../../../server/core/mail/index.js';
import { forgetHealth } from '../../../server/features/maintenance/health.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

const failing = defineJob<{ why: string }>(
  'test.failing',
  async ({ why }) => {
    throw new Error(why);
  },
  { maxAttempts: 1 },
);

describe('Maintenance', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  describe('the outbox', () => {
    it('shows what was sent, what waits and what failed, with the server’s own words', async () => {
      await letter('sofia@harbour.example');
      await mailbox.collect();
      mailbox.smtp.mode = 'refuse-recipient';
      await letter('unknown@harbour.example');
      await mailbox.collect();
      const page = await admin.get('/outbox');
      expect(page.text).to.include('sofia@harbour.example').and.include('unknown@harbour.example');
      expect(page.text).to.include('does not know this address');
      expect(page.text).to.match(/The server said:\s*<q>550/);
      const failed = await admin.get('/outbox?status=failed');
      expect(failed.text).to.include('unknown@').and.not.include('sofia@');
      expect((await admin.get('/outbox?status=nonsense')).text).to.include('sofia@');
    });

    it('sends a failed message once more', async () => {
      mailbox.smtp.mode = 'refuse-recipient';
      await letter('unknown@harbour.example');
      await mailbox.collect();
      mailbox.smtp.mode = 'ok';
      const row = (await table('outbox').first()) as { id: number };
      const answer = await admin.post(`/outbox/${row.id}/retry`, {
        return_to: '/outbox?status=failed',
      });
      expect([answer.status, answer.location]).to.deep.equal([303, '/outbox?status=failed']);
      expect((await mailbox.collect()).at(-1)?.to).to.deep.equal(['unknown@harbour.example']);
      expect((await admin.post(`/outbox/${row.id}/retry`)).status).to.equal(404);
    });

    it('offers the link of a notice, never one that lets somebody in', async () => {
      mailbox.smtp.mode = 'later';
      await letter('sofia@harbour.example');
      await queueMail({
        workspaceId: world.workspaceId,
        to: { name: 'Sofia', address: 'sofia@harbour.example' },
        locale: 'en',
        template: 'password-reset',
        data: { link: 'http://127.0.0.1/reset-password/canary-token' },
        sensitive: true,
      });
      const page = await admin.get('/outbox');
      expect(page.text).to.include('http://127.0.0.1/tasks/1');
      expect(page.text).not.to.include('canary-token');
    });

    it('says since when and why messages wait', async () => {
      mailbox.smtp.mode = 'busy';
      await letter('sofia@harbour.example');
      await mailbox.collect();
      expect((await admin.get('/outbox')).text).to.include('One message has been waiting since');
    });

    it('is for those who may set up e-mail', async () => {
      const staff = await app.signedIn(world.people.jonas.userId);
      expect((await staff.get('/outbox')).status).to.equal(403);
      expect((await staff.post('/outbox/1/retry')).status).to.equal(403);
      const client = await app.signedIn(world.people.sofia.userId);
      expect((await client.get('/outbox')).status).to.equal(404);
    });
  });

  describe('the state of the system', () => {
    it('lists jobs that failed, tries one again and removes another', async () => {
      await enqueue(failing, { why: 'The disk is full' });
      await enqueue(failing, { why: 'The moon is full' });
      await workOff();
      const page = await admin.get('/settings/maintenance');
      expect(page.text).to.include('The disk is full').and.include('The moon is full');
      const rows = (await table('jobs').where({ status: 'failed' })) as { id: number }[];
      await admin.post(`/settings/maintenance/jobs/${rows[0]?.id}/retry`);
      await admin.post(`/settings/maintenance/jobs/${rows[1]?.id}`, { _method: 'DELETE' });
      const left = (await table('jobs').where({ name: 'test.failing' })) as { status: string }[];
      expect(left.map(({ status }) => status)).to.deep.equal(['waiting']);
      expect((await admin.post(`/settings/maintenance/jobs/${rows[1]?.id}/retry`)).status).to.equal(
        404,
      );
    });

    it('names an unmounted folder of uploads and goes on (FAULTS 14)', async () => {
      rmSync(app.config.uploadsDirectory, { recursive: true });
      const page = await admin.get('/settings/maintenance');
      expect(page.status).to.equal(200);
      expect(page.text).to.include('Their folder is missing');
    });

    it('notices a clock that cannot be right (FAULTS 21)', async () => {
      setClock(() => Date.UTC(2001, 0, 1));
      const { checks } = JSON.parse((await freshHealth()).text) as {
        checks: Record<string, string>;
      };
      expect(checks.clock).to.equal('bad');
    });
  });

  describe('/health', () => {
    it('answers anybody with grades and nothing else (PRODUCT 13)', async () => {
      const answer = await freshHealth();
      expect(answer.status).to.equal(200);
      const health = JSON.parse(answer.text) as { status: string; checks: Record<string, string> };
      expect(health.checks).to.include({ database: 'ok', store: 'ok', jobs: 'ok', clock: 'ok' });
      for (const value of [health.status, ...Object.values(health.checks)]) {
        expect(value).to.be.oneOf(['ok', 'warn', 'bad']);
      }
      expect(answer.text).not.to.match(/sqlite|postgres|maria|127\.0\.0\.1|\/tmp/i);
    });

    it('says 503 while the database is gone, and recovers', async () => {
      await closeDatabase();
      expect((await freshHealth()).status).to.equal(503);
      openDatabase(app.config.database);
      expect((await freshHealth()).status).to.equal(200);
    });
  });

  /** The answer is repeated for some seconds; a new process would look at once. */
  function freshHealth() {
    forgetHealth();
    return app.visitor().get('/health');
  }

  function letter(address: string) {
    return queueMail({
      workspaceId: world.workspaceId,
      to: { name: 'Somebody', address },
      locale: 'en',
      template: 'task-assigned',
      data: { assigner: 'Priya', task: 'Homepage', link: 'http://127.0.0.1/tasks/1' },
    });
  }
});
