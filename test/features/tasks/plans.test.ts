import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { listBoardCards } from '../../../server/features/tasks/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { testEngine } from '../../support/database.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf } from './people.js';
import { type Heard, listenToStatements, planOf, wholeReads } from './statements.js';

/** Tables that grow with the work: no page may read one from end to end. */
const growing = [
  'tasks',
  'task_assignees',
  'projects',
  'project_assignments',
  'columns',
  'comments',
  'files',
  'events',
  'users',
  'memberships',
  'companies',
];

/** Statements whose plan reads a growing table from end to end, with the step that does. */
async function wholeReadsOf(statements: Iterable<string>): Promise<string[]> {
  const found: string[] = [];
  for (const sql of statements) {
    if (!/^\s*select/i.test(sql)) continue;
    for (const step of wholeReads(await planOf(sql), growing)) found.push(`${step} in ${sql}`);
  }
  return found;
}

// The other engines plan by their own statistics, which a test's few rows do not give them.
const onSqlite = testEngine === 'sqlite' ? describe : () => undefined;

onSqlite('How SQLite reads the pages of the work', () => {
  let app: TestApp;
  let world: World;
  let heard: Heard;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('task_assignees').update({ ends_at: now() + day });
    heard = listenToStatements();
  });
  afterEach(async () => {
    heard?.stop();
    await app?.close();
  });

  const pages: Record<string, (world: World) => string> = {
    'the start page': () => '/',
    'the list of projects': () => '/projects?look=table',
    'the list of projects, filtered': ({ companies }) =>
      `/projects?status=active&company_id=${companies.harbour}&sort=due`,
    'a project': ({ projects }) => `/projects/${projects.website}`,
    'a board': ({ projects }) => `/projects/${projects.website}/board`,
    'a board, filtered': ({ projects }) =>
      `/projects/${projects.website}/board?assignee=me&due=late&visibility=client`,
    'a list of tasks': ({ projects }) => `/projects/${projects.website}/list?sort=due`,
    'a task': ({ tasks }) => `/tasks/${tasks.logo}`,
    'the form that moves a task': ({ tasks }) => `/tasks/${tasks.logo}/move`,
  };

  for (const [name, address] of Object.entries(pages)) {
    for (const person of ['priya', 'jonas'] as const) {
      it(`${name} reads no growing table from end to end (${person})`, async () => {
        const visitor = await app.signedIn(world.people[person].userId);
        const answer = await visitor.get(address(world));
        expect(answer.status).to.equal(200);
        heard.stop();
        expect(heard.statements.size).to.be.greaterThan(3);
        expect(await wholeReadsOf(heard.statements)).to.deep.equal([]);
      });
    }
  }

  it('the cards of a board come in their order by an index, without sorting', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    await visitor.get(`/projects/${world.projects.website}/board`);
    heard.stop();
    const cards = [...heard.statements].find((sql) => sql.includes('`tasks`.`position` asc limit'));
    const plan = await planOf(cards ?? '');
    expect(plan.join('\n')).to.include(
      'USING INDEX tasks_project_id_deleted_at_column_id_position_index',
    );
    expect(plan.join('\n')).not.to.include('TEMP B-TREE');
  });

  it('my tasks come in their order by an index, without sorting, however many are assigned', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    await visitor.get('/');
    heard.stop();
    const mine = [...heard.statements].filter((sql) => sql.includes('`due_order` asc'));
    expect(mine).to.have.length(1);
    const plan = await planOf(mine[0] ?? '');
    expect(plan[0]).to.match(
      /^SEARCH task_assignees USING INDEX task_assignees_membership_id_is_open_due_order_task_id_index/,
    );
    expect(plan.join('\n')).not.to.include('TEMP B-TREE');
  });

  it('each column of a long board is read by the index of its order, no further than shown', async () => {
    const actor = await actorOf(world, world.people.priya);
    const columns = Object.values(world.columns).map((id) => ({ id }));
    const perColumn = new Map(columns.map(({ id }) => [id, 0]));
    await listBoardCards(actor, world.projects.website, columns, { perColumn });
    heard.stop();
    const isCards = (sql: string) => sql.includes('union all') && sql.includes('`tasks`');
    const cards = [...heard.statements].find(isCards) ?? '';
    const plan = await planOf(cards);
    const windows = plan.filter((step) => /USING INDEX tasks_column_id_position_unique/.test(step));
    expect(windows, plan.join('\n')).to.have.length(4);
    expect(plan.join('\n')).not.to.include('TEMP B-TREE');
  });
});
