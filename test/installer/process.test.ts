import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { type Program, runProgram, startProgram } from '../support/program.js';
import { type Fields, Visitor } from '../support/visitor.js';
import { environmentOf, runCommand } from './process.js';
import { goodAnswers, passOne } from './support.js';

/** Starting a process with the sources takes seconds on a busy machine. */
const patience = 300_000;

describe('The installation as a process', () => {
  let folder: string;
  let program: Program | undefined;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'task-session-process-'));
  });

  afterEach(async () => {
    await program?.kill('SIGKILL');
    program = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('killed after each step, goes on there; finished, is the product at once and after a restart (FAULTS 7)', async function () {
    this.timeout(patience);
    const steps = Object.keys(goodAnswers);
    for (const [index, step] of steps.entries()) {
      program = await startProgram(environmentOf(folder));
      const visitor = await admit(program, folder);
      expect((await visitor.get('/install')).location).to.equal(`/install/${step}`);
      await passOne(visitor, step, goodAnswers[step] as Fields);
      if (index === steps.length - 1) break;
      await program.kill('SIGKILL');
      expect(program.output()).to.match(/Setup code: [0-9A-Z]{4}(-[0-9A-Z]{4}){2}/);
    }
    await expectProduct(program as Program);
    await program?.kill('SIGKILL');
    program = await startProgram(environmentOf(folder));
    await expectProduct(program);
    await program.kill('SIGKILL');
    expect(program.output()).to.include('is ready at').and.not.include('Setup code');
  });

  it('installs from a file of answers, once (PRODUCT 4.4)', async function () {
    this.timeout(patience);
    const { administrator, organisation } = goodAnswers;
    const { go: _go, ...named } = organisation as Record<string, string>;
    const file = path.join(folder, 'answers.json');
    writeFileSync(file, JSON.stringify({ administrator, organisation: named }));
    const environment = environmentOf(folder);
    const first = await runCommand(['install', '--answers', file], environment);
    expect(first).to.include({ code: 0, problem: '' });
    const second = await runCommand(['install', '--answers', file], environment);
    expect(second.out).to.include('nothing was changed');
    program = await startProgram(environment);
    await expectProduct(program);
  });

  it('names every wrong answer with its place and installs nothing', async function () {
    this.timeout(patience);
    const file = path.join(folder, 'answers.json');
    const wrong = { administrator: { name: '', email: 'x' }, organization: {}, email: { port: 0 } };
    writeFileSync(file, JSON.stringify(wrong));
    const result = await runCommand(['install', '--answers', file], environmentOf(folder));
    expect(result.code).to.equal(1);
    for (const place of [
      'organization',
      'administrator.name',
      'administrator.email',
      'organisation.base_url',
      'email.host',
    ]) {
      expect(result.problem).to.include(`  ${place}: `);
    }
    expect(existsSync(path.join(folder, 'data', 'database.sqlite'))).to.equal(false);
  });

  it('refuses to start when its settings file is gone, instead of opening the installer (CVE 16)', async function () {
    this.timeout(patience);
    const { administrator, organisation } = goodAnswers;
    const { go: _go, ...named } = organisation as Record<string, string>;
    const file = path.join(folder, 'answers.json');
    writeFileSync(file, JSON.stringify({ administrator, organisation: named }));
    await runCommand(['install', '--answers', file], environmentOf(folder));
    const settings = path.join(folder, 'data', 'settings.json');
    const kept = readFileSync(settings);
    rmSync(settings);
    const refusal = await runProgram(environmentOf(folder));
    expect(refusal.code).to.equal(1);
    expect(refusal.output).to.include('its settings file is missing');
    writeFileSync(settings, kept);
    program = await startProgram(environmentOf(folder));
    await expectProduct(program);
  });
});

async function admit(program: Program, folder: string): Promise<Visitor> {
  const visitor = new Visitor(program.origin);
  await visitor.get('/install/code');
  const code = readFileSync(path.join(folder, 'data', 'setup-code'), 'utf8');
  await visitor.post('/install/code', { code });
  return visitor;
}

async function expectProduct({ origin }: Program): Promise<void> {
  const visitor = new Visitor(origin);
  expect((await visitor.get('/install')).status).to.equal(404);
  expect((await visitor.get('/login')).text).to.include('Marlow &amp; Finch');
  const { email, password } = goodAnswers.administrator as Record<string, string>;
  const answer = await visitor.post('/login', { email: email ?? '', password: password ?? '' });
  expect([answer.status, answer.location]).to.deep.equal([303, '/']);
  expect((await visitor.get('/')).status).to.equal(200);
}
