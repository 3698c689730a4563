import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../server/core/config/index.js';
import { closeDatabase, currentKnex, table } from '../../server/core/database/index.js';
import { testEngine } from '../support/database.js';
import {
  type Installation,
  makeInstallation,
  makeTask,
  openInstallation,
  runProgram,
  signInThroughForm,
  startProgram,
} from '../support/program.js';

const name = '209912310000_add_code_to_tasks';
const addsColumn = `
  if (!(await knex.schema.hasColumn('tasks', 'code'))) {
    await knex.schema.alterTable('tasks', (table) => table.string('code', 20));
  }
  await knex('tasks').update({ code: 'new' });`;
/** Does not fit what people have stored: a project has more than one task. */
const fitsNobody = `
  await knex.schema.alterTable('tasks', (table) => table.unique(['project_id']));`;
const killsItself = `
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});`;
/** What a version of the program consists of, beside its packages. */
const parts = 'server installer license migrations views public config package.json tsconfig.json';

describe(`FAULTS 5: an update with a migration that does not fit what is stored (${testEngine})`, function () {
  this.timeout(120_000);
  let installation: Installation;
  let later: string;

  before(async () => {
    installation = await makeInstallation();
    later = mkdtempSync(path.join(tmpdir(), 'task-session-later-'));
    for (const part of parts.split(' ')) {
      cpSync(path.join(projectRoot, part), path.join(later, part), { recursive: true });
    }
    symlinkSync(path.join(projectRoot, 'node_modules'), path.join(later, 'node_modules'));
    openInstallation(installation);
  });
  after(async () => {
    await closeDatabase();
    await installation.remove();
    rmSync(later, { recursive: true });
  });

  function shipMigration(steps: string): void {
    writeFileSync(
      path.join(later, 'migrations', `${name}.ts`),
      `export async function up(knex) {${steps}\n}\nexport async function down() {}\n`,
    );
  }

  /** Everything stored in tasks, and what the database knows to be applied. */
  async function stored(): Promise<unknown> {
    const tasks = (await table('tasks').orderBy('id')) as { code?: unknown }[];
    const applied = await table('migrations').orderBy('id').pluck('name');
    // MariaDB cannot take back a change of a table; a column that nobody reads yet does no harm.
    return { tasks: tasks.map(({ code: _new, ...old }) => old), applied };
  }

  it('stops with the name of the migration, leaves all as it was, and the version before still starts', async () => {
    const before = await stored();
    shipMigration(addsColumn + fitsNobody);
    const { code, output } = await runProgram(installation.environment, { root: later });
    expect(code, output).to.equal(1);
    expect(output).to.include(`migration ${name} failed`).and.not.include('    at ');
    expect(output).to.match(/unique|duplicate/i);
    expect(output).to.include('the version you had before still starts');
    expect(output).not.to.include('is ready at');
    expect(await stored()).to.deep.equal(before);
    if (testEngine !== 'mariadb') {
      expect(await currentKnex().schema.hasColumn('tasks', 'code')).to.equal(false);
    }
    const program = await startProgram(installation.environment);
    const priya = await signInThroughForm(program.origin, 'priya@example.com');
    expect((await makeTask(priya, installation, 'Still working')).status).to.equal(303);
    expect(await program.kill('SIGTERM')).to.equal(0);
  });

  it('FAULTS 4: killed in the middle of it, everything is as it was', async () => {
    const before = await stored();
    shipMigration(addsColumn + killsItself);
    const { code, output } = await runProgram(installation.environment, { root: later });
    expect(code, output).to.equal(null);
    expect(await stored()).to.deep.equal(before);
  });

  it('FAULTS 4 6: the next start finishes what was killed, and the version before does not touch it afterwards', async () => {
    shipMigration(addsColumn);
    const program = await startProgram(installation.environment, { root: later });
    const priya = await signInThroughForm(program.origin, 'priya@example.com');
    expect((await priya.get('/projects')).status).to.equal(200);
    expect(await program.kill('SIGTERM')).to.equal(0);
    const codes = await table('tasks').distinct('code').pluck('code');
    expect(codes).to.deep.equal(['new']);
    const old = await runProgram(installation.environment);
    expect(old.code).to.equal(1);
    expect(old.output).to.include('newer than this program').and.include(name);
  });
});
