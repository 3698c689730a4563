import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../server/core/config/index.js';
import { closeDatabase, openDatabase, table } from '../../server/core/database/index.js';
import { type CommandResult, runCommand } from '../installer/process.js';
import { type Installation, makeInstallation } from '../support/program.js';

describe('The command line', function () {
  this.timeout(120_000);
  let installation: Installation;

  before(async () => {
    installation = await makeInstallation({ 'general.base_url': 'https://work.example.com' });
  });
  after(() => installation.remove());

  it('lists its commands', async () => {
    const { code, out } = await run('help');
    expect(code).to.equal(0);
    for (const name of [
      'install',
      'user:create',
      'user:reset-password',
      'user:reset-two-factor',
      'license',
      'routes',
      'doctor',
      'demo',
    ]) {
      expect(out).to.match(new RegExp(`^ {2}${name}`, 'm'));
    }
  });

  it('says what it does not know', async () => {
    const { code, problem } = await run('obliterate');
    expect(code).to.equal(1);
    expect(problem).to.include('There is no command "obliterate"');
  });

  it('prints every route with its requirement, for people and for programs (PRODUCT 3.1.8)', async () => {
    const routes = JSON.parse((await run('routes', '--json')).out) as Record<string, string>[];
    expect(routes.length).to.be.greaterThan(50);
    for (const route of routes) expect(route).to.have.all.keys('method', 'path', 'access');
    expect(routes).to.deep.include({ method: 'GET', path: '/outbox', access: 'settings.email' });
    expect((await run('routes')).out).to.match(/^GET +\/outbox +settings\.email$/m);
  });

  it('adds a member of the team with a password that must be changed', async () => {
    const { out } = await run(
      'user:create',
      '--name',
      'Hana Kimura',
      '--email',
      'hana@example.com',
    );
    expect(out).to.match(/Password, to be changed at the first sign-in: \S{12,}/);
    const user = await userOf('hana@example.com');
    expect(user).to.include({ name: 'Hana Kimura', status: 'active' });
    expect(Number(user.must_change_password)).to.equal(1);
    const again = await run('user:create', '--name', 'Hana', '--email', 'Hana@Example.com');
    expect(again.code).to.equal(1);
    expect(again.problem).to.include('email: ');
    const role = await run(
      'user:create',
      '--name',
      'X',
      '--email',
      'x@example.com',
      '--role',
      'boss',
    );
    expect(role.problem).to.include('There is no role "boss"');
  });

  it('refuses a guessable password', async () => {
    const { code, problem } = await run(
      'user:create',
      '--name',
      'X',
      '--email',
      'y@example.com',
      '--password',
      'password1234',
    );
    expect(code).to.equal(1);
    expect(problem).to.include('password: ');
  });

  it('gives somebody a new password and ends their sessions', async () => {
    const before = await userOf('hana@example.com');
    const { out } = await run('user:reset-password', 'hana@example.com');
    expect(out).to.match(/Password: \S{12,}/);
    expect((await userOf('hana@example.com')).password_hash).not.to.equal(before.password_hash);
    expect((await run('user:reset-password', 'nobody@example.com')).code).to.equal(1);
  });

  it('S082 leaves what it changed in the audit trail, as the command line', async () => {
    const entries = await rowsOf('audit_entries');
    const own = entries.filter(({ actor_kind }) => actor_kind === 'command_line');
    const told = own.map(({ action, subject_name }) => [action, subject_name]);
    expect(told).to.deep.equal([
      ['user.added', 'Hana Kimura'],
      ['user.password_set', 'Hana Kimura'],
    ]);
  });

  it('lets the last Admin in who has lost their second factor', async () => {
    const { userId, email } = installation.world.people.priya;
    const alone = await run('user:reset-two-factor', email);
    expect(alone.problem).to.include('signs in with a password alone');
    openDatabase(loadConfig(installation.environment).database);
    const made = { user_id: userId, secret: 'v1', last_step: 0, created_at: 1 };
    await table('authenticators').insert(made);
    await table('users').where({ id: userId }).update({ second_factor_at: 1 });
    await closeDatabase();
    expect((await run('user:reset-two-factor', email)).code).to.equal(0);
    expect((await userOf(email)).second_factor_at).to.equal(null);
    openDatabase(loadConfig(installation.environment).database);
    expect(await table('authenticators')).to.deep.equal([]);
    const letter = await table('outbox').where({ template: 'second-factor' }).first();
    expect(letter?.to_address).to.equal(email);
    await closeDatabase();
    expect((await run('user:reset-two-factor', 'nobody@example.com')).code).to.equal(1);
  });

  it('looks an installation over, point by point', async () => {
    const { code, out } = await run('doctor');
    expect(code).to.equal(0);
    expect(out).to.match(/^D01 ok {3}Database: /m);
    expect(out).to.match(/^D\d\d ok {3}Durability: /m);
    chmodSync(path.join(installation.folder, 'data/secret.key'), 0o644);
    const worse = await run('doctor');
    expect(worse.code).to.equal(1);
    expect(worse.out).to.match(/BAD {2}Secret key: Others can read/);
    chmodSync(path.join(installation.folder, 'data/secret.key'), 0o600);
  });

  it('shows the trial, and refuses a key that nobody issued', async () => {
    expect((await run('license')).out).to.include('State: trial');
    expect((await run('license', 'TS1.a.b')).problem).to.include('not a key of Task Session');
  });

  it('names what is wrong with a file of answers that is no JSON', async () => {
    const file = path.join(installation.folder, 'answers.json');
    writeFileSync(file, '{');
    const elsewhere = { DATA_DIRECTORY: path.join(installation.folder, 'other') };
    const { code, problem } = await run('install', '--answers', file, elsewhere);
    expect(code).to.equal(1);
    expect(problem).to.include('cannot be read');
  });

  function run(...words: (string | Record<string, string>)[]): Promise<CommandResult> {
    const texts = words.filter((word) => typeof word === 'string');
    const changes = Object.assign({}, ...words.filter((word) => typeof word === 'object'));
    return runCommand(texts, { ...installation.environment, ...changes });
  }

  async function userOf(email_key: string): Promise<Record<string, unknown>> {
    const users = await rowsOf('users');
    return users.find((user) => user.email_key === email_key) as Record<string, unknown>;
  }

  async function rowsOf(name: string): Promise<Record<string, unknown>[]> {
    openDatabase(loadConfig(installation.environment).database);
    try {
      return (await table(name).orderBy('id')) as Record<string, unknown>[];
    } finally {
      await closeDatabase();
    }
  }
});
