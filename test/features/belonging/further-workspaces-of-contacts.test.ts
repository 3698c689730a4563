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
import { leftBy } from '../audit/entries.js';
import { lastMailTo, personBy, setUpMail } from '../people/forms.js';

describe('A new contact of a client gets further workspaces in the same form', () => {
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;
  let priya: Visitor;
  let roles: { here: number; there: number; staffThere: number };

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
    await setUpMail();
    const idOf = async (workspaceId: number, key: 'staff' | 'client') =>
      (await builtInRole(workspaceId, key)).id;
    roles = {
      here: await idOf(world.workspaceId, 'client'),
      there: await idOf(second.workspaceId, 'client'),
      staffThere: await idOf(second.workspaceId, 'staff'),
    };
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const email = 'karin@example.net';
  const fields = (changes: Fields = {}): Fields => ({
    name: 'Karin Holm',
    email,
    access: 'invitation',
    role_id: roles.here,
    company_id: world.companies.harbour,
    place_role_ids: roles.there,
    switches: ['projects'],
    step: 'save',
    ...changes,
  });
  const places = async () => {
    const { user } = await personBy(email);
    const rows = await table('memberships').where({ user_id: user.id }).orderBy('id');
    return rows.map((row) => [row.workspace_id, row.audience, row.status, row.company_id]);
  };
  /** Lets Priya be somebody with these grants in the second workspace. */
  const joinAs = async (grants: Parameters<typeof customRole>[2]) => {
    const role = await customRole(second.workspaceId, 'Adder', grants);
    const { membershipId } = await join(second.workspaceId, world.people.priya, 'staff');
    await table('membership_roles')
      .where({ membership_id: membershipId })
      .update({ role_id: role });
  };
  const form = () => priya.get('/clients/new').then(({ text }) => text);

  it('which it offers only where the sender adds any client, and only in their own workspaces', async () => {
    expect(await form()).not.to.match(/workspace/i);
    await joinAs({ 'clients.view': 'all', 'clients.create': 'assigned', 'users.create': 'all' });
    expect(await form(), 'clients of their projects alone').not.to.include('Role in Elsewhere');
    await table('role_grants').where({ permission: 'clients.create' }).update({ scope: 'all' });
    await table('workspaces').increment('access_version', 1);
    const text = await form();
    expect(text).to.include('Role in Elsewhere Media').and.include('Company, projects and');
    const select = /<select[^>]*name="place_role_ids"[\s\S]*?<\/select>/.exec(text)?.[0];
    expect(select).to.include('Not there').and.include('>Client<').and.not.include('Staff');
  });

  it('with a review; the mail says the same without roles, and one acceptance opens all', async () => {
    await join(second.workspaceId, world.people.priya, 'admin');
    const review = await priya.post('/clients', fields({ step: 'review' }));
    expect(review.text).to.include('In Elsewhere Media');
    expect(review.text).to.include(`name="place_role_ids" value="${roles.there}"`);
    await priya.post('/clients', fields());
    expect(await places()).to.eql([
      [world.workspaceId, 'client', 'pending', world.companies.harbour],
      [second.workspaceId, 'client', 'pending', null],
    ]);
    const mail = await lastMailTo(email);
    expect(mail.template).to.equal('invitation-client');
    const said = JSON.parse(mail.said) as { places: string[]; link: string };
    expect(said.places).to.eql(['Elsewhere Media']);
    const karin = app.visitor();
    const path = new URL(said.link, 'http://localhost').pathname;
    await karin.get(path);
    await karin.post(path, { name: 'Karin Holm', password: 'an unlikely row of words 42' });
    expect((await places()).map(([, , status]) => status)).to.eql(['active', 'active']);
    const home = await karin.get('/portal');
    expect(home.text).to.include('Elsewhere Media').and.not.include('Elsewhere Client');
  });

  it('and keeps the choice when something has to be mended', async () => {
    await join(second.workspaceId, world.people.priya, 'admin');
    const answer = await priya.post('/clients', fields({ name: '' }));
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include(`<option value="${roles.there}" selected>Client<`);
  });

  it('and notes in the trail of each workspace that they came', async () => {
    await join(second.workspaceId, world.people.priya, 'admin');
    const entries = await leftBy(() => priya.post('/clients', fields({ access: 'password' })));
    const added = entries.filter(({ action }) => action === 'user.added');
    expect(added.map(({ row }) => row.workspace_id).sort()).to.eql(
      [world.workspaceId, second.workspaceId].sort(),
    );
    expect((await places()).map(([, , status]) => status)).to.eql(['active', 'active']);
  });

  it('with no role that is for the team or not the sender’s to give there, whatever is posted', async () => {
    for (const grants of [
      { 'users.create': 'all' },
      { 'clients.view': 'all', 'clients.create': 'assigned' },
    ] as const) {
      await table('memberships')
        .where({ workspace_id: second.workspaceId, user_id: world.people.priya.userId })
        .delete();
      await table('roles').where({ name: 'Adder' }).delete();
      await joinAs(grants);
      const before = await dump();
      for (const wrong of [roles.there, roles.staffThere, 99999]) {
        const answer = await priya.post('/clients', fields({ place_role_ids: wrong }));
        expect(answer.status).to.equal(422);
      }
      expect(await dump()).to.equal(before);
    }
  });

  it('S026 and is no member of the team there', async () => {
    await join(second.workspaceId, world.people.priya, 'admin');
    const answer = await priya.post('/clients', fields({ place_role_ids: roles.staffThere }));
    expect(answer.status).to.equal(422);
  });
});
