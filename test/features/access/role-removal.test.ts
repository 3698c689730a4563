import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

describe('A role that is deleted', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  beforeEach(async () => {
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const exists = async (id: number) => (await table('roles').where({ id })).length === 1;
  const rolesOf = async (membershipId: number) =>
    (await table('membership_roles').where({ membership_id: membershipId }).orderBy('role_id')).map(
      (row) => [row.role_id, row.ends_at],
    );

  it('goes after a question when nobody holds it', async () => {
    const role = await makeRole(world.workspaceId, 'Unused', { 'tasks.view': 'own' });
    const page = await priya.get(`/roles/${role}/removal`);
    expect(page.text).to.include('Delete Unused?').and.include('Nobody has this role');
    const answer = await priya.post(`/roles/${role}/removal`, { step: 'save' });
    expect(answer.location).to.equal('/roles');
    expect(await exists(role)).to.equal(false);
    expect(await table('role_grants').where({ role_id: role })).to.have.length(0);
  });

  it('leaves nobody without a role: its holders get another in the same step, with the end they had', async () => {
    const role = await makeRole(world.workspaceId, 'Going', { 'tasks.view': 'own' });
    const other = await makeRole(world.workspaceId, 'Staying', { 'tasks.view': 'all' });
    const plain = await makePerson(world.workspaceId, 'Eve Going', [role]);
    const both = await makePerson(world.workspaceId, 'Fay Both', [role, other]);
    const until = now() + 10 * day;
    const ending = await makePerson(world.workspaceId, 'Gus Ending', [other]);
    await table('membership_roles').where({ membership_id: ending.membershipId }).delete();
    await insertRow('membership_roles', {
      membership_id: ending.membershipId,
      role_id: role,
      ends_at: until,
    });
    const rehearsal = await priya.post(`/roles/${role}/removal`, { role_id: other });
    expect(rehearsal.text).to.include('Eve Going, Gus Ending').and.include('Fay Both');
    expect(rehearsal.text).to.match(/See tasks: <span class="soft">Own → Everything/);
    expect(await exists(role)).to.equal(true);
    await priya.post(`/roles/${role}/removal`, { role_id: other, step: 'save' });
    expect(await exists(role)).to.equal(false);
    expect(await rolesOf(plain.membershipId)).to.deep.equal([[other, null]]);
    expect(await rolesOf(both.membershipId)).to.deep.equal([[other, null]]);
    expect(await rolesOf(ending.membershipId)).to.deep.equal([[other, until]]);
  });

  it('stays when no role is chosen, a foreign one, or one of the other audience', async () => {
    const role = await makeRole(world.workspaceId, 'Held', { 'tasks.view': 'own' });
    await makePerson(world.workspaceId, 'Hal Holder', [role]);
    const client = await builtInRole(world.workspaceId, 'client');
    for (const choice of ['', role, client.id]) {
      const answer = await priya.post(`/roles/${role}/removal`, { role_id: choice, step: 'save' });
      expect(answer.status, String(choice)).to.equal(422);
      expect(answer.text).to.include('Choose the role that these people get instead.');
    }
    const unknown = await priya.post(`/roles/${role}/removal`, { role_id: 999_999, step: 'save' });
    expect(unknown.status).to.equal(404);
    expect(await exists(role)).to.equal(true);
  });

  it('is never Admin, Staff or Client', async () => {
    for (const key of ['admin', 'staff', 'client'] as const) {
      const { id } = await builtInRole(world.workspaceId, key);
      expect((await priya.get(`/roles/${id}/removal`)).status, key).to.equal(403);
      const answer = await priya.post(`/roles/${id}/removal`, { role_id: id, step: 'save' });
      expect(answer.status, key).to.equal(403);
      expect(await exists(id)).to.equal(true);
    }
  });

  it('is forgotten by the roles that were made from it', async () => {
    const role = await makeRole(world.workspaceId, 'Parent', { 'tasks.view': 'own' });
    const made = await priya.post('/roles', { from: `role-${role}`, name: 'Child' });
    await priya.post(`/roles/${role}/removal`, { step: 'save' });
    const page = await priya.get(made.location);
    expect(page.status).to.equal(200);
    expect(page.text).not.to.include('made from');
  });
});
