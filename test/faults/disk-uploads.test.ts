import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import {
  type Installation,
  makeInstallation,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { filesIn, mountOver, type SmallDisk } from '../support/small-disk.js';
import type { Visitor } from '../support/visitor.js';

describe('FAULTS 12: a full disk under the uploads', function () {
  this.timeout(60_000);
  let installation: Installation;
  let disk: SmallDisk;
  let program: Program;
  let priya: Visitor;

  before(async function () {
    installation = await makeInstallation();
    const mounted = mountOver(path.join(installation.folder, 'uploads'), 8);
    if (!mounted) return this.skip();
    disk = mounted;
    program = await startProgram(installation.environment);
    priya = await signInThroughForm(program.origin, 'priya@example.com');
  });
  after(async () => {
    await program?.kill('SIGKILL');
    disk?.unmount();
    await installation?.remove();
  });

  function upload(name: string, kilobytes: number) {
    const fields = {
      subject_type: 'task',
      subject_id: installation.world.tasks.logo,
      visibility: 'internal',
    };
    const content = 'A line of text.\n'.repeat(kilobytes * 64);
    return priya.upload('/files', fields, [{ field: 'files', name, content }]);
  }

  function filesOnDisk(): string[] {
    return filesIn(path.join(installation.folder, 'uploads'));
  }

  for (const { left, kilobytes } of [
    { left: 512, kilobytes: 2000 },
    { left: 40, kilobytes: 60 },
    { left: 0, kilobytes: 1 },
  ]) {
    it(`names the file and leaves nothing of it: ${kilobytes} kB come, ${left} kB are free`, async () => {
      const before = filesOnDisk();
      disk.fill(left * 1024);
      const name = `minutes-${kilobytes}.txt`;
      const answer = await upload(name, kilobytes);
      disk.free();
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(`The disk of the server is full. ${name} was not saved.`);
      expect(filesOnDisk()).to.deep.equal(before);
      const page = await priya.get(`/tasks/${installation.world.tasks.logo}`);
      expect(page.status).to.equal(200);
      expect(page.text).not.to.include(name);
    });
  }

  it('goes on sending what is stored while the disk is full, and takes files again afterwards', async () => {
    disk.fill();
    const stored = await priya.get(`/files/${installation.world.files.shared}/download`);
    disk.free();
    expect(stored.text).to.include('The logo in words');
    expect((await upload('later.txt', 100)).status).to.equal(303);
    const page = await priya.get(`/tasks/${installation.world.tasks.logo}`);
    expect(page.text).to.include('later.txt');
  });
});

describe('FAULTS 12: a full disk under the log', function () {
  this.timeout(60_000);

  before(function () {
    if (!existsSync('/dev/full')) this.skip();
  });

  it('loses lines of the log and never the process', async () => {
    const installation = await makeInstallation();
    const full = openSync('/dev/full', 'w');
    const program = await startProgram(installation.environment, { log: full });
    closeSync(full);
    const priya = await signInThroughForm(program.origin, 'priya@example.com');
    for (let at = 0; at < 20; at += 1) {
      expect((await priya.get('/projects')).status).to.equal(200);
    }
    expect(await program.kill('SIGTERM')).to.equal(0);
    await installation.remove();
  });
});
