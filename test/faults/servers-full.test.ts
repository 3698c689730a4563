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
import type { Visitor } from '../support/visitor.js';

interface Trouble {
  /** What happened to the server. */
  name: string;
  /** How PostgreSQL and MariaDB say it. */
  postgres: string;
  mariadb: number;
  status: number;
  says: string;
}

const full = { status: 507, says: 'The disk of the server is full' };
const unwritable = { status: 503, says: 'Nothing can be saved at the moment' };
const troubles: Trouble[] = [
  { name: 'has a full disk', postgres: '53100', mariadb: 1021, ...full },
  { name: 'has no room for a table', postgres: '53100', mariadb: 1114, ...full },
  {
    name: 'became a read-only copy of another one',
    postgres: '25006',
    mariadb: 1290,
    ...unwritable,
  },
  { name: 'gave the change up for another one', postgres: '40P01', mariadb: 1213, ...unwritable },
];

if (testEngine !== 'sqlite') {
  describe(`FAULTS 11: a database server that takes no change (${testEngine})`, function () {
    this.timeout(120_000);
    let installation: Installation;
    let program: Program;
    let priya: Visitor;

    before(async () => {
      installation = await makeInstallation();
      program = await startProgram(installation.environment);
      priya = await signInThroughForm(program.origin, 'priya@example.com');
      openInstallation(installation);
    });
    after(async () => {
      await program.kill('SIGTERM');
      await closeDatabase();
      await installation.remove();
    });

    for (const trouble of troubles) {
      it(`refuses with what was typed, shows pages, and goes on afterwards: one that ${trouble.name}`, async () => {
        const { status, says } = trouble;
        const title = `Task for one that ${trouble.name}`;
        await breakTasks(trouble);
        const answer = await makeTask(priya, installation, title);
        expect(answer.status, answer.text).to.equal(status);
        expect(answer.text).to.include(says).and.include(`value="${title}"`);
        expect((await priya.get('/projects')).status).to.equal(200);
        const again = await signInThroughForm(program.origin, 'jonas@example.com');
        expect((await again.get('/projects')).status).to.equal(200);
        expect(await table('tasks').where({ title })).to.deep.equal([]);
        expect(program.output()).to.include('nothing was saved').and.not.include(title);
        await mendTasks();
        expect((await makeTask(priya, installation, title)).status).to.equal(303);
        expect(await table('tasks').where({ title })).to.have.length(1);
      });
    }

    /** From now on the server answers every new task with an error of its own. */
    async function breakTasks({ postgres, mariadb }: Trouble): Promise<void> {
      if (testEngine === 'mariadb') {
        await currentKnex().raw(
          `CREATE TRIGGER broken BEFORE INSERT ON tasks FOR EACH ROW
           SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${mariadb}, MESSAGE_TEXT = 'broken'`,
        );
        return;
      }
      await currentKnex().raw(
        `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = '${postgres}'; END $$`,
      );
      await currentKnex().raw(
        'CREATE TRIGGER broken BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION broken()',
      );
    }

    async function mendTasks(): Promise<void> {
      if (testEngine === 'mariadb') await currentKnex().raw('DROP TRIGGER broken');
      else await currentKnex().raw('DROP FUNCTION broken() CASCADE');
    }
  });
}
