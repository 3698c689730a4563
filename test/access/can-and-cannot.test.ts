import { expect } from 'chai';
import {
  type Actor,
  type Permission,
  type permissionAreas,
  permissionEntry,
  permissions,
  type Scope,
  scopeOf,
} from '../../server/core/permissions/index.js';
import { actorOf } from '../features/tasks/people.js';
import { dump } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Fields, Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

/** The seed's lists of what each built-in role can and cannot do, one test for each of their lines. */
describe('What the built-in roles can and cannot', () => {
  let app: TestApp;
  let world: World;
  let visitor: Visitor;
  let actor: Actor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  afterEach(() => app.close());

  async function be(name: keyof World['people']): Promise<void> {
    visitor = await app.signedIn(world.people[name].userId);
    actor = await actorOf(world, world.people[name]);
  }

  async function expectAnswers(status: number, paths: readonly string[]): Promise<void> {
    for (const path of paths) expect((await visitor.get(path)).status, path).to.equal(status);
  }

  async function expectDone(path: string, fields: Fields): Promise<void> {
    const answer = await visitor.post(path, fields);
    expect(answer.status, `${path} ${answer.text.slice(0, 300)}`).to.equal(303);
  }

  async function expectRefused(status: number, tries: readonly [string, Fields][]): Promise<void> {
    const before = await dump();
    for (const [path, fields] of tries)
      expect((await visitor.post(path, fields)).status, path).to.equal(status);
    expect(await dump()).to.equal(before);
  }

  function expectScopes(scope: Scope, names: readonly Permission[]): void {
    for (const name of names) expect(scopeOf(actor, name), name).to.equal(scope);
  }

  const under = (...prefixes: string[]): Permission[] => {
    const found = permissions.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
    expect(found, prefixes.join()).not.to.have.length(0);
    return found;
  };
  const inAreas = (...areas: (typeof permissionAreas)[number][]): Permission[] =>
    permissions.filter((name) => areas.includes(permissionEntry(name).area));

  describe('Admins can', () => {
    beforeEach(() => be('priya'));

    it('S044 create, edit and delete all projects, tasks and files, regardless of assignment', async () => {
      const { internal, campaign } = world.projects;
      await expectDone('/projects', { name: 'New ground', status: 'planned', hue: 'teal' });
      const renamed = { _method: 'PATCH', name: 'Kestrel', status: 'active', hue: 'red' };
      await expectDone(`/projects/${internal}`, renamed);
      await expectDone('/tasks', { project_id: campaign, title: 'Not on it' });
      await expectDone(`/tasks/${world.campaignTask}`, { _method: 'DELETE' });
      await expectDone(`/files/${world.files.secret}`, { _method: 'DELETE' });
      expectScopes('all', ['projects.delete', 'projects.archive', 'tasks.delete', 'files.delete']);
    });

    it('S044 manage all users: add, edit, deactivate and delete admins, staff and clients', async () => {
      const { elin, nora } = world.people;
      await expectAnswers(200, [
        '/users/new',
        '/clients/new',
        `/users/${elin.userId}/edit`,
        `/clients/${nora.userId}/edit`,
      ]);
      expectScopes('all', under('users.', 'clients.'));
    });

    it('S044 reach all that is financial', () => {
      const theirs = inAreas('financial').filter((name) => name !== 'invoices.pay');
      expectScopes('all', theirs);
    });

    it('S044 configure the system: branding, e-mail, timezone, currency, language, security', async () => {
      await expectAnswers(200, [
        '/settings/branding',
        '/settings/email',
        '/settings/general',
        '/settings/security',
      ]);
      expectScopes('all', inAreas('settings'));
    });

    it('S044 manage integrations and payment gateways', () => {
      expectScopes('all', ['settings.integrations', 'settings.payments']);
    });

    it('S044 create and manage custom roles', async () => {
      await expectDone('/roles', {
        from: 'empty-team',
        name: 'Watcher',
        'grant.projects.view': 'all',
      });
      await expectAnswers(200, ['/roles', '/roles/new']);
    });

    it('S044 view all activity: the team’s, the clients’ and who changed what', async () => {
      await expectAnswers(200, ['/audit']);
      expectScopes('all', inAreas('reports'));
    });

    it('S044 apply updates and manage the licence', async () => {
      await expectAnswers(200, ['/settings/license', '/settings/maintenance']);
      expectScopes('all', ['settings.license', 'settings.maintenance']);
    });
  });

  describe('Staff can', () => {
    beforeEach(() => be('jonas'));

    it('S045 view and work on the projects they were assigned to', async () => {
      const { website } = world.projects;
      await expectAnswers(200, [`/projects/${website}`, `/projects/${website}/board`]);
      expectScopes('assigned', ['projects.view']);
    });

    it('S045 create, edit and complete tasks within their projects', async () => {
      await expectDone('/tasks', { project_id: world.projects.website, title: 'By Jonas' });
      await expectAnswers(200, [`/tasks/${world.tasks.budget}/edit`]);
      const done = { column_id: world.columns.done };
      await expectDone(`/tasks/${world.tasks.budget}/move`, done);
    });

    it('S045 upload and manage files within their projects', async () => {
      await expectAnswers(200, [`/files/new?subject_type=task&subject_id=${world.tasks.logo}`]);
      expectScopes('assigned', [
        'files.view',
        'files.upload',
        'files.manage_folders',
        'files.share',
      ]);
    });

    it('S045 take part in discussions, task comments, team chat and one-to-one messages', async () => {
      const words = { subject_type: 'task', subject_id: world.tasks.logo, visibility: 'internal' };
      await expectDone('/comments', { ...words, body: 'I am on it' });
      expectScopes('assigned', ['chat.discussions', 'tasks.comment']);
      expectScopes('all', ['chat.team', 'chat.direct', 'chat.with_clients']);
    });

    it('S073 view the details of clients attached to their projects, and of no others', async () => {
      const { sofia, nora } = world.people;
      const { harbour, northwind } = world.companies;
      await expectAnswers(200, [`/clients/${sofia.userId}`, `/companies/${harbour}`]);
      await expectAnswers(404, [`/clients/${nora.userId}`, `/companies/${northwind}`]);
    });

    it('S045 manage their workflow on the board', async () => {
      await expectDone(`/tasks/${world.tasks.logo}/move`, { column_id: world.columns.review });
      expectScopes('assigned', ['tasks.change_status']);
    });
  });

  describe('Staff cannot', () => {
    beforeEach(() => be('jonas'));

    it('S071 see projects they are not assigned to', async () => {
      const { campaign, internal } = world.projects;
      await expectAnswers(404, [
        `/projects/${campaign}`,
        `/projects/${internal}`,
        `/tasks/${world.campaignTask}`,
      ]);
      expect((await visitor.get('/projects')).text).not.to.match(/Kestrel|Autumn campaign/);
    });

    it('S071 reach anything financial', () => {
      expectScopes('none', inAreas('financial'));
    });

    it('S071 manage other users: add, edit or delete accounts', async () => {
      const { elin, sofia } = world.people;
      await expectAnswers(403, ['/users', '/users/new', '/clients/new', '/roles', '/teams']);
      await expectRefused(403, [
        ['/users', { name: 'New', email: 'new@example.com' }],
        [`/users/${elin.userId}`, { _method: 'PATCH', name: 'Changed' }],
        [`/clients/${sofia.userId}`, { _method: 'PATCH', name: 'Changed' }],
      ]);
      expectScopes('none', under('users.', 'roles.', 'teams.', 'clients.create', 'clients.edit'));
    });

    it('S071 change the system’s settings, branding or integrations', async () => {
      const pages = ['general', 'branding', 'email', 'files', 'security', 'license', 'maintenance'];
      await expectAnswers(
        403,
        pages.map((page) => `/settings/${page}`),
      );
      expectScopes('none', inAreas('settings'));
    });

    it('S071 view admins’ dashboards or feeds', async () => {
      await expectAnswers(403, ['/audit', '/outbox']);
      expectScopes('none', inAreas('reports'));
    });
  });

  describe('Clients can', () => {
    beforeEach(() => be('sofia'));

    it('S046 view the progress of the projects they are assigned to', async () => {
      const { text } = await visitor.get('/portal/projects');
      expect(text).to.include('Website relaunch').and.not.include('Autumn campaign');
      await expectAnswers(200, [`/portal/projects/${world.projects.website}`]);
    });

    it('S046 view tasks that are client-visible, while internal ones are hidden', async () => {
      await expectAnswers(200, [`/portal/tasks/${world.tasks.logo}`]);
      await expectAnswers(404, [`/portal/tasks/${world.tasks.budget}`]);
    });

    it('S046 download the files shared with them', async () => {
      const answer = await visitor.get(`/files/${world.files.shared}/download`);
      expect(answer.text).to.equal('The logo in words');
    });

    it('S046 talk with the team', async () => {
      const words = { subject_type: 'task', subject_id: world.tasks.logo };
      await expectDone('/comments', { ...words, body: 'We like it' });
      expectScopes('assigned', ['chat.discussions', 'tasks.comment']);
      expectScopes('all', ['chat.direct']);
    });

    it('S046 view their invoices and pay them', () => {
      expectScopes('own', ['invoices.view', 'invoices.pay']);
    });

    it('S046 approve or request changes on what was sent for their review', () => {
      expectScopes('assigned', ['tasks.review']);
    });
  });

  describe('Clients cannot', () => {
    beforeEach(() => be('sofia'));

    it('S075 see other clients or their projects', async () => {
      await expectAnswers(404, [
        `/portal/projects/${world.projects.campaign}`,
        `/portal/tasks/${world.campaignTask}`,
        `/clients/${world.people.nora.userId}`,
        `/companies/${world.companies.northwind}`,
      ]);
    });

    it('S075 reach internal tasks, discussions or files', async () => {
      await expectAnswers(404, [
        `/portal/tasks/${world.tasks.budget}`,
        `/files/${world.files.secret}/download`,
        `/portal/files/${world.files.secret}`,
        `/comments?subject_type=task&subject_id=${world.tasks.budget}`,
      ]);
      const { text } = await visitor.get(`/portal/tasks/${world.tasks.logo}`);
      expect(text).not.to.match(/Secret-/);
    });

    it('S075 view dashboards of admins or staff', async () => {
      const home = await visitor.get('/');
      expect(`${home.location ?? ''}${home.text}`).not.to.match(/Secret-|Autumn campaign/);
      await expectAnswers(404, ['/projects', '/users', '/clients', '/audit']);
    });

    it('S075 manage users, settings or integrations', async () => {
      await expectAnswers(404, ['/users/new', '/settings', '/settings/general', '/roles']);
      await expectRefused(404, [
        ['/users', { name: 'New', email: 'new@example.com' }],
        ['/settings/general', { _method: 'PATCH' }],
      ]);
    });

    it('S075 see financial figures beyond their own invoices', () => {
      const beyond = inAreas('financial').filter((name) => !/^invoices\.(view|pay)$/.test(name));
      expectScopes('none', beyond);
      expectScopes('none', inAreas('reports'));
    });
  });
});
