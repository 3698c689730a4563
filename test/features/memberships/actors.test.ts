import { expect } from 'chai';
import { insertRow, queryCount, table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import { holds, scopeOf } from '../../../server/core/permissions/index.js';
import {
  changeRoles,
  setMembershipEnd,
  setOverrides,
} from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { raiseAccessVersion } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, makePerson, makeRole } from './rights.js';

describe('What somebody may do', () => {
  let app: TestApp;
  let world: World;
  let staff: number;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    staff = (await builtInRole(world.workspaceId, 'staff')).id;
  });
  afterEach(() => setClock());
  after(() => app.close());

  const priya = () => actorOf(world.workspaceId, world.people.priya);

  it('is the union of their roles: the widest scope wins', async () => {
    const sees = await makeRole(world.workspaceId, 'Sees all', { 'tasks.view': 'all' });
    const person = await makePerson(world.workspaceId, 'Union One', [staff, sees]);
    const actor = await actorOf(world.workspaceId, person);
    expect(actor.roleNames).to.have.members(['Staff', 'Sees all']);
    expect(scopeOf(actor, 'tasks.view')).to.equal('all');
    expect(scopeOf(actor, 'tasks.edit')).to.equal('assigned');
  });

  it('follows what is allowed and denied to them: an allowance widens, a denial wins', async () => {
    const person = await makePerson(world.workspaceId, 'Override One', [staff]);
    await setOverrides(await priya(), person.membershipId, [
      { permission: 'projects.view', effect: 'allow', scope: 'all' },
      { permission: 'tasks.delete', effect: 'deny', scope: 'none' },
    ]);
    const actor = await actorOf(world.workspaceId, person);
    expect(scopeOf(actor, 'projects.view')).to.equal('all');
    expect(holds(actor, 'tasks.delete')).to.equal(false);
  });

  it('never holds what is not for clients, whatever a role of clients has stored', async () => {
    const odd = await makeRole(
      world.workspaceId,
      'Odd client',
      { 'users.edit': 'all', 'tasks.view': 'assigned' },
      'client',
    );
    const person = await makePerson(world.workspaceId, 'Odd Client', [odd], 'client');
    const actor = await actorOf(world.workspaceId, person);
    expect(holds(actor, 'users.edit')).to.equal(false);
    expect(scopeOf(actor, 'tasks.view')).to.equal('assigned');
  });

  it('CVE 15 is nothing for somebody whose only role has ended', async () => {
    const person = await makePerson(world.workspaceId, 'Ended Role', [staff]);
    await changeRoles(await priya(), person.membershipId, [
      { roleId: staff, endsAt: now() + hour },
    ]);
    const start = now();
    setClock(() => start + 2 * hour);
    const actor = await actorOf(world.workspaceId, person);
    expect(actor.grants.size).to.equal(0);
    const visitor = await app.signedIn(person.userId);
    expect((await visitor.get('/projects')).status).to.equal(403);
  });

  it('ends by itself at its moment, without anybody changing anything', async () => {
    const person = await makePerson(world.workspaceId, 'Until Tonight', [staff]);
    const admin = await builtInRole(world.workspaceId, 'admin');
    const end = now() + hour;
    await changeRoles(await priya(), person.membershipId, [
      staff,
      { roleId: admin.id, endsAt: end },
    ]);
    const visitor = await app.signedIn(person.userId);
    expect((await visitor.get('/roles')).status).to.equal(200);
    setClock(() => end - 1);
    expect((await visitor.get('/roles')).status).to.equal(200);
    setClock(() => end);
    expect((await visitor.get('/roles')).status).to.equal(403);
    expect((await visitor.get('/profile')).status).to.equal(200);
  });

  it('ends with the membership: the session opens nothing any more', async () => {
    const person = await makePerson(world.workspaceId, 'Contractor', [staff]);
    const end = now() + hour;
    await setMembershipEnd(await priya(), person.membershipId, end);
    const visitor = await app.signedIn(person.userId);
    expect((await visitor.get('/profile')).status).to.equal(200);
    setClock(() => end);
    expect((await visitor.get('/profile')).location).to.match(/^\/login/);
  });

  it('changes for everybody at once when a role changes', async () => {
    const role = await makeRole(world.workspaceId, 'Changing', { 'projects.view': 'all' });
    const person = await makePerson(world.workspaceId, 'Holder', [role]);
    const visitor = await app.signedIn(person.userId);
    expect((await visitor.get('/projects')).status).to.equal(200);
    await table('role_grants').where({ role_id: role }).delete();
    await raiseAccessVersion(world.workspaceId);
    expect((await visitor.get('/projects')).status).to.equal(403);
  });

  it('is looked up with the session in one query as long as nothing changes', async () => {
    const visitor = await app.signedIn(world.people.elin.userId);
    await visitor.get('/invitations');
    const before = queryCount();
    await visitor.get('/invitations');
    expect(queryCount() - before).to.equal(1);
  });

  it('is loaded in one query more by the next request after their access changed', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    await visitor.get('/profile');
    const count = async () => {
      const before = queryCount();
      await visitor.get('/profile');
      return queryCount() - before;
    };
    const unchanged = await count();
    await raiseAccessVersion(world.workspaceId);
    expect(await count()).to.equal(unchanged + 1);
    expect(await count()).to.equal(unchanged);
  });

  it('is gone with the workspace when that is archived', async () => {
    const visitor = await app.signedIn(world.people.elin.userId);
    await table('workspaces').where({ id: world.workspaceId }).update({ archived_at: now() });
    expect((await visitor.get('/profile')).location).to.match(/^\/login/);
    await table('workspaces').where({ id: world.workspaceId }).update({ archived_at: null });
  });

  it('ignores permissions that this version does not know', async () => {
    const role = await makeRole(world.workspaceId, 'From the future', { 'files.view': 'all' });
    await insertRow('role_grants', { role_id: role, permission: 'moon.walk', scope: 'all' });
    const person = await makePerson(world.workspaceId, 'Future', [role]);
    const actor = await actorOf(world.workspaceId, person);
    expect([...actor.grants.keys()]).to.eql(['files.view']);
  });
});
