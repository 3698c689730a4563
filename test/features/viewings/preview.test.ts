import { expect } from 'chai';
import { table, transaction } from '../../../server/core/database/index.js';
import {
  builtInRole,
  deleteRole,
  findRole,
  updateRole,
} from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { assign } from '../../support/world-parts.js';
import { actorOf, makePerson, makeRole } from '../memberships/rights.js';
import { endViewing, plain } from './viewing.js';

describe('Preview as this role', () => {
  let app: TestApp;
  let world: World;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const contractor = () =>
    makeRole(world.workspaceId, 'Contractor', {
      'projects.view': 'assigned',
      'tasks.view': 'own',
    });
  const preview = async (roleId: number, userId: number) => {
    const answer = await admin.post(`/roles/${roleId}/preview`, { user_id: userId });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    admin.forgetToken();
  };

  it('shows the panel with what the role gives, in place of what the person holds themselves', async () => {
    const role = await contractor();
    expect((await admin.get(`/roles/${role}`)).text).to.include(`/roles/${role}/preview`);
    await preview(role, world.people.jonas.userId);
    const board = await admin.get(`/projects/${world.projects.website}/board`);
    expect(board.text).to.include(
      'Previewing the role Contractor with the projects of Jonas Okafor.',
    );
    expect(board.text).to.include('Redraw the harbour logo');
    expect(board.text).not.to.include('Secret-Task-Budget');
    expect((await admin.get('/clients')).status).to.equal(403);
    expect((await endViewing(admin)).location).to.equal(`/roles/${role}`);
  });

  it('is word for word what a holder of the role and nothing else sees', async () => {
    const role = await contractor();
    const holder = await makePerson(world.workspaceId, 'Jonas Okafor', [role]);
    await assign(world.projects.website, [holder]);
    const standIn = await makePerson(world.workspaceId, 'Jonas  Okafor', [
      (await builtInRole(world.workspaceId, 'staff')).id,
    ]);
    await assign(world.projects.website, [standIn]);
    await table('users').where({ id: standIn.userId }).update({ name: 'Jonas Okafor' });
    await preview(role, standIn.userId);
    const own = await app.signedIn(holder.userId);
    for (const path of ['/', '/projects', `/projects/${world.projects.website}`, '/users']) {
      const seen = await admin.get(path);
      const theirs = await own.get(path);
      expect(seen.status, path).to.equal(theirs.status);
      expect(hueless(plain(seen.text)), path).to.equal(hueless(plain(theirs.text)));
    }
  });

  it('shows a role for clients in the portal', async () => {
    const role = await makeRole(
      world.workspaceId,
      'Reader',
      { 'projects.view': 'assigned', 'tasks.view': 'assigned' },
      'client',
    );
    await preview(role, world.people.sofia.userId);
    const page = await admin.get(`/portal/projects/${world.projects.website}`);
    expect(page.text).to.include('Redraw the harbour logo');
    expect(page.text).not.to.include('logo-draft.txt');
    expect((await admin.get('/projects')).status).to.equal(404);
  });

  it('works with the Admin’s own projects, though nobody else is in the team', async () => {
    const role = await contractor();
    const page = await admin.get(`/roles/${role}/preview`);
    expect(page.text).to.include('Your own');
    await preview(role, world.people.priya.userId);
    const seen = await admin.get('/projects');
    expect(seen.text).to.include('Previewing the role Contractor with your own projects.');
    expect(seen.text).not.to.include('Website relaunch');
    expect((await admin.get('/users')).status).to.equal(403);
    expect((await admin.post('/projects', { name: 'No' })).status).to.equal(403);
    expect((await admin.get('/profile/security')).status).to.equal(403);
  });

  it('changes with the role at the next request, and is over when the role is gone', async () => {
    const roleId = await contractor();
    const priya = await actorOf(world.workspaceId, world.people.priya);
    await preview(roleId, world.people.jonas.userId);
    expect((await admin.get('/clients')).status).to.equal(403);
    await updateRole(priya, roleId, {
      name: 'Contractor',
      description: null,
      scopes: new Map([['clients.view', 'all']]),
      seenAt: (await findRole(priya, roleId)).updated_at,
    });
    expect((await admin.get('/clients')).status).to.equal(200);
    await transaction(() => deleteRole(priya, roleId));
    expect((await admin.get('/clients')).location).to.equal('/');
    expect((await admin.get('/users')).status).to.equal(200);
  });

  it('is never of the role Admin, nor with an Admin or a person of the other house', async () => {
    const adminRole = await builtInRole(world.workspaceId, 'admin');
    const other = await makePerson(world.workspaceId, 'Ada Second', [adminRole.id]);
    const role = await contractor();
    expect((await admin.get(`/roles/${adminRole.id}`)).text).not.to.include('/preview"');
    expect((await admin.get(`/roles/${adminRole.id}/preview`)).status).to.equal(403);
    for (const [roleId, userId] of [
      [adminRole.id, world.people.jonas.userId],
      [role, other.userId],
      [role, world.people.sofia.userId],
      [role, 999_999],
    ] as const) {
      const answer = await admin.post(`/roles/${roleId}/preview`, { user_id: userId });
      expect(answer.status).to.equal(403);
    }
    expect(await table('viewings')).to.deep.equal([]);
  });

  it('asks with whose projects, and finds people by name where there are many', async () => {
    const role = await contractor();
    const staff = (await builtInRole(world.workspaceId, 'staff')).id;
    for (let at = 10; at < 32; at += 1)
      await makePerson(world.workspaceId, `Member Number${at}`, [staff]);
    const answer = await admin.post(`/roles/${role}/preview`);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Choose with whose projects');
    const page = await admin.get(`/roles/${role}/preview`);
    expect(page.text).to.include('There are more people');
    expect(page.text).not.to.include('Member Number31');
    const found = await admin.get(`/roles/${role}/preview?q=number31`);
    expect(found.text).to.include('Member Number31');
    expect(found.text).not.to.include('Member Number10');
  });
});

/** People get a colour by their number. */
function hueless(html: string): string {
  return html
    .replace(/data-hue="[a-z]+"/g, '')
    .replace(/\/(users|people)\/\d+/g, '/person')
    .replace(/<ul class="avatars"[\s\S]*?<\/ul>/g, '');
}
