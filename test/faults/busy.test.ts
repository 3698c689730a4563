import { expect } from 'chai';
import { closeDatabase, currentKnex, type Knex, table } from '../../server/core/database/index.js';
import { testEngine } from '../support/database.js';
import {
  type Installation,
  makeInstallation,
  makeTask,
  openInstallation,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import type { Answer, Visitor } from '../support/visitor.js';

// A database server has locks of its own, for single rows.
const onSqlite = testEngine === 'sqlite' ? describe : () => undefined;

onSqlite('FAULTS 17: another process writes to the database', function () {
  this.timeout(120_000);
  let installation: Installation;
  let program: Program;
  let priya: Visitor;
  let holder: Knex;

  before(async () => {
    installation = await makeInstallation();
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    await priya.formToken();
    openInstallation(installation);
    holder = currentKnex();
  });
  beforeEach(() => holder.raw('BEGIN IMMEDIATE'));
  after(async () => {
    await program.kill('SIGTERM');
    await closeDatabase();
    await installation.remove();
  });

  async function release(): Promise<void> {
    await holder.raw('ROLLBACK');
  }

  it('a change waits for it while pages go on, and is saved', async () => {
    let answer: Answer | undefined;
    const changing = makeTask(priya, installation, 'Waited').then((given) => {
      answer = given;
    });
    for (let at = 0; at < 20; at += 1) {
      expect((await priya.get('/projects')).status).to.equal(200);
    }
    expect((await fetch(`${program.origin}/health`)).status).to.equal(200);
    expect(answer).to.equal(undefined);
    await release();
    await changing;
    expect(answer).to.include({ status: 303 });
    expect(await table('tasks').where({ title: 'Waited' })).to.have.length(1);
  });

  it('a change that waited too long is refused with what was typed, and can be sent again', async () => {
    const { status, text, headers } = await makeTask(priya, installation, 'Too long');
    expect(status, text).to.equal(503);
    expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
    expect(text).to.include('Nothing can be saved at the moment').and.include('value="Too long"');
    await release();
    expect((await makeTask(priya, installation, 'Too long')).status).to.equal(303);
    expect(await table('tasks').where({ title: 'Too long' })).to.have.length(1);
  });

  it('twenty who wait together are all saved once', async () => {
    const titles = Array.from({ length: 20 }, (_, at) => `Together ${at}`);
    const changing = Promise.all(titles.map((title) => makeTask(priya, installation, title)));
    expect((await priya.get('/projects')).status).to.equal(200);
    await release();
    expect((await changing).map(({ status }) => status)).to.deep.equal(titles.map(() => 303));
    const stored = (await table('tasks')
      .whereIn('title', titles)
      .pluck('title')) as unknown as string[];
    expect(stored.sort()).to.deep.equal([...titles].sort());
  });
});
