import { expect } from 'chai';
import type { DatabaseConfig } from '../../server/core/config/index.js';
import { connect } from '../../server/core/database/index.js';
import { asServerAdmin, makeEmptyDatabase } from '../support/database.js';
import type { Fields } from '../support/visitor.js';
import { type FreshInstaller, freshInstaller, passSteps } from './support.js';

const password = 'only-for-this-test';

for (const engine of ['postgres', 'mariadb'] as const) {
  describe(`The installer on ${engine}`, () => {
    let database: { config: DatabaseConfig; drop(): Promise<void> };
    let installer: FreshInstaller;
    let user: string;

    before(async function () {
      try {
        await asServerAdmin(engine, 'SELECT 1');
      } catch {
        // Said plainly in the summary: this machine has no such server.
        this.skip();
      }
    });

    beforeEach(async () => {
      database = await makeEmptyDatabase(engine);
      user = `${database.config.name}_user`.slice(-32);
      installer = await freshInstaller();
    });

    afterEach(async () => {
      await installer.close();
      await dropUser();
      await database.drop();
    });

    it('tests the database, makes the tables and finishes', async () => {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'welcome');
      const test = await visitor.post('/install/database', { ...fields(), go: 'test' });
      expect(test.status).to.equal(200);
      expect(test.text).to.match(/(PostgreSQL|MariaDB) \d+[\d.]* at .* answered in \d+ ms/);
      expect(await tablesOf(database.config)).to.deep.equal([]);
      await passSteps(visitor, 'finish', { database: { ...fields(), go: 'next' } });
      expect(installer.isInstalled()).to.equal(true);
      expect(await tablesOf(database.config)).to.include.members(['users', 'tasks', 'settings']);
    });

    it('says when the database does not exist', async () => {
      const answer = await tried({ name: 'no_such_database' });
      expect(answer).to.include('the database does not exist');
      expect(answer).to.include('There is no database of this name');
    });

    it('says when the user may not create tables', async () => {
      await makeUser();
      const answer = await tried({ user, password });
      expect(answer).to.include('may not create tables');
      expect(answer).not.to.include(password);
    });

    it('says when the password is wrong, where the server asks for one', async () => {
      await makeUser();
      const wrong = { user, password: 'a wrong one' };
      const isBelieved = await opens({ ...database.config, ...wrong });
      // Some servers believe everybody on their own machine: then the next thing to say is another.
      const said = isBelieved ? 'may not create tables' : 'it refused the password';
      expect(await tried(wrong)).to.include(said);
    });

    it('says when the server does not encrypt', async function () {
      const answer = await tried({ tls: '1' });
      if (!answer.includes('does not encrypt')) return this.skip();
      expect(answer).to.include('The server does not offer encryption');
    });

    it('keeps away from another program’s tables', async () => {
      await withKnex(database.config, (knex) =>
        knex.schema.createTable('wp_posts', (table) => table.increments('id')),
      );
      const answer = await tried({});
      expect(answer).to.include('belongs to another program');
      expect(answer).to.include('wp_posts');
    });

    it('keeps away from an installation that is finished', async () => {
      await passSteps(await installer.admitted(), 'finish', {
        database: { ...fields(), go: 'next' },
      });
      const other = await freshInstaller();
      try {
        const visitor = await other.admitted();
        await passSteps(visitor, 'welcome');
        const answer = await visitor.post('/install/database', { ...fields(), go: 'next' });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('belongs to an installation that is finished');
      } finally {
        await other.close();
      }
    });

    function fields(): Record<string, string> {
      const { engine: kind, host, port, name, user: owner, password: secret } = database.config;
      return { engine: kind, host, port: String(port || ''), name, user: owner, password: secret };
    }

    async function tried(changes: Fields): Promise<string> {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'welcome');
      const answer = await visitor.post('/install/database', {
        ...fields(),
        ...changes,
        go: 'next',
      });
      expect(answer.status).to.equal(422);
      expect((await visitor.get('/install')).location).to.equal('/install/database');
      return answer.text;
    }

    async function makeUser(): Promise<void> {
      const { name } = database.config;
      if (engine === 'postgres') {
        await asServerAdmin(engine, `CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
        return withKnex(database.config, (knex) =>
          knex.raw('REVOKE CREATE ON SCHEMA public FROM PUBLIC'),
        );
      }
      await asServerAdmin(engine, `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
      await asServerAdmin(engine, `CREATE USER '${user}'@'localhost' IDENTIFIED BY '${password}'`);
      await asServerAdmin(engine, `GRANT SELECT ON ${name}.* TO '${user}'@'%'`);
      await asServerAdmin(engine, `GRANT SELECT ON ${name}.* TO '${user}'@'localhost'`);
    }

    async function dropUser(): Promise<void> {
      if (engine === 'postgres') return asServerAdmin(engine, `DROP ROLE IF EXISTS ${user}`);
      await asServerAdmin(engine, `DROP USER IF EXISTS '${user}'@'%'`);
      await asServerAdmin(engine, `DROP USER IF EXISTS '${user}'@'localhost'`);
    }
  });
}

type Knex = ReturnType<typeof connect>;

async function withKnex(config: DatabaseConfig, work: (knex: Knex) => PromiseLike<unknown>) {
  const knex = connect(config);
  try {
    await work(knex);
  } finally {
    await knex.destroy();
  }
}

async function opens(config: DatabaseConfig): Promise<boolean> {
  try {
    await withKnex(config, (knex) => knex.raw('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

async function tablesOf(config: DatabaseConfig): Promise<string[]> {
  let names: string[] = [];
  await withKnex(config, async (knex) => {
    const schema = config.engine === 'postgres' ? 'current_schema()' : 'database()';
    const rows = await knex('information_schema.tables')
      .select({ name: 'table_name' })
      .where('table_schema', knex.raw(schema));
    names = (rows as { name: string }[]).map((row) => row.name);
  });
  return names;
}
