import { expect } from 'chai';
import { closeDatabase, currentKnex } from '../../../server/core/database/index.js';
import { dumpedTables } from '../../support/addresses.js';
import {
  type Installation,
  makeInstallation,
  openInstallation,
  startProgram,
} from '../../support/program.js';
import { Visitor } from '../../support/visitor.js';
import { worldPassword } from '../../support/world.js';
import { trySignIn } from '../accounts/signing-in.js';
import { codeOf, setUpApp } from './apps.js';

describe('Secrets of second factors', function () {
  this.timeout(60_000);
  let installation: Installation;
  let output: string;
  let pages: string;
  let secrets: string[];

  before(async () => {
    installation = await makeInstallation();
    const program = await startProgram(installation.environment);
    const priya = await comeIn(program.origin, 'priya@example.com');
    const { secret, recoveryCodes } = await setUpApp(priya);
    const pending = new Visitor(program.origin);
    await trySignIn(pending, 'priya@example.com');
    const code = codeOf(secret, 1);
    await pending.post('/two-factor', { code: '000000' });
    await pending.post('/two-factor', { code });
    secrets = [secret, secret.replace(/(.{4})(?=.)/g, '$1 '), code, ...recoveryCodes];
    const { userId } = installation.world.people.priya;
    const paths = ['/profile/security', '/profile/two-factor/codes', '/users', `/users/${userId}`];
    const read = [];
    for (const path of [...paths, '/settings/security', '/outbox', '/maintenance', '/'])
      read.push((await priya.get(path)).text);
    pages = read.join('\n');
    await program.kill('SIGTERM');
    output = program.output();
  });
  after(() => installation.remove());

  async function comeIn(origin: string, email: string): Promise<Visitor> {
    const visitor = new Visitor(origin);
    await trySignIn(visitor, email, worldPassword);
    visitor.forgetToken();
    return visitor;
  }

  it('SEC 64 stand in no line of the log', () => {
    expect(output)
      .to.include('"path":"/two-factor"')
      .and.include('"path":"/profile/two-factor/app"');
    for (const text of [...secrets, 'second-step=', 'otpauth'])
      expect(output, text).not.to.include(text);
  });

  it('CVE 9 stand on no page once they were shown, neither their owner’s nor an admin’s', () => {
    expect(pages).to.include('Two-factor');
    for (const text of [...secrets, 'otpauth:']) expect(pages, text).not.to.include(text);
  });

  it('SEC 43 stand in no table as they are: accounts, mails, jobs, events', async () => {
    openInstallation(installation);
    const tables = [...dumpedTables.watched, 'jobs', 'sessions', 'sign_ins', 'event_deliveries'];
    for (const name of tables) {
      const stored = JSON.stringify(await currentKnex()(name));
      for (const text of secrets) expect(stored, `${name} ${text}`).not.to.include(`"${text}`);
    }
    await closeDatabase();
  });
});
