import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { setClock } from '../../../server/core/dates/index.js';
import { saveSettings } from '../../../server/core/settings/index.js';
import { allRoutes, fillPath, websiteValues } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';

describe('The portal', () => {
  let app: TestApp;
  let world: World;
  let sofia: Visitor;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    sofia = await app.signedIn(world.people.sofia.userId);
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const project = () => `/portal/projects/${world.projects.website}`;
  const task = () => `/portal/tasks/${world.tasks.logo}`;
  const assign = ({ membershipId }: Person, projectId: number) =>
    insertRow('project_assignments', {
      project_id: projectId,
      membership_id: membershipId,
      ends_at: null,
      created_at: 1,
    });

  async function deny(permission: string): Promise<void> {
    const { membershipId } = world.people.sofia;
    await insertRow('permission_overrides', {
      membership_id: membershipId,
      permission,
      effect: 'deny',
      scope: 'none',
      ends_at: null,
    });
    await table('memberships').where({ id: membershipId }).increment('version', 1);
  }

  it('S128 S046 is a house of its own: a client finds nothing of the panel, the team nothing of the portal', async () => {
    for (const route of allRoutes()) {
      if (route.method !== 'get' || route.access === 'anyone' || route.access === 'signed-link')
        continue;
      const path = fillPath(route.path, websiteValues(world, route.path));
      if (route.surface === 'panel') expect((await sofia.get(path)).status, path).to.equal(404);
      if (route.surface === 'portal') expect((await priya.get(path)).status, path).to.equal(404);
    }
    const page = await sofia.get('/');
    expect(page.text).to.include('data-surface="portal"').and.not.include('data-surface="panel"');
  });

  it('S129 begins with the project where there is only one', async () => {
    const home = await sofia.get('/');
    expect(home.text).to.include('<h1>Website relaunch</h1>').and.include('For Harbour Coffee');
    expect(home.text).to.include('1 of 2 tasks').and.include('50% complete');
    expect(home.text).to.include('Redraw the harbour logo').and.include('logo-draft.txt');
    expect((await sofia.get('/portal')).text).to.include('<h1>Website relaunch</h1>');
  });

  it('S129 S094 begins with all projects where there are several, each from the moment of the assignment', async () => {
    await assign(world.people.sofia, world.projects.campaign);
    await saveSettings(world.workspaceId, { 'branding.welcome': 'Our work in one place.' });
    const home = await sofia.get('/portal');
    expect(home.text).to.include('Hello, Sofia').and.include('Our work in one place.');
    expect(home.text).to.include('Website relaunch').and.include('Autumn campaign');
    // The campaign is another client's: its project is shared, its name is not.
    expect(home.text).not.to.include('Northwind Travel');
    const shown = await sofia.get(`/portal/projects/${world.projects.campaign}`);
    expect(shown.text).not.to.include('For Northwind');
    await table('project_assignments')
      .where({ membership_id: world.people.sofia.membershipId })
      .delete();
    const empty = await sofia.get('/portal');
    expect(empty.text).to.include('No project is shared with you yet');
    expect((await sofia.get(project())).status).to.equal(404);
  });

  it('shows a task with its title, text, status, dates, shared files and comments, and nothing else', async () => {
    await table('columns')
      .where({ id: world.columns.doing })
      .update({ client_name: 'Being drawn' });
    const page = await sofia.get(task());
    expect(page.text).to.include('Redraw the harbour logo').and.include('What to do: Redraw');
    expect(page.text).to.include('Being drawn').and.include('logo-draft.txt');
    expect(page.text).to.include('Here is the first draft.');
    expect(page.text).not.to.match(/In progress|Priority|Assigned|Jonas|Secret-/);
    expect((await sofia.get(project())).text).to.include('Being drawn');
  });

  it('S109 S076 an internal task is nowhere: no page, no list, no count, no board', async () => {
    for (const path of ['/portal', project(), '/portal/projects', '/portal/files', task()]) {
      expect((await sofia.get(path)).text, path).not.to.include('Secret-Task');
    }
    expect((await sofia.get(`/portal/tasks/${world.tasks.budget}`)).status).to.equal(404);
    expect((await sofia.get(project())).text).to.include('1 of 2 tasks');
    for (const path of ['board', 'list']) {
      const answer = await sofia.get(`/projects/${world.projects.website}/${path}`);
      expect(answer.status).to.equal(404);
    }
  });

  it('S138 clients make neither projects nor tasks', async () => {
    const before = [await table('projects').count(), await table('tasks').count()];
    const answers = [
      await sofia.post('/projects', { name: 'Mine' }),
      await sofia.post('/tasks', { project_id: world.projects.website, title: 'Mine' }),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([404, 404]);
    expect([await table('projects').count(), await table('tasks').count()]).to.deep.equal(before);
  });

  it('S101 two clients of one project see the same, as far as their own permissions go', async () => {
    const tom = await app.signedIn(world.people.tom.userId);
    const withoutName = (text: string) =>
      calm(text).replaceAll(/Sofia Lindqvist|Tom Becker|>(SL|TB)<|data-hue="\w+"/g, '');
    for (const path of [project(), task(), '/portal/files']) {
      const [one, other] = [await sofia.get(path), await tom.get(path)];
      expect(withoutName(one.text), path).to.equal(withoutName(other.text));
    }
    await deny('files.view');
    expect((await sofia.get(task())).text).not.to.include('logo-draft.txt');
    expect((await tom.get(task())).text).to.include('logo-draft.txt');
  });

  for (const [permission, absent, present] of [
    ['tasks.review', /Needs you|>Reviews</, 'Website relaunch'],
    ['tasks.view', /Redraw the harbour logo|tasks<\/span>|id="tasks"/, 'Website relaunch'],
    ['files.view', /logo-draft\.txt|>Files</, 'Redraw the harbour logo'],
    ['projects.view', /Website relaunch|>Projects<|>Files</, 'No project is shared with you yet'],
  ] as const) {
    it(`leaves out what belongs to ${permission} when it is off`, async () => {
      await deny(permission);
      // What awaits their review is theirs to see without the tasks as well (PRODUCT 3.2).
      if (permission === 'tasks.view') await deny('tasks.review');
      const home = await sofia.get('/portal');
      expect(home.status).to.equal(200);
      expect(home.text).not.to.match(absent);
      expect(home.text).to.include(present);
    });
  }

  it('tells what is new since the visit before, of what the client may see, and not what they did', async () => {
    const { userId } = world.people.sofia;
    const signIn = (created_at: number) =>
      insertRow('sign_ins', {
        user_id: userId,
        method: 'password',
        outcome: 'success',
        ip_address: '',
        user_agent: '',
        created_at,
      });
    const start = Date.now();
    const subject = { subject_type: 'task', subject_id: world.tasks.logo };
    await priya.post('/comments', { ...subject, body: 'Before', visibility: 'client' });
    await signIn(start + 1000);
    setClock(() => start + 2000);
    const files = (name: string) => [{ field: 'files', name, content: 'x' }];
    await priya.upload('/files', { ...subject, visibility: 'client' }, files('fresh.txt'));
    await priya.upload('/files', { ...subject, visibility: 'internal' }, files('inner.txt'));
    await priya.post(`/files/${world.files.secret}/visibility`, { visibility: 'client' });
    await priya.post(`/files/${world.files.secret}/visibility`, { visibility: 'internal' });
    await sofia.post('/comments', { ...subject, body: 'My own' });
    await signIn(start + 3000);
    const news = /<aside[\s\S]*<\/aside>/.exec((await sofia.get('/portal')).text)?.[0] ?? '';
    expect(news).to.include('New since your last visit').and.include('added fresh.txt');
    expect(news).not.to.match(/inner\.txt|Secret-|wrote about|Sofia/);
    setClock(() => start + 4000);
    await signIn(start + 4000);
    await signIn(start + 5000);
    expect((await sofia.get('/portal')).text).to.include('Nothing new since your last visit.');
  });

  it('puts archived projects away', async () => {
    await table('projects').where({ id: world.projects.website }).update({ archived_at: 1 });
    expect((await sofia.get('/portal')).text).to.include('No project is shared with you yet');
  });

  it('asks the database at most ten times for its home, however much there is', async () => {
    const queries = async (path: string) => {
      await sofia.get(path);
      const timing = (await sofia.get(path)).headers.get('server-timing') ?? '';
      return Number(/queries;desc="(\d+)"/.exec(timing)?.[1]);
    };
    expect(await queries('/portal')).to.be.within(4, 10);
    expect(await queries(task())).to.be.within(4, 12);
    expect(await queries('/portal/files')).to.be.within(3, 10);
    await assign(world.people.sofia, world.projects.campaign);
    for (let number = 1; number <= 30; number += 1) {
      const subject = { subject_type: 'task', subject_id: world.tasks.logo };
      await priya.post('/comments', { ...subject, body: `No. ${number}`, visibility: 'client' });
    }
    expect(await queries('/portal')).to.be.within(4, 10);
    expect(await queries(task())).to.be.within(4, 12);
  });
});

/** A page without what differs between any two answers. */
function calm(html: string): string {
  return html
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(/name="_csrf" value="[^"]*"/g, '')
    .replaceAll(/just now|\d+ minutes? ago/g, 'some time ago');
}
