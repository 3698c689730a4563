import { expect } from 'chai';
import { insertRow, queryCount, table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { assign, assignTask } from '../../support/world-parts.js';
import { makePerson, makeRole } from '../memberships/rights.js';

describe('The visibility ledger', () => {
  let app: TestApp;
  let world: World;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  afterEach(() => app.close());

  const open = async (person: Person, path: string) =>
    (await app.signedIn(person.userId)).get(path);
  const logo = () => `/tasks/${world.tasks.logo}/readers`;

  it('names everybody who sees a task, each with the reason', async () => {
    const { text } = await open(world.people.priya, logo());
    expect(line(text, 'Priya Raman')).to.include('Role Admin, which reaches every project');
    expect(line(text, 'Jonas Okafor')).to.include('On the project');
    expect(line(text, 'Sofia Lindqvist')).to.include('On the project').and.include('Harbour');
    expect(text).to.include('Seen by 2 people of the team and 2 contacts of clients.');
    expect(text).not.to.include('Elin Sandberg');
    expect(text).not.to.include('Nora Quist');
  });

  it('says that clients do not see what is internal', async () => {
    const { text } = await open(world.people.priya, `/tasks/${world.tasks.budget}/readers`);
    expect(text).to.include('Seen by 2 people of the team and no client.');
    expect(text).not.to.include('Sofia Lindqvist');
  });

  it('tells of projects, files and comments as well', async () => {
    const { priya } = world.people;
    const { shared, secret } = world.files;
    expect((await open(priya, `/files/${shared}/readers`)).text).to.include('Tom Becker');
    expect((await open(priya, `/files/${secret}/readers`)).text).not.to.include('Tom Becker');
    const { comments } = world;
    expect((await open(priya, `/comments/${comments.shared}/readers`)).text).to.include('Tom');
    expect((await open(priya, `/comments/${comments.secret}/readers`)).text).not.to.include('Tom');
    const project = await open(priya, `/projects/${world.projects.internal}/readers`);
    expect(line(project.text, 'Elin Sandberg')).to.include(
      'On the project through Secret-Team-Lighthouse',
    );
  });

  it('does not count a contact who is on the project without the permission', async () => {
    await insertRow('permission_overrides', {
      membership_id: world.people.tom.membershipId,
      permission: 'tasks.view',
      effect: 'deny',
      scope: 'none',
      ends_at: null,
    });
    const { text } = await open(world.people.priya, logo());
    expect(text).not.to.include('Tom Becker');
    expect(text).to.include('and 1 contact of a client.');
  });

  it('tells an end, an exception and that only own tasks are seen', async () => {
    const role = await makeRole(world.workspaceId, 'Contractor', {
      'projects.view': 'assigned',
      'tasks.view': 'own',
    });
    const cleo = await makePerson(world.workspaceId, 'Cleo Contractor', [role]);
    await assign(world.projects.website, [cleo]);
    await assignTask(world.tasks.logo, cleo);
    await table('project_assignments')
      .where({ membership_id: cleo.membershipId })
      .update({ ends_at: now() + day });
    const none = await makeRole(world.workspaceId, 'Nothing', {});
    const ella = await makePerson(world.workspaceId, 'Ella Exception', [none]);
    for (const permission of ['projects.view', 'tasks.view'])
      await insertRow('permission_overrides', {
        membership_id: ella.membershipId,
        permission,
        effect: 'allow',
        scope: 'all',
        ends_at: now() + day,
      });
    const { text } = await open(world.people.priya, logo());
    expect(line(text, 'Cleo Contractor')).to.match(/On the project, until [^<]*<br>Works on it/);
    expect(line(text, 'Ella Exception')).to.match(/An exception that reaches every.*, until /);
    const other = await open(world.people.priya, `/tasks/${world.tasks.budget}/readers`);
    expect(other.text).not.to.include('Cleo Contractor');
  });

  it('counts, without names, those whom its reader may not know', async () => {
    const { jonas, elin } = world.people;
    const { text } = await open(jonas, logo());
    expect(text).to.include('Sofia Lindqvist').and.include('Seen by 2 people of the team');
    expect(text).not.to.include('Priya Raman');
    expect(text).to.include('1 more person sees it.');
    const role = await makeRole(world.workspaceId, 'Looks at work only', {
      'projects.view': 'all',
      'tasks.view': 'all',
    });
    const lou = await makePerson(world.workspaceId, 'Lou Looker', [role]);
    const outside = await open(lou, logo());
    for (const { name } of [world.people.sofia, world.people.tom, jonas, elin])
      expect(outside.text).not.to.include(name);
    expect(outside.text).to.include('4 more people see it.');
  });

  it('leads to the explanation of each person only where its reader may open it', async () => {
    const { jonas, priya, sofia } = world.people;
    const address = `/explain?about=${encodeURIComponent(`/tasks/${world.tasks.logo}`)}`;
    const asAdmin = await open(priya, logo());
    expect(line(asAdmin.text, jonas.name)).to.include(`/users/${jonas.userId}${address}`);
    const asStaff = await open(jonas, logo());
    expect(line(asStaff.text, jonas.name)).not.to.include('/explain');
    expect(line(asStaff.text, sofia.name)).to.include(`/clients/${sofia.userId}${address}`);
  });

  it('is not there for clients, nor for staff who do not see the thing', async () => {
    const paths = [
      logo(),
      `/projects/${world.projects.website}/readers`,
      `/files/${world.files.shared}/readers`,
      `/comments/${world.comments.shared}/readers`,
    ];
    for (const path of paths) {
      expect((await open(world.people.sofia, path)).status, path).to.equal(404);
      expect((await open(world.people.elin, path)).status, path).to.equal(404);
    }
  });

  it('finds somebody by name and shows many in pages', async () => {
    const role = await makeRole(world.workspaceId, 'Reader', {
      'projects.view': 'all',
      'tasks.view': 'all',
    });
    for (let number = 10; number < 40; number += 1)
      await makePerson(world.workspaceId, `Reader ${number}`, [role]);
    const first = await open(world.people.priya, logo());
    expect(first.text).to.include('Reader 20').and.not.include('Reader 39');
    const second = await open(world.people.priya, `${logo()}?page=2`);
    expect(second.text).to.include('Reader 39').and.not.include('Sofia');
    const found = await open(world.people.priya, `${logo()}?q=der+39`);
    expect(found.text).to.include('Reader 39').and.not.include('Reader 38');
    const nobody = await open(world.people.priya, `${logo()}?q=zzz`);
    expect(nobody.text).to.include('Nobody of this name sees it.');
  });

  it('asks the database the same number of questions however many see the thing', async () => {
    const count = async () => {
      const visitor = await app.signedIn(world.people.priya.userId);
      await visitor.get(logo());
      const before = queryCount();
      await visitor.get(logo());
      return queryCount() - before;
    };
    const few = await count();
    const role = await makeRole(world.workspaceId, 'Reader', {
      'projects.view': 'all',
      'tasks.view': 'all',
    });
    for (let number = 10; number < 30; number += 1)
      await makePerson(world.workspaceId, `Reader ${number}`, [role]);
    expect(await count()).to.equal(few);
    expect(few).to.be.lessThan(18);
  });
});

/** The row of somebody. */
function line(html: string, name: string): string {
  return html.split('<tr>').find((row) => row.includes(`<span>${name}<`)) ?? '';
}
