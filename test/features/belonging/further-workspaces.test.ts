import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
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
import { lastMailTo, personBy, setUpMail } from '../people/forms.js';

describe('Somebody new gets further workspaces in the same form', () => {
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;
  let priya: Visitor;
  let roles: { here: number; there: number; adminThere: number };

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
    await setUpMail();
    const idOf = async (workspaceId: number, key: 'staff' | 'admin') =>
      (await builtInRole(workspaceId, key)).id;
    roles = {
      here: await idOf(world.workspaceId, 'staff'),
      there: await idOf(second.workspaceId, 'staff'),
      adminThere: await idOf(second.workspaceId, 'admin'),
    };
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const email = 'nils@example.net';
  const fields = (changes: Fields = {}): Fields => ({
    name: 'Nils Berg',
    email,
    access: 'invitation',
    role_id: roles.here,
    place_role_ids: roles.there,
    step: 'save',
    ...changes,
  });
  const statuses = async () => {
    const { user } = await personBy(email);
    const rows = await table('memberships').where({ user_id: user.id }).orderBy('id');
    return rows.map(({ workspace_id, status }) => [workspace_id, status]);
  };
  const places = () => priya.get('/users/new').then(({ text }) => text);

  it('S008 which it offers only to who can add people there, and only in their own workspaces', async () => {
    expect(await places()).not.to.match(/workspace/i);
    await join(second.workspaceId, world.people.priya, 'staff');
    expect(await places(), 'Staff adds nobody').not.to.include('Role in Elsewhere Media');
    await table('memberships').where({ user_id: world.people.priya.userId }).increment('version');
    await table('membership_roles').where({ role_id: roles.there }).update({
      role_id: roles.adminThere,
    });
    await table('memberships').where({ user_id: world.people.priya.userId }).increment('version');
    expect(await places()).to.include('Role in Elsewhere Media');
  });

  it('with a review of who gets what; the mail says the same, and one acceptance opens all', async () => {
    await join(second.workspaceId, world.people.priya, 'admin');
    const review = await priya.post('/users', fields({ step: 'review' }));
    expect(review.text).to.include('In Elsewhere Media').and.include('Staff');
    expect(review.text).to.include(`name="place_role_ids" value="${roles.there}"`);
    await priya.post('/users', fields());
    expect(await statuses()).to.eql([
      [world.workspaceId, 'pending'],
      [second.workspaceId, 'pending'],
    ]);
    const { said } = await lastMailTo(email);
    const mail = JSON.parse(said) as { places: string[]; link: string };
    expect(mail.places).to.eql(['Elsewhere Media: Staff']);
    const nils = app.visitor();
    const path = new URL(mail.link, 'http://localhost').pathname;
    await nils.get(path);
    await nils.post(path, { name: 'Nils Berg', password: 'an unlikely row of words 42' });
    expect(await statuses()).to.eql([
      [world.workspaceId, 'active'],
      [second.workspaceId, 'active'],
    ]);
    expect((await nils.get('/projects')).text).to.include('Elsewhere Media');
  });

  it('S015 S086 their page shows each place with the roles there, to who may read that there', async () => {
    const page = `/users/${second.people.ines.userId}`;
    expect((await priya.get(page)).text).not.to.include('Elsewhere');
    await join(second.workspaceId, world.people.priya, 'admin');
    const { text } = await priya.get(page);
    expect(text).to.include('Switch to Elsewhere Media and open this person there');
    const fields = { workspace_id: second.workspaceId, next: page };
    const there = await priya.submit('/current-workspace', fields);
    expect(there.text).to.include('Ines Duarte').and.include(`${page}/roles`);
  });

  it('and with an initial password at once', async () => {
    await join(second.workspaceId, world.people.priya, 'admin');
    await priya.post('/users', fields({ access: 'password' }));
    expect(await statuses()).to.eql([
      [world.workspaceId, 'active'],
      [second.workspaceId, 'active'],
    ]);
  });

  it('with no role that the sender may not give there, whatever is posted', async () => {
    const grants = { 'users.view': 'all', 'users.create': 'all' };
    const adder = await customRole(second.workspaceId, 'Adder', grants);
    const { membershipId } = await join(second.workspaceId, world.people.priya, 'staff');
    await table('membership_roles')
      .where({ membership_id: membershipId })
      .update({ role_id: adder });
    const before = await dump();
    for (const wrong of [roles.adminThere, roles.there, 99999]) {
      const answer = await priya.post('/users', fields({ place_role_ids: wrong }));
      expect(answer.status).to.equal(422);
    }
    expect(await dump()).to.equal(before);
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.post('/users', fields())).status).to.equal(403);
  });
});
