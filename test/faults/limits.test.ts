import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import {
  type Installation,
  makeInstallation,
  makeTask,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { isLong, noteTrial } from '../support/trials.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { until } from '../support/waiting.js';

/** Files that the process may open beside those that it has open already. */
const spare = 12;
const crowd = isLong ? 200 : 24;
const rounds = isLong ? 20 : 2;

describe('FAULTS 40: the process may open no more files', function () {
  this.timeout(120_000);
  let installation: Installation;
  let program: Program;
  let priya: Visitor;

  before(async function () {
    if (process.platform !== 'linux') return this.skip();
    installation = await makeInstallation();
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    expect((await priya.get('/projects')).status).to.equal(200);
  });
  after(async () => {
    await program?.kill('SIGTERM');
    await installation?.remove();
  });

  it('who is connected is served or told to come again, and all goes on once there is room', async () => {
    const limit = openFiles() + spare;
    execFileSync('prlimit', [`--nofile=${limit}:${limit}`, '--pid', String(program.pid)]);
    const sockets = Array.from({ length: spare * 3 }, hangOn);
    await until(() => openFiles() >= limit);

    expect((await priya.get('/projects')).status).to.equal(200);
    expect((await makeTask(priya, installation, 'Without a file')).status).to.equal(303);
    // Nobody has asked for this page yet, so that its template would have to be opened.
    expectLater(await priya.get('/clients'));
    expectLater(await upload());

    for (const socket of sockets) socket.destroy();
    await until(() => openFiles() < limit - spare / 2);
    expect((await priya.get('/clients')).status).to.equal(200);
    expect((await upload()).status).to.equal(303);
    const jonas = await signInThroughForm(program.origin, 'jonas@example.com');
    expect((await jonas.get('/projects')).status).to.equal(200);
  });

  function openFiles(): number {
    return readdirSync(`/proc/${program.pid}/fd`).length;
  }

  function hangOn(): Socket {
    const socket = connect(Number(new URL(program.origin).port), '127.0.0.1');
    // Those for whom there is no room are cut.
    socket.on('error', () => {});
    return socket.resume();
  }

  function upload(): Promise<Answer> {
    const fields = { subject_type: 'task', subject_id: installation.world.tasks.logo };
    return priya.upload('/files', fields, [{ field: 'files', name: 'a.txt', content: 'Words' }]);
  }

  function expectLater({ status, text, headers }: Answer): void {
    expect(status, text).to.equal(503);
    expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
    expect(text).to.include('<h1>Back in a moment</h1>').and.not.include('EMFILE');
  }
});

describe('FAULTS 40: the process has 128 MB for what it keeps', function () {
  this.timeout(isLong ? 600_000 : 90_000);

  it('serves a crowd that reads, writes and uploads, and lives on', async () => {
    const installation = await makeInstallation();
    const flags = ['--max-old-space-size=128'];
    const program = await startProgram(installation.environment, { flags });
    const priya = await signInThroughForm(program.origin, 'priya@example.com');
    await priya.formToken();
    const { projects, tasks } = installation.world;
    const large = 'A line of text.\n'.repeat(250_000);
    const fields = { subject_type: 'task', subject_id: tasks.logo };
    const visit = async (who: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const board = await priya.get(`/projects/${projects.website}/board`);
        const made = await makeTask(priya, installation, `Task ${round} of ${who}`);
        statuses.push(board.status, made.status);
        if (who % 8 > 0) continue;
        const files = [{ field: 'files', name: `minutes-${who}-${round}.txt`, content: large }];
        statuses.push((await priya.upload('/files', fields, files)).status);
      }
      return statuses;
    };
    const statuses = (
      await Promise.all(Array.from({ length: crowd }, (_, who) => visit(who)))
    ).flat();
    expect(statuses.filter((status) => ![200, 303, 429, 503].includes(status))).to.deep.equal([]);
    expect(statuses.filter((status) => status === 303).length).to.be.greaterThan(crowd);
    expect((await priya.get('/projects')).status).to.equal(200);
    expect(await program.kill('SIGTERM')).to.equal(0);
    await installation.remove();
    noteTrial(`FAULTS 40: ${crowd} people with 128 MB, ${statuses.length} answers`);
  });
});
