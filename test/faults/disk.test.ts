import { statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { closeDatabase, currentKnex, table } from '../../server/core/database/index.js';
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
import { filesIn, mountOver, type SmallDisk } from '../support/small-disk.js';
import type { Answer, Visitor } from '../support/visitor.js';

const megabyte = 1024 ** 2;

// A database server looks after a disk of its own.
const onSqlite = testEngine === 'sqlite' ? describe : () => undefined;

onSqlite('FAULTS 11: a full disk under the database', function () {
  this.timeout(120_000);
  let installation: Installation;
  let disk: SmallDisk;
  let program: Program;
  let priya: Visitor;
  /** Titles of tasks: those that the product said were saved, and those that it refused. */
  const saved: string[] = [];
  const refused: string[] = [];

  before(async function () {
    installation = await makeInstallation();
    const mounted = mountOver(path.join(installation.folder, 'data'), 64);
    if (!mounted) return this.skip();
    disk = mounted;
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    await priya.get('/tasks');
  });
  after(async () => {
    await program?.kill('SIGKILL');
    await closeDatabase();
    disk?.unmount();
    await installation?.remove();
  });

  const make = (title: string) => makeTask(priya, installation, title);

  async function makeTasksUntilFull(): Promise<Answer> {
    for (let at = 0; at < 2000; at += 1) {
      const title = `Task before the disk was full ${at}`;
      const answer = await make(title);
      (answer.status === 303 ? saved : refused).push(title);
      if (answer.status !== 303) return answer;
    }
    throw new Error('The disk was never full');
  }

  function reserveSize(): number {
    const file = path.join(installation.folder, 'data/reserve');
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  it('keeps 16 MB beside the database while there is room', async () => {
    expect(reserveSize()).to.equal(16 * megabyte);
    expect((await priya.get('/settings/maintenance')).text).to.include('16 MB are kept');
  });

  it('says that the disk is full and shows the form with what was typed', async () => {
    disk.fill();
    const answer = await makeTasksUntilFull();
    expect(answer.status).to.equal(507);
    expect(answer.text).to.include('disk of the server is full').and.include('nothing was saved');
    expect(answer.text).to.include(`value="${refused[0]}"`);
    expect(reserveSize()).to.equal(0);
  });

  it('refuses every further change with the same words, whatever sends it', async () => {
    const { tasks } = installation.world;
    const title = 'Task on a full disk';
    refused.push(title);
    expect((await make(title)).status).to.equal(507);
    const comment = await priya.post('/comments', {
      subject_type: 'task',
      subject_id: tasks.logo,
      body: 'A long comment that took an hour',
      visibility: 'internal',
    });
    expect(comment.status).to.equal(507);
    expect(comment.text).to.include('A long comment that took an hour');
    const page = await priya.post(`/tasks/${tasks.logo}`, { _method: 'DELETE' });
    expect(page.status).to.equal(507);
    expect(page.text).to.include('<h1>The disk is full</h1>').and.include('nothing was saved');
    const accept = { accept: 'application/json' };
    const folder = path.join(installation.folder, 'uploads');
    const before = filesIn(folder);
    const file = await priya.upload(
      '/files',
      { subject_type: 'task', subject_id: tasks.logo, visibility: 'internal' },
      [{ field: 'files', name: 'minutes.txt', content: 'Not kept.' }],
    );
    expect(file.status).to.equal(507);
    expect(filesIn(folder)).to.deep.equal(before);
    const script = await priya.post(`/tasks/${tasks.logo}`, { _method: 'DELETE' }, accept);
    expect(script.status).to.equal(507);
    expect(JSON.parse(script.text).error).to.include('nothing was saved');
  });

  it('goes on showing pages, letting people in and telling them what is wrong', async () => {
    expect((await priya.get(`/tasks/${installation.world.tasks.logo}`)).status).to.equal(200);
    const jonas = await signInThroughForm(program.origin, 'jonas@example.com');
    expect((await jonas.get('/projects')).status).to.equal(200);
    expect((await jonas.post('/logout')).status).to.equal(303);
    const again = await signInThroughForm(program.origin, 'priya@example.com');
    const health = await again.get('/settings/maintenance');
    expect(health.status).to.equal(200);
    expect(health.text).to.include('The disk is full. Changes are refused');
    expect((await again.get('/health')).status).to.equal(200);
  });

  it('starts on the full disk too, and keeps what is left of the room for signing in', async () => {
    await program.kill('SIGKILL');
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    const title = 'Task after a restart on a full disk';
    refused.push(title);
    expect((await make(title)).status).to.equal(507);
  });

  it('goes on showing pages when the room of the reserve is used up as well', async () => {
    disk.fill();
    expect((await priya.get(`/tasks/${installation.world.tasks.logo}`)).status).to.equal(200);
    expect((await priya.get('/settings/maintenance')).status).to.equal(200);
    for (let at = 0; at < 20; at += 1) {
      expect((await priya.get('/projects')).status).to.equal(200);
    }
  });

  it('works again without a restart once there is room, and keeps a new reserve', async () => {
    disk.free();
    saved.push('Task after room was made');
    expect((await make('Task after room was made')).status).to.equal(303);
    expect(reserveSize()).to.equal(16 * megabyte);
    expect((await priya.get('/settings/maintenance')).text).to.include('16 MB are kept');
  });

  it('lets somebody in who is the first to come after the disk was full', async () => {
    // After a start the log of the database is short, so that the next write needs room.
    await program.kill('SIGTERM');
    program = await startProgram(installation.environment);
    disk.fill();
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    expect(reserveSize()).to.equal(0);
    expect((await priya.get('/projects')).status).to.equal(200);
    disk.free();
    saved.push('Task at the end');
    expect((await make('Task at the end')).status).to.equal(303);
  });

  it('starts on a full disk from which the reserve can still be taken', async () => {
    expect(await program.kill('SIGTERM')).to.equal(0);
    disk.fill();
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
    disk.free();
    saved.push('Task after that');
    expect((await make('Task after that')).status).to.equal(303);
  });

  it('has all that was acknowledged once, nothing that was refused, and an undamaged database', async () => {
    expect(await program.kill('SIGTERM')).to.equal(0);
    openInstallation(installation);
    const titles = (await table('tasks').pluck('title')) as unknown as string[];
    const count = (title: string) => titles.filter((found) => found === title).length;
    for (const title of saved) expect(count(title), title).to.equal(1);
    for (const title of refused) expect(count(title), title).to.equal(0);
    const check = await currentKnex().raw('PRAGMA integrity_check');
    expect(check).to.deep.equal([{ integrity_check: 'ok' }]);
    expect(await currentKnex().raw('PRAGMA foreign_key_check')).to.deep.equal([]);
  });
});
