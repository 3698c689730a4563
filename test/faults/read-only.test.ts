import path from 'node:path';
import { expect } from 'chai';
import { closeDatabase, table } from '../../server/core/database/index.js';
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
import {
  type FailingDisk,
  filesIn,
  mountImage,
  mountOver,
  type SmallDisk,
} from '../support/small-disk.js';
import type { Visitor } from '../support/visitor.js';
import { until } from '../support/waiting.js';

const unsaved = 'Nothing can be saved at the moment';
// A database server looks after a disk of its own.
const onSqlite = testEngine === 'sqlite' ? describe : () => undefined;

onSqlite(
  'FAULTS 13: the disk of the database becomes read-only while the program runs',
  function () {
    this.timeout(120_000);
    let installation: Installation;
    let disk: FailingDisk | undefined;
    let program: Program;
    let priya: Visitor;

    before(async function () {
      installation = await makeInstallation();
      disk = mountImage(path.join(installation.folder, 'data'), 64);
      if (!disk) return this.skip();
      program = await startProgram(installation.environment);
      priya = await signInThroughForm(program.origin, 'priya@example.com');
      expect((await makeTask(priya, installation, 'Before')).status).to.equal(303);
    });
    after(async () => {
      await program?.kill('SIGKILL');
      await closeDatabase();
      disk?.unmount();
      await installation?.remove();
    });

    async function expectOnlyReading(): Promise<void> {
      const title = 'Typed for an hour';
      const { status, text, headers } = await makeTask(priya, installation, title);
      expect(status, text).to.equal(503);
      expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
      expect(text).to.include(unsaved).and.include(`value="${title}"`);
      expect(program.output()).to.include('nothing was saved').and.not.include(title);
      const task = `/tasks/${installation.world.tasks.logo}`;
      expect((await priya.post(task, { _method: 'DELETE' })).status).to.equal(503);
      expect((await priya.get(task)).status).to.equal(200);
      expect((await priya.get('/projects')).status).to.equal(200);
      const health = await priya.get('/settings/maintenance');
      expect(health.text).to.include(`${path.join(installation.folder, 'data')} cannot be written`);
      await until(async () => {
        const answer = await fetch(`${program.origin}/health`);
        const { checks } = (await answer.json()) as { checks: Record<string, string> };
        return answer.status === 200 && checks.data_folder === 'bad' && checks.database === 'ok';
      });
    }

    it('goes on reading, refuses changes with what was typed, says so, and recovers without a restart', async () => {
      const files = ['database.sqlite', 'database.sqlite-wal'];
      disk?.close(...files);
      await expectOnlyReading();
      disk?.open(...files);
      expect((await makeTask(priya, installation, 'Afterwards')).status).to.equal(303);
      expect((await priya.get('/settings/maintenance')).text).not.to.include('cannot be written');
    });

    it('does the same when the kernel gives the disk up, and has everything after a restart', async () => {
      disk?.fail();
      await expectOnlyReading();
      await program.kill('SIGTERM');
      disk?.reconnect();
      program = await startProgram(installation.environment);
      priya = await signInThroughForm(program.origin, 'priya@example.com');
      expect((await makeTask(priya, installation, 'At the end')).status).to.equal(303);
      openInstallation(installation);
      const titles = (await table('tasks').orderBy('id').pluck('title')) as unknown as string[];
      expect(titles.slice(-3)).to.deep.equal(['Before', 'Afterwards', 'At the end']);
    });
  },
);

describe('FAULTS 13: the disk of the uploads becomes read-only while the program runs', function () {
  this.timeout(120_000);
  let installation: Installation;
  let disk: SmallDisk | undefined;
  let program: Program;

  before(async function () {
    installation = await makeInstallation();
    disk = mountOver(path.join(installation.folder, 'uploads'), 8);
    if (!disk) return this.skip();
    program = await startProgram(installation.environment);
  });
  after(async () => {
    await program?.kill('SIGKILL');
    disk?.unmount();
    await installation?.remove();
  });

  it('sends what is stored, refuses new files by name, says so, and recovers without a restart', async () => {
    const { tasks, files } = installation.world;
    const folder = path.join(installation.folder, 'uploads');
    const priya = await signInThroughForm(program.origin, 'priya@example.com');
    const fields = { subject_type: 'task', subject_id: tasks.logo, visibility: 'internal' };
    const upload = () =>
      priya.upload('/files', fields, [{ field: 'files', name: 'minutes.txt', content: 'Words' }]);
    const before = filesIn(folder);

    disk?.remount('ro');
    const refused = await upload();
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('cannot be written').and.include('minutes.txt was not saved');
    expect(filesIn(folder)).to.deep.equal(before);
    const stored = await priya.get(`/files/${files.shared}/download`);
    expect(stored.text).to.include('The logo in words');
    expect((await makeTask(priya, installation, 'Without a file')).status).to.equal(303);
    const health = await priya.get('/settings/maintenance');
    expect(health.text).to.include('Their folder is missing or cannot be written');

    disk?.remount('rw');
    expect((await upload()).status).to.equal(303);
    expect((await priya.get(`/tasks/${tasks.logo}`)).text).to.include('minutes.txt');
    expect(filesIn(folder).length).to.be.greaterThan(before.length);
  });
});
