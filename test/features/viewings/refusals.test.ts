import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { minute, now, setClock } from '../../../server/core/dates/index.js';
import { deactivateUser } from '../../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, makePerson, makeRole } from '../memberships/rights.js';
import { endViewing, viewAs } from './viewing.js';

describe('View as is kept narrow: it', () => {
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

  describe('is refused', () => {
    const expectRefused = async (visitor: Visitor, path: string, words: string) => {
      const answer = await visitor.post(path);
      expect(answer.status).to.equal(403);
      expect(answer.text).to.include(words);
      expect(await table('viewings')).to.deep.equal([]);
    };

    it('as another Admin, and their page offers no button', async () => {
      const ada = await secondAdmin();
      expect((await admin.get(`/users/${ada.userId}`)).text).not.to.include('/viewing"');
      await expectRefused(admin, `/users/${ada.userId}/viewing`, 'as an Admin does');
    });

    it('as oneself', async () => {
      const { userId } = world.people.priya;
      expect((await admin.get(`/users/${userId}`)).text).not.to.include('/viewing"');
      await expectRefused(admin, `/users/${userId}/viewing`, 'as yourself already');
    });

    it('as somebody invited, deactivated, or whose access has ended', async () => {
      const { jonas, elin, sofia } = world.people;
      await table('users').where({ id: jonas.userId }).update({ status: 'pending' });
      await deactivateUser(await actorOf(world.workspaceId, world.people.priya), elin.userId);
      await table('memberships')
        .where({ id: sofia.membershipId })
        .update({ ends_at: now() - 1 });
      for (const path of [
        `/users/${jonas.userId}`,
        `/users/${elin.userId}`,
        `/clients/${sofia.userId}`,
      ]) {
        expect((await admin.get(path)).text).not.to.include('/viewing"');
        await expectRefused(admin, `${path}/viewing`, 'could not sign in at the moment');
      }
    });

    it('for everybody but Admins, also who may change everybody', async () => {
      const role = await makeRole(world.workspaceId, 'People desk', {
        'users.view': 'all',
        'users.edit': 'all',
        'clients.view': 'all',
        'clients.edit': 'all',
        'roles.manage': 'all',
      });
      const pat = await makePerson(world.workspaceId, 'Pat Desk', [role]);
      const visitor = await app.signedIn(pat.userId);
      const { jonas, sofia } = world.people;
      expect((await visitor.get(`/users/${jonas.userId}`)).text).not.to.include('/viewing"');
      expect((await visitor.get(`/roles/${role}`)).text).not.to.include('/preview"');
      const words = 'Only Admins can see the product';
      await expectRefused(visitor, `/users/${jonas.userId}/viewing`, words);
      await expectRefused(visitor, `/clients/${sofia.userId}/viewing`, words);
      await expectRefused(visitor, `/roles/${role}/preview`, words);
      expect((await visitor.get(`/users/${jonas.userId}/viewing`)).status).to.equal(403);
    });

    it('as a person of another workspace: there is nobody of that number', async () => {
      const elsewhere = await createWorkspace({ name: 'Elsewhere', isPrimary: false });
      await createBuiltInRoles(elsewhere);
      const staff = (await builtInRole(elsewhere, 'staff')).id;
      const far = await makePerson(elsewhere, 'Far Away', [staff]);
      expect((await admin.post(`/users/${far.userId}/viewing`)).status).to.equal(404);
    });

    it('from within: there is no looking as one person through another', async () => {
      await viewAs(admin, world.people.jonas);
      await admin.get('/');
      const answer = await admin.post(`/clients/${world.people.sofia.userId}/viewing`);
      expect(answer.status).to.equal(403);
      expect((await admin.get('/')).text).to.include('Viewing as Jonas Okafor');
    });

    it('without the token of the page', async () => {
      const { jonas } = world.people;
      const answer = await admin.post(`/users/${jonas.userId}/viewing`, { _csrf: 'guessed' });
      expect(answer.status).to.equal(403);
      expect(await table('viewings')).to.deep.equal([]);
    });

    it('to a session that has not typed its password for hours, until it does; then the page asks again', async () => {
      const { jonas } = world.people;
      const begun = now();
      setClock(() => begun + 4 * 60 * minute);
      const answer = await admin.post(`/users/${jonas.userId}/viewing`);
      const next = `/users/${jonas.userId}/viewing`;
      expect(answer.location).to.equal(`/confirm-password?next=${encodeURIComponent(next)}`);
      setClock();
      const page = await admin.get(next);
      expect(page.status).to.equal(200);
      expect(page.text).to.include('You see the panel exactly as Jonas Okafor sees it.');
    });
  });

  describe('keeps apart', () => {
    it('forms shown meanwhile are good for nothing afterwards, and those from before still are', async () => {
      const before = await admin.formToken();
      await viewAs(admin, world.people.jonas);
      await admin.get(`/tasks/${world.tasks.logo}`);
      const meanwhile = await admin.formToken();
      expect(meanwhile).not.to.equal(before);
      await endViewing(admin);
      const path = `/tasks/${world.tasks.logo}/completion`;
      expect((await admin.post(path, { _csrf: meanwhile })).status).to.equal(403);
      expect((await admin.post(path, { _csrf: before })).status).to.equal(303);
    });

    it('how the person signs in: devices, passwords and second factors stay theirs', async () => {
      await viewAs(admin, world.people.jonas);
      for (const path of [
        '/profile/security',
        '/profile/sessions',
        '/profile/email',
        '/profile/two-factor/app',
        '/profile/two-factor/passkeys',
        '/profile/two-factor/codes',
        '/change-password',
        '/confirm-password',
      ]) {
        const answer = await admin.get(path);
        expect(answer.status, path).to.equal(403);
        expect(answer.text, path).to.include('This page is theirs alone');
        expect(answer.text, path).to.include('End View as');
      }
    });

    it('what the person must do first, which is theirs to do: the Admin sees what comes after', async () => {
      const { userId } = world.people.jonas;
      await table('users').where({ id: userId }).update({ must_change_password: 1 });
      await viewAs(admin, world.people.jonas);
      expect((await admin.get('/projects')).status).to.equal(200);
    });

    it('our own script hears in words why nothing was changed', async () => {
      await viewAs(admin, world.people.jonas);
      await admin.get('/');
      const headers = { accept: 'application/json' };
      const answer = await admin.post(`/tasks/${world.tasks.logo}/completion`, {}, headers);
      expect(answer.status).to.equal(403);
      expect(JSON.parse(answer.text).error).to.include('Nothing was changed');
    });

    it('costs two queries a page, and nothing where nobody looks as somebody else', async () => {
      const cost = async (visitor: Visitor) => {
        await visitor.get('/profile');
        const before = queryCount();
        await visitor.get('/profile');
        return queryCount() - before;
      };
      const jonas = await app.signedIn(world.people.jonas.userId);
      const own = await cost(jonas);
      await viewAs(admin, world.people.jonas);
      expect((await cost(admin)) - own).to.equal(2);
      expect(await cost(jonas)).to.equal(own);
    });
  });
});
