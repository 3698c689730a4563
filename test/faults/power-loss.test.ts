import path from 'node:path';
import { expect } from 'chai';
import { testEngine } from '../support/database.js';
import {
  type Installation,
  makeInstallation,
  makeTask,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { type SystemCall, type Trace, traceProcess } from '../support/tracing.js';
import type { Answer, Visitor } from '../support/visitor.js';

const watched = ['read', 'write', 'writev', 'fsync', 'fdatasync', 'rename', 'renameat2'];

describe(`FAULTS 3: what is acknowledged is on the disk (${testEngine})`, function () {
  this.timeout(120_000);
  let installation: Installation;
  let program: Program;
  let priya: Visitor;

  before(async function () {
    installation = await makeInstallation();
    program = await startProgram(installation.environment);
    const trace = await traceProcess(program.pid, watched);
    if (!trace) return this.skip();
    await trace.stop();
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    await priya.formToken();
  });
  after(async () => {
    await program.kill('SIGTERM');
    await installation.remove();
  });

  /** What the program did between the arrival of a request and its answer. */
  async function between(path: string, send: () => Promise<Answer>): Promise<SystemCall[]> {
    const trace = (await traceProcess(program.pid, watched)) as Trace;
    expect((await send()).status).to.equal(303);
    const calls = await trace.stop();
    const asked = calls.findIndex(({ text }) => text.includes(`"POST ${path} HTTP`));
    const answered = calls.findIndex(({ text }) => text.includes('"HTTP/1.1 303 '));
    expect(asked, 'the request').to.be.at.least(0);
    expect(answered, 'the answer').to.be.greaterThan(asked);
    return calls.slice(asked, answered);
  }

  function placeOf(calls: SystemCall[], names: string[], pattern: RegExp): number {
    return calls.findIndex(({ name, text }) => names.includes(name) && pattern.test(text));
  }

  if (testEngine === 'sqlite') {
    it('a task: the log of the database is synced before the answer', async () => {
      const calls = await between('/tasks', () => makeTask(priya, installation, 'On the disk'));
      const synced = placeOf(calls, ['fdatasync', 'fsync'], /database\.sqlite-wal>\) += 0/);
      expect(synced, JSON.stringify(calls)).to.be.at.least(0);
    });
  }

  it('an upload: file, folder and row are synced in this order before the answer', async () => {
    const fields = { subject_type: 'task', subject_id: installation.world.tasks.logo };
    const files = [{ field: 'files', name: 'minutes.txt', content: 'Words' }];
    const calls = await between('/files', () => priya.upload('/files', fields, files));
    const uploads = path.join(installation.folder, 'uploads');
    const steps = [
      placeOf(calls, ['fsync', 'fdatasync'], new RegExp(`<${uploads}/tmp/[^>]+\\.part>\\) += 0`)),
      placeOf(calls, ['rename', 'renameat2'], new RegExp(`${uploads}/files/.* = 0`)),
      placeOf(calls, ['fsync'], new RegExp(`<${uploads}/files/\\w\\w/\\w\\w>\\) += 0`)),
    ];
    if (testEngine === 'sqlite') {
      const wal = /database\.sqlite-wal>\) += 0/;
      const after = steps.at(-1) ?? 0;
      steps.push(after + placeOf(calls.slice(after), ['fdatasync', 'fsync'], wal));
    }
    expect(steps[0], JSON.stringify(calls)).to.be.at.least(0);
    expect(new Set(steps).size, JSON.stringify(calls)).to.equal(steps.length);
    expect([...steps].sort((a, b) => a - b)).to.deep.equal(steps);
  });
});
