import { expect } from 'chai';
import { closeDatabase, table } from '../../server/core/database/index.js';
import { builtInRole } from '../../server/features/roles/index.js';
import { testEngine } from '../support/database.js';
import {
  type Installation,
  makeInstallation,
  openInstallation,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { startSmtp, type TestSmtp } from '../support/smtp.js';
import type { Visitor } from '../support/visitor.js';
import { until } from '../support/waiting.js';

const mail = {
  'mail.host': '127.0.0.1',
  'mail.security': 'none',
  'mail.from_address': 'hello@example.com',
  'general.base_url': 'http://127.0.0.1:3000',
} as const;
const unknown = 'unknown@example.org';

describe(`FAULTS 16: the mail server refuses one address for good (${testEngine})`, function () {
  this.timeout(120_000);
  let installation: Installation;
  let smtp: TestSmtp;
  let program: Program;
  let priya: Visitor;
  let role: number;

  before(async () => {
    smtp = await startSmtp();
    smtp.mode = 'refuse-recipient';
    installation = await makeInstallation({ ...mail, 'mail.port': smtp.port });
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    openInstallation(installation);
    role = (await builtInRole(installation.world.workspaceId, 'staff')).id;
  });
  after(async () => {
    await program.kill('SIGTERM');
    await closeDatabase();
    await installation.remove();
    await smtp.close();
  });

  async function invite(email: string): Promise<void> {
    const fields = { name: email, email, role_id: role, step: 'save' };
    expect((await priya.post('/users', fields)).status).to.equal(303);
  }

  const isSent = (email: string) => smtp.letters.some(({ to }) => to[0] === email);

  it('others get theirs, the outbox says what the server said, and it is not tried again by itself', async () => {
    for (const email of ['ann@example.org', unknown, 'ben@example.org']) await invite(email);
    await until(() => isSent('ann@example.org') && isSent('ben@example.org'));
    const failed = await priya.get('/outbox?status=failed');
    expect(failed.text).to.include(unknown).and.not.include('ann@example.org');
    expect(failed.text).to.match(/The server said:\s*<q>550 No such user here/);

    // Whatever makes the outbox look for work again leaves that letter alone.
    smtp.mode = 'ok';
    await invite('cleo@example.org');
    await until(() => isSent('cleo@example.org'));
    expect(await program.kill('SIGTERM')).to.equal(0);
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    await invite('dan@example.org');
    await until(() => isSent('dan@example.org'));
    expect(isSent(unknown)).to.equal(false);
    const row = await table('outbox').where({ to_address: unknown }).first('status', 'attempts');
    expect(row).to.deep.equal({ status: 'failed', attempts: 1 });
  });

  it('a person can send it once more', async () => {
    const { id } = (await table('outbox').where({ to_address: unknown }).first('id')) as {
      id: number;
    };
    expect((await priya.post(`/outbox/${id}/retry`)).status).to.equal(303);
    await until(() => isSent(unknown));
  });
});
