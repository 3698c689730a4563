import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { connect, type Knex } from '../../server/core/database/index.js';
import { sqliteConfig, testEngine } from '../support/database.js';
import {
  type Installation,
  makeInstallation,
  makeTask,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { isLong, noteTrial, testRandom } from '../support/trials.js';
import type { Visitor } from '../support/visitor.js';
import { until } from '../support/waiting.js';

/** Moments at which the power is cut, and how often the log of each is cut at some byte. */
const moments = isLong ? 100 : 4;
const cutsEach = isLong ? 10 : 3;
const database = 'database.sqlite';
const log = `${database}-wal`;
/** Where the index of the log says how many of its pages a checkpoint has begun to copy. */
const copiedPagesAt = 128;
const logHeader = 32;
const pageHeader = 24;
const pageSize = 4096;

// A database server looks after a log of its own.
const onSqlite = testEngine === 'sqlite' ? describe : () => undefined;

onSqlite(
  'FAULTS 3: the power is cut at random moments, and with it the end of the log',
  function () {
    this.timeout(isLong ? 900_000 : 90_000);
    const random = testRandom();
    let installation: Installation;
    let program: Program;
    let priya: Visitor;
    /** How many tasks were acknowledged, numbered in their order. */
    let acknowledged = 0;
    let asked = 0;
    let isOver = false;

    before(async () => {
      installation = await makeInstallation();
      program = await startProgram(installation.environment);
      priya = await signInThroughForm(program.origin, 'priya@example.com');
      await priya.formToken();
    });
    after(async () => {
      await program.kill('SIGKILL');
      await installation.remove();
    });

    it('everything acknowledged is there, and whatever is cut off, what is left is whole and without holes', async () => {
      const writing = Promise.all([writeTasks(), writeComments(), writeComments()]);
      for (let moment = 0; moment < moments; moment += 1) {
        const before = acknowledged;
        const progress = 1 + Math.floor(random() * 12);
        await until(() => acknowledged >= before + progress);
        const copy = freeze();
        await expectPrefix(copy, acknowledged);
        for (let cut = 0; cut < cutsEach; cut += 1) await expectPrefix(cutLog(copy, cut), 0);
      }
      isOver = true;
      await writing;
      noteTrial(
        `FAULTS 3: power cut at ${moments} moments with ${cutsEach} ends each, ${acknowledged} changes acknowledged`,
      );
    });

    it('after a stop the database file alone has everything, since people copy just that', async () => {
      expect(await program.kill('SIGTERM')).to.equal(0);
      const data = path.join(installation.folder, 'data');
      expect(readdirSync(data).filter((name) => name.startsWith(database))).to.deep.equal([
        database,
      ]);
      await expectPrefix(data, acknowledged);
    });

    async function writeTasks(): Promise<void> {
      while (!isOver) {
        asked += 1;
        const answer = await makeTask(priya, installation, `Task ${asked}`);
        expect(answer.status).to.equal(303);
        acknowledged += 1;
      }
    }

    async function writeComments(): Promise<void> {
      while (!isOver) {
        const subject = { subject_type: 'task', subject_id: installation.world.tasks.logo };
        await priya.post('/comments', { ...subject, body: 'Words', visibility: 'internal' });
      }
    }

    /** Copies database and log while the program stands still, as they would be found afterwards. */
    function freeze(): string {
      const from = path.join(installation.folder, 'data');
      const to = path.join(installation.folder, 'found');
      rmSync(to, { recursive: true, force: true });
      mkdirSync(to);
      process.kill(program.pid, 'SIGSTOP');
      try {
        for (const name of [database, log, `${database}-shm`]) {
          if (existsSync(path.join(from, name))) {
            copyFileSync(path.join(from, name), path.join(to, name));
          }
        }
      } finally {
        process.kill(program.pid, 'SIGCONT');
      }
      return to;
    }

    /** Cuts the log somewhere behind what a checkpoint has copied: that was synced before. */
    function cutLog(copy: string, cut: number): string {
      const to = `${copy}-${cut}`;
      rmSync(to, { recursive: true, force: true });
      mkdirSync(to);
      copyFileSync(path.join(copy, database), path.join(to, database));
      copyFileSync(path.join(copy, log), path.join(to, log));
      const copied = readFileSync(path.join(copy, `${database}-shm`)).readUInt32LE(copiedPagesAt);
      const least = copied === 0 ? 0 : logHeader + copied * (pageHeader + pageSize);
      const size = statSync(path.join(to, log)).size;
      truncateSync(path.join(to, log), Math.floor(least + random() * (size - least)));
      return to;
    }

    async function expectPrefix(folder: string, least: number): Promise<void> {
      const opened = `${folder}-opened`;
      rmSync(opened, { recursive: true, force: true });
      mkdirSync(opened);
      for (const name of [database, log]) {
        if (!existsSync(path.join(folder, name))) continue;
        copyFileSync(path.join(folder, name), path.join(opened, name));
      }
      const knex = connect(sqliteConfig(path.join(opened, database)));
      try {
        await expectWhole(knex);
        const titles = await knex('tasks')
          .where('title', 'like', 'Task %')
          .orderBy('id')
          .pluck('title');
        expect(titles).to.deep.equal(titles.map((_: string, at: number) => `Task ${at + 1}`));
        expect(titles.length).to.be.within(least, asked);
      } finally {
        await knex.destroy();
      }
    }

    /** Sound in itself, and every transaction there as a whole: the stored counts agree with the rows. */
    async function expectWhole(knex: Knex): Promise<void> {
      expect(await knex.raw('PRAGMA integrity_check')).to.deep.equal([{ integrity_check: 'ok' }]);
      expect(await knex.raw('PRAGMA foreign_key_check')).to.deep.equal([]);
      const { website } = installation.world.projects;
      const { logo } = installation.world.tasks;
      const tasks = await knex('tasks')
        .where({ project_id: website, deleted_at: null })
        .pluck('id');
      const comments = await knex('comments')
        .where({ subject_type: 'task', subject_id: logo, deleted_at: null })
        .pluck('id');
      const project = await knex('projects').where({ id: website }).first('tasks_count');
      const task = await knex('tasks').where({ id: logo }).first('comments_count');
      expect(project).to.deep.equal({ tasks_count: tasks.length });
      expect(task).to.deep.equal({ comments_count: comments.length });
    }
  },
);
