import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { minute, now, setClock } from '../../../server/core/dates/index.js';
import {
  changeRoles,
  deactivateUser,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, makePerson, makeRole } from '../memberships/rights.js';
import { endViewing, plain, viewAs } from './viewing.js';

describe('View as', () => {
  let app: TestApp;
  let world: World;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const roleId = async (key: 'admin' | 'staff') => (await builtInRole(world.workspaceId, key)).id;
  const secondAdmin = async () =>
    makePerson(world.workspaceId, 'Ada Second', [await roleId('admin')]);

  describe('begins and ends', () => {
    it('with a button on a contact’s page, under a banner, and leads back to where it began', async () => {
      const { sofia } = world.people;
      const page = await admin.get(`/clients/${sofia.userId}`);
      expect(page.text).to.include(`action="/clients/${sofia.userId}/viewing"`);
      const begun = await admin.post(`/clients/${sofia.userId}/viewing`, {
        return_to: '/clients?q=sofia',
      });
      expect(begun.location).to.equal('/');
      admin.forgetToken();
      const seen = await admin.get('/');
      const own = await (await app.signedIn(sofia.userId)).get('/');
      expect(seen.text).to.include('Viewing as Sofia Lindqvist (Client).');
      expect(seen.text).to.include('You can look, not change.');
      expect(plain(seen.text)).to.equal(plain(own.text));
      const ended = await endViewing(admin);
      expect(ended.location).to.equal('/clients?q=sofia');
      const back = await admin.get(ended.location);
      expect(back.status).to.equal(200);
      expect(back.text).not.to.include('class="viewing"');
    });

    it('on a member’s page the same, in the panel', async () => {
      const { jonas } = world.people;
      expect((await admin.get(`/users/${jonas.userId}`)).text).to.include('View as');
      await viewAs(admin, jonas);
      const seen = await admin.get('/projects');
      expect(seen.text).to.include('Viewing as Jonas Okafor (Staff).');
      expect(seen.text).not.to.include('Autumn campaign');
    });

    it('on a project’s people page, and opens that project as its client sees it', async () => {
      const { sofia } = world.people;
      const { website } = world.projects;
      const page = await admin.get(`/projects/${website}/people`);
      expect(page.text).to.include('See the project as Sofia Lindqvist');
      const begun = await admin.post(`/clients/${sofia.userId}/viewing`, {
        project_id: website,
        return_to: `/projects/${website}/people`,
      });
      expect(begun.location).to.equal(`/portal/projects/${website}`);
      admin.forgetToken();
      expect((await admin.get(begun.location)).text).to.include('Website relaunch');
      expect((await endViewing(admin)).location).to.equal(`/projects/${website}/people`);
    });

    it('never leads to another site', async () => {
      const { sofia } = world.people;
      await admin.post(`/clients/${sofia.userId}/viewing`, { return_to: '//evil.example' });
      admin.forgetToken();
      await admin.get('/');
      expect((await endViewing(admin)).location).to.equal(`/clients/${sofia.userId}`);
    });

    it('by itself after 30 minutes, whatever is asked for next', async () => {
      const { sofia } = world.people;
      await viewAs(admin, { ...sofia, isClient: true });
      const begun = now();
      setClock(() => begun + 29 * minute);
      expect((await admin.get('/portal')).status).to.equal(200);
      const session = await table('sessions').first('user_id', 'seen_at');
      expect(session).to.deep.equal({
        user_id: world.people.priya.userId,
        seen_at: begun + 29 * minute,
      });
      setClock(() => begun + 30 * minute);
      const late = await admin.get('/portal/files');
      expect(late.location).to.equal(`/clients/${sofia.userId}`);
      const page = await admin.get(late.location);
      expect(page.text).to.include('its 30 minutes have passed');
      expect(page.text).not.to.include('class="viewing"');
    });

    it('a form that comes after the end changes nothing and leads back', async () => {
      await viewAs(admin, world.people.jonas);
      await admin.get(`/tasks/${world.tasks.logo}`);
      const begun = now();
      setClock(() => begun + 31 * minute);
      const answer = await admin.post(`/tasks/${world.tasks.logo}/completion`);
      expect(answer.status).to.equal(303);
      const task = await table('tasks').where({ id: world.tasks.logo }).first('completed_at');
      expect(task).to.deep.equal({ completed_at: null });
    });

    it('signing out ends both', async () => {
      await viewAs(admin, world.people.jonas);
      await admin.get('/');
      expect((await admin.post('/logout')).location).to.equal('/login');
      expect(await table('viewings')).to.deep.equal([]);
      expect((await admin.get('/projects')).location).to.match(/^\/login/);
    });

    it('a second press on End finds nothing to end', async () => {
      await viewAs(admin, world.people.jonas);
      await admin.get('/');
      await endViewing(admin);
      admin.forgetToken();
      expect((await endViewing(admin)).location).to.equal('/');
    });

    it('in one session only: other devices of the Admin go on as they are', async () => {
      const other = await app.signedIn(world.people.priya.userId);
      await viewAs(admin, world.people.jonas);
      expect((await other.get('/users')).status).to.equal(200);
      expect((await admin.get('/users')).status).to.equal(403);
    });
  });

  describe('the very next request obeys when', () => {
    const expectOver = async () => {
      const next = await admin.get('/projects');
      expect(next.location).to.equal('/');
      expect(await table('viewings')).to.deep.equal([]);
      const page = await admin.get('/');
      expect(page.text).to.include('somebody’s access has changed');
      expect(page.text).not.to.include('class="viewing"');
    };
    const priya = () => actorOf(world.workspaceId, world.people.priya);

    it('the person is deactivated', async () => {
      await viewAs(admin, world.people.jonas);
      await deactivateUser(await priya(), world.people.jonas.userId);
      await expectOver();
    });

    it('the person’s membership is suspended', async () => {
      await viewAs(admin, world.people.jonas);
      await suspendMembership(await priya(), world.people.jonas.membershipId);
      await expectOver();
    });

    it('the person’s access ends', async () => {
      await viewAs(admin, world.people.jonas);
      const end = now() + minute;
      await table('memberships')
        .where({ id: world.people.jonas.membershipId })
        .update({ ends_at: end });
      setClock(() => end + 1);
      await expectOver();
    });

    it('the person becomes an Admin', async () => {
      await viewAs(admin, world.people.jonas);
      await changeRoles(await priya(), world.people.jonas.membershipId, [await roleId('admin')]);
      await expectOver();
    });

    it('who looks is no Admin any more', async () => {
      const ada = await secondAdmin();
      const visitor = await app.signedIn(ada.userId);
      await viewAs(visitor, world.people.jonas);
      await changeRoles(await priya(), ada.membershipId, [await roleId('staff')]);
      admin = visitor;
      await expectOver();
    });

    it('who looks gets another role beside Admin: they look on', async () => {
      const ada = await secondAdmin();
      const visitor = await app.signedIn(ada.userId);
      await viewAs(visitor, world.people.jonas);
      const roles = [await roleId('admin'), await roleId('staff')];
      await changeRoles(await priya(), ada.membershipId, roles);
      expect((await visitor.get('/projects')).text).to.include('Viewing as Jonas Okafor');
      expect((await visitor.get('/users')).status).to.equal(403);
    });

    it('who looks is deactivated: they are out', async () => {
      const ada = await secondAdmin();
      const visitor = await app.signedIn(ada.userId);
      await viewAs(visitor, world.people.jonas);
      await deactivateUser(await priya(), ada.userId);
      expect((await visitor.get('/projects')).location).to.match(/^\/login/);
    });

    it('a role of the person changes: the pages are those of the new one', async () => {
      await viewAs(admin, world.people.jonas);
      expect((await admin.get('/projects')).status).to.equal(200);
      const narrow = await makeRole(world.workspaceId, 'Narrow', { 'chat.team': 'all' });
      await changeRoles(await priya(), world.people.jonas.membershipId, [narrow]);
      expect((await admin.get('/projects')).status).to.equal(403);
    });
  });
});
