import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { endFields } from '../../../server/features/people/access-ends.service.js';
import { builtInScopes } from '../../../server/features/roles/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import {
  customRole,
  join,
  makeSecondWorkspace,
  type SecondWorkspace,
} from '../../support/second-workspace.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { setUpMail } from '../people/forms.js';

/** PRODUCT 3.1.4, line by line, on Ines, who is Staff in both workspaces. */
describe('The account of somebody who belongs to two workspaces', () => {
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;
  let path: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
    await setUpMail();
    path = `/users/${second.people.ines.userId}`;
  });
  afterEach(() => app.close());

  const strong = 'an unlikely row of words 42';
  const changes: [what: string, address: string, fields: Fields][] = [
    ['e-mail', '', { _method: 'PATCH', name: 'Ines Duarte', email: 'other@example.com' }],
    ['password', '/password', { password: strong }],
    ['password by a link', '/reset-link', {}],
    ['two-factor sign-in', '/second-factor', {}],
  ];

  const wanda = () => app.signedIn(second.people.wanda.userId);
  const priya = () => app.signedIn(world.people.priya.userId);
  const ines = async () => {
    const { userId } = second.people.ines;
    const user = await table('users').where({ id: userId }).first();
    const members = await table('memberships').where({ user_id: userId }).orderBy('id');
    return { user: user as { status: string; email: string }, members };
  };

  /** Elin gets a role in the first workspace and becomes Admin of the second. */
  async function ruler(grants: Record<string, string>): Promise<Visitor> {
    const { elin } = world.people;
    const role_id = await customRole(world.workspaceId, 'Ruler', grants);
    await table('membership_roles').insert({
      membership_id: elin.membershipId,
      role_id,
      ends_at: null,
      granted_at: 1,
    });
    await join(second.workspaceId, elin, 'admin');
    const visitor = await app.signedIn(elin.userId);
    await table('sessions')
      .where({ user_id: elin.userId })
      .update({ workspace_id: second.workspaceId });
    return visitor;
  }

  for (const [what, address, fields] of changes) {
    it(`its ${what} is not changed by an Admin of one of them`, async () => {
      await table('users').update({ second_factor_at: 1 });
      await table('users').where({ id: second.people.wanda.userId }).update({
        second_factor_at: null,
      });
      const before = await dump();
      const answer = await (await wanda()).post(`${path}${address}`, fields);
      expect(answer.status).to.equal(403);
      expect(await dump()).to.equal(before);
    });

    it(`its ${what} is changed by a Super Admin`, async () => {
      await table('users').where({ id: second.people.ines.userId }).update({ second_factor_at: 1 });
      const answer = await (await priya()).post(`${path}${address}`, fields);
      expect(answer.status).to.be.oneOf([200, 303]);
    });
  }

  it('is only suspended in theirs by an Admin of one: in the other it goes on as before', async () => {
    const visitor = await app.signedIn(second.people.ines.userId);
    await table('sessions')
      .where({ user_id: second.people.ines.userId })
      .update({ workspace_id: world.workspaceId });
    await (await wanda()).post(`${path}/deactivation`);
    const { user, members } = await ines();
    expect(user.status).to.equal('active');
    expect(members.map(({ workspace_id, status }) => [workspace_id, status])).to.eql([
      [second.workspaceId, 'suspended'],
      [world.workspaceId, 'active'],
    ]);
    expect((await visitor.get('/projects')).status).to.equal(200);
  });

  it('is only given an end in theirs by an Admin of one', async () => {
    const end = '2027-01-31T12:00';
    await (await wanda()).post(`${path}/ends`, { _method: 'PATCH', [endFields.membership]: end });
    const { members } = await ines();
    expect(members[0]?.ends_at).to.be.greaterThan(0);
    expect(members[1]?.ends_at, 'nothing in the other').to.equal(null);
  });

  it('is deactivated everywhere by a Super Admin', async () => {
    await (await priya()).post(`${path}/deactivation`);
    expect((await ines()).user.status).to.equal('inactive');
  });

  it('is not let in again by an Admin of one after a Super Admin has deactivated it', async () => {
    await (await priya()).post(`${path}/deactivation`);
    const answer = await (await wanda()).post(`${path}/deactivation`, { _method: 'DELETE' });
    expect(answer.status).to.equal(403);
    expect((await ines()).user.status).to.equal('inactive');
  });

  it('is changed by who holds the permission in both and all that it holds', async () => {
    const grants = await grantsOfStaff();
    const elin = await ruler({ ...grants, 'users.view': 'all', 'users.edit': 'all' });
    const answer = await elin.post(`${path}/password`, { password: strong });
    expect(answer.status).to.be.oneOf([200, 303]);
  });

  it('is not changed by who holds the permission in one of them only', async () => {
    const elin = await ruler({ 'users.view': 'all' });
    expect((await elin.post(`${path}/password`, { password: strong })).status).to.equal(403);
  });

  it('is not changed by who holds less than it does in one of them', async () => {
    const role_id = await customRole(world.workspaceId, 'Billing', { 'invoices.view': 'all' });
    await table('membership_roles').insert({
      membership_id: second.inesHere.membershipId,
      role_id,
      ends_at: null,
      granted_at: 1,
    });
    const elin = await ruler({ 'users.view': 'all', 'users.edit': 'all' });
    expect((await elin.post(`${path}/password`, { password: strong })).status).to.equal(403);
  });

  async function grantsOfStaff(): Promise<Record<string, string>> {
    return Object.fromEntries(builtInScopes('staff'));
  }
});
