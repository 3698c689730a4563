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
import { type ServerProxy, startProxy } from '../support/proxy.js';
import { startSmtp, type TestSmtp } from '../support/smtp.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { until } from '../support/waiting.js';

/** More requests at once than the pool has connections. */
const crowd = 14;
/** A request that found no database is answered at the latest after this long (ms). */
const answerLimit = 30_000;

if (testEngine !== 'sqlite') {
  describe(`FAULTS 19 20: the database server goes away and comes back (${testEngine})`, function () {
    this.timeout(180_000);
    let installation: Installation;
    let proxy: ServerProxy;
    let program: Program;
    let priya: Visitor;
    let acknowledged: string[];
    let attempted: string[];

    beforeEach(async () => {
      installation = await makeInstallation();
      const { DATABASE_HOST: host = '', DATABASE_PORT: port } = installation.environment;
      const usualPort = testEngine === 'postgres' ? 5432 : 3306;
      proxy = await startProxy({ host, port: Number(port) || usualPort });
      program = await startProgram({
        ...installation.environment,
        DATABASE_HOST: '127.0.0.1',
        DATABASE_PORT: String(proxy.port),
      });
      priya = await signInThroughForm(program.origin, 'priya@example.com');
      await priya.formToken();
      acknowledged = [];
      attempted = [];
    });
    afterEach(async () => {
      await proxy.restore();
      await program.kill('SIGTERM');
      await closeDatabase();
      await proxy.close();
      await installation.remove();
    });

    it('FAULTS 19: says so while the server restarts, and goes on by itself afterwards', async () => {
      let isBack = false;
      const isOver = writeUntil(() => isBack);
      await until(() => acknowledged.length >= 5);
      await proxy.cut();
      expectAway(await priya.get('/projects'));
      await expectOthersAnswer();
      const before = acknowledged.length;
      await proxy.restore();
      await until(() => acknowledged.length >= before + 5);
      isBack = true;
      await isOver;
      expect((await priya.get('/projects')).status).to.equal(200);
      await expectWrittenOnce();
    });

    it('FAULTS 19: goes on after ten restarts under load', async () => {
      let isDone = false;
      const writers = Promise.all([1, 2, 3].map(() => writeUntil(() => isDone)));
      for (let round = 0; round < 10; round += 1) {
        const before = acknowledged.length;
        await until(() => acknowledged.length >= before + 3);
        await proxy.cut();
        await proxy.restore();
      }
      const before = acknowledged.length;
      await until(() => acknowledged.length >= before + 3);
      isDone = true;
      await writers;
      await expectWrittenOnce();
    });

    it('FAULTS 20: answers while the server hangs, keeps no connection for ever, and goes on afterwards', async () => {
      await Promise.all(Array.from({ length: crowd }, () => priya.get('/projects')));
      await write();
      proxy.stall();
      const asked = performance.now();
      const pages = Array.from({ length: crowd }, () => priya.get('/projects'));
      const writing = write();
      await expectOthersAnswer();
      for (const page of await Promise.all(pages)) expectAway(page);
      await writing;
      expect(performance.now() - asked).to.be.below(answerLimit);
      await proxy.restore();
      await until(async () => (await priya.get('/projects')).status === 200);
      const again = await Promise.all(Array.from({ length: crowd }, () => priya.get('/projects')));
      expect(again.map(({ status }) => status)).to.deep.equal(again.map(() => 200));
      const before = acknowledged.length;
      await write();
      expect(acknowledged).to.have.length(before + 1);
      await expectWrittenOnce();
    });

    /** Makes a task and notes whether it was acknowledged. */
    async function write(): Promise<void> {
      const title = `Task ${attempted.length}`;
      attempted.push(title);
      const { projects, columns, people } = installation.world;
      const answer = await priya.post('/tasks', {
        project_id: projects.website,
        column_id: columns.todo,
        title,
        membership_ids: people.jonas.membershipId,
      });
      if (answer.status === 303) acknowledged.push(title);
      else expectAway(answer);
    }

    async function writeUntil(isDone: () => boolean): Promise<void> {
      while (!isDone()) await write();
    }

    /** What needs no database is there as always, and watchers are told what is missing. */
    async function expectOthersAnswer(): Promise<void> {
      const health = await fetch(`${program.origin}/health`);
      expect(health.status).to.equal(503);
      expect(await health.json()).to.have.nested.property('checks.database', 'bad');
      const page = await (await fetch(`${program.origin}/login`)).text();
      const [address = ''] = /\/assets\/[^"]+\.css/.exec(page) ?? [];
      expect((await fetch(program.origin + address)).status, address).to.equal(200);
    }

    async function expectWrittenOnce(): Promise<void> {
      expect(program.output()).not.to.include('unhandled rejection');
      openInstallation(installation);
      const titles = (await table('tasks').pluck('title')) as unknown as string[];
      const times = (title: string) => titles.filter((found) => found === title).length;
      for (const title of acknowledged) expect(times(title), title).to.equal(1);
      for (const title of attempted) expect(times(title), title).to.be.at.most(1);
    }
  });
}

describe(`FAULTS 15: the mail server is away while mails are asked for (${testEngine})`, function () {
  this.timeout(120_000);
  const newcomers = ['ann', 'ben', 'cleo', 'dan', 'eve'].map((name) => `${name}@example.org`);
  let installation: Installation;
  let smtp: TestSmtp;
  let proxy: ServerProxy;
  let program: Program;
  let priya: Visitor;

  beforeEach(async () => {
    smtp = await startSmtp();
    proxy = await startProxy({ host: '127.0.0.1', port: smtp.port });
    await proxy.cut();
    installation = await makeInstallation({
      'mail.host': '127.0.0.1',
      'mail.port': proxy.port,
      'mail.security': 'none',
      'mail.from_address': 'hello@example.com',
      'general.base_url': 'http://127.0.0.1:3000',
    });
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
  });
  afterEach(async () => {
    await program.kill('SIGTERM');
    await closeDatabase();
    await installation.remove();
    await proxy.close();
    await smtp.close();
  });

  it('people are invited all the same, the outbox says what it waits for, and each mail leaves once, oldest first', async () => {
    openInstallation(installation);
    const role = await builtInRole(installation.world.workspaceId, 'staff');
    for (const email of newcomers) await invite(email, role.id);
    const waiting = `${newcomers.length} messages have been waiting since`;
    await until(async () => {
      const { text } = await priya.get('/outbox');
      return text.includes(waiting) && text.includes('ECONNREFUSED');
    });
    const outbox = await priya.get('/outbox');
    expect(outbox.text).to.include(`127.0.0.1 answers, but not on port ${proxy.port}.`);
    for (const email of newcomers) expect(outbox.text).to.include(email);
    expect(smtp.letters).to.have.length(0);

    await proxy.restore();
    await saveMailSettings();
    await until(() => smtp.letters.length >= newcomers.length);
    // The server has the last letter a moment before the outbox knows it.
    await until(async () => (await table('outbox').whereNot({ status: 'sent' })).length === 0);
    expect((await priya.get('/outbox?status=waiting')).text).to.include('No message matches');
    expect(smtp.letters.map(({ to }) => to[0])).to.deep.equal(newcomers);
    const rows = (await table('outbox').orderBy('id').select('message_id', 'status')) as {
      message_id: string;
      status: string;
    }[];
    expect(rows.map(({ status }) => status)).to.deep.equal(newcomers.map(() => 'sent'));
    expect(smtp.letters.map(({ messageId }) => messageId)).to.deep.equal(
      rows.map(({ message_id }) => `<${message_id}>`),
    );
  });

  async function invite(email: string, role: number): Promise<void> {
    const fields = { name: email, email, role_id: role, step: 'save' };
    const answer = await priya.post('/users', fields);
    expect(answer.status, answer.text).to.equal(303);
  }

  /** Changed settings make everything that waits be tried at once. */
  async function saveMailSettings(): Promise<void> {
    const answer = await priya.post('/settings/email', {
      go: 'save',
      host: '127.0.0.1',
      port: proxy.port,
      security: 'none',
      user: '',
      password: '',
      from_name: 'Marlow',
      from_address: 'hello@example.com',
      reply_to: '',
      test_address: 'priya@example.com',
    });
    expect(answer.status, answer.text).to.equal(303);
  }
});

/** The friendly page that asks to try again later. */
function expectAway({ status, text, headers }: Answer): void {
  expect(status, text).to.equal(503);
  expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
  expect(text).to.include('Back in a moment').and.not.include('ECONN');
}
