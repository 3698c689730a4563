import { expect } from 'chai';
import { insertRow, queryCount, table } from '../../../server/core/database/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { assign } from '../../support/world-parts.js';
import { makePerson } from '../memberships/rights.js';

describe('The safe composer', () => {
  let app: TestApp;
  let world: World;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  afterEach(() => app.close());

  const open = async (person: Person, path: string) =>
    (await (await app.signedIn(person.userId)).get(path)).text;
  const box = (html: string) => html.slice(html.indexOf('class="composer'));

  it('says at the words of a task who can read them, in its form and in its conversation', async () => {
    const { logo, budget } = world.tasks;
    const { jonas } = world.people;
    const shared = box(await open(jonas, `/tasks/${logo}/edit`));
    expect(shared).to.match(/^class="composer client"/);
    expect(shared).to.include('Sofia Lindqvist, Tom Becker can read this, and your team.');
    const internal = box(await open(jonas, `/tasks/${budget}/edit`));
    expect(internal).to.match(/^class="composer internal"/);
    expect(internal).to.include('Only your team can read this.').and.not.include('Sofia');
    expect(box(await open(jonas, `/tasks/${budget}`))).to.match(/^class="composer internal"/);
  });

  it('ties the sentence to the box, for who does not see the border', async () => {
    const html = box(await open(world.people.jonas, `/tasks/${world.tasks.logo}/edit`));
    expect(html).to.match(/<textarea[^>]*aria-describedby="[^"]*said-task/);
    expect(html).to.include('id="said-task"');
  });

  it('holds both sentences where the same form chooses, and the choice shows one', async () => {
    const { jonas } = world.people;
    for (const path of [
      `/tasks/new?project_id=${world.projects.website}`,
      `/tasks/${world.tasks.logo}`,
    ]) {
      const html = box(await open(jonas, path));
      expect(html, path).to.match(/^class="composer"/);
      expect(html, path).to.match(/class="when-internal".*Only your team can read this\./);
      expect(html, path).to.match(/class="when-client".*Sofia Lindqvist, Tom Becker can read this/);
    }
  });

  it('names three and leads to all of them where there are more', async () => {
    const { id } = await builtInRole(world.workspaceId, 'client');
    for (const name of ['Abe Able', 'Bea Able', 'Cem Able'])
      await assign(world.projects.website, [
        await makePerson(world.workspaceId, name, [id], 'client'),
      ]);
    const html = box(await open(world.people.jonas, `/tasks/${world.tasks.logo}/edit`));
    expect(html).to.include('Abe Able, Bea Able, Cem Able and 2 more can read this');
    expect(html).to.include(`href="/tasks/${world.tasks.logo}/readers"`);
  });

  it('says so at the words of a project and of one’s own comment', async () => {
    const { priya } = world.people;
    const project = box(await open(priya, `/projects/${world.projects.website}/settings`));
    expect(project).to.match(/^class="composer client"/);
    expect(project).to.include('Sofia Lindqvist, Tom Becker can read this');
    const shared = await open(priya, `/comments/${world.comments.shared}/edit`);
    expect(box(shared)).to.match(/^class="composer client"/);
    expect(shared).to.include('Sofia Lindqvist, Tom Becker can read this');
    const secret = await open(priya, `/comments/${world.comments.secret}/edit`);
    expect(box(secret)).to.match(/^class="composer internal"/);
  });

  it('marks notes on clients as the team’s', async () => {
    const html = await open(world.people.priya, `/companies/${world.companies.harbour}/edit`);
    expect(box(html)).to.match(/^class="composer internal"/);
    expect(box(html)).to.include('Only your team can read this.');
  });

  it('names nobody who is on the project without the permission to see its tasks', async () => {
    await insertRow('permission_overrides', {
      membership_id: world.people.tom.membershipId,
      permission: 'tasks.view',
      effect: 'deny',
      scope: 'none',
      ends_at: null,
    });
    const html = box(await open(world.people.jonas, `/tasks/${world.tasks.logo}/edit`));
    expect(html).to.include('Sofia Lindqvist can read this').and.not.include('Tom Becker');
  });

  it('tells clients who else reads along, and nothing of the ledger', async () => {
    const html = await open(world.people.sofia, `/portal/tasks/${world.tasks.logo}`);
    expect(html).to.include('Read by Tom Becker and the team at');
    expect(html).not.to.include('/readers').and.not.include('Only your team');
    const own = await insertRow('comments', {
      workspace_id: world.workspaceId,
      subject_type: 'task',
      subject_id: world.tasks.logo,
      author_user_id: world.people.sofia.userId,
      visibility: 'client',
      body: 'From Sofia',
      created_at: 1,
      edited_at: null,
      deleted_at: null,
    });
    const edit = await open(world.people.sofia, `/comments/${own}/edit`);
    expect(edit).not.to.include('/readers').and.not.include('your team');
  });

  it('costs the page of a task one question, however many read along', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    const count = async () => {
      await visitor.get(`/tasks/${world.tasks.logo}`);
      const before = queryCount();
      await visitor.get(`/tasks/${world.tasks.logo}`);
      return queryCount() - before;
    };
    const shared = await count();
    await table('tasks').where({ id: world.tasks.logo }).update({ visibility: 'internal' });
    expect(shared - (await count())).to.equal(1);
    expect(shared).to.be.at.most(12);
  });
});
