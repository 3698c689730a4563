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
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { fieldsOf, lastMailTo, setUpMail } from '../people/forms.js';

describe('The pages of workspaces', () => {
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
    await setUpMail();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const roleIn = async (workspaceId: number, key: 'admin' | 'staff' | 'client') =>
    (await builtInRole(workspaceId, key)).id;
  const membershipOf = (userId: number, workspaceId: number) =>
    table('memberships').where({ user_id: userId, workspace_id: workspaceId }).first();

  const mailTo = async (address: string) =>
    JSON.parse((await lastMailTo(address)).said) as Record<string, string | undefined>;

  /** Lets Elin keep workspaces without being an Admin. */
  async function keeper(): Promise<Visitor> {
    const role_id = await customRole(world.workspaceId, 'Keeper', { 'workspaces.manage': 'all' });
    await table('membership_roles').insert({
      membership_id: world.people.elin.membershipId,
      role_id,
      ends_at: null,
      granted_at: 1,
    });
    await table('workspaces').increment('access_version', 1);
    return app.signedIn(world.people.elin.userId);
  }

  it('are a section of the settings, with search, and list each with its number of people', async () => {
    expect((await priya.get('/settings')).text).to.include('href="/workspaces"');
    const list = await priya.get('/workspaces');
    expect(list.text).to.include('Marlow &amp; Finch').and.include('Elsewhere Media');
    expect(list.text).to.include('Primary').and.include('You are here');
    const found = await priya.get('/workspaces?q=ELSEWHERE');
    expect(found.text)
      .to.include('Elsewhere Media')
      .and.not.to.include(`"/workspaces/${world.workspaceId}"`);
    expect((await priya.get('/workspaces?q=nothing')).text).to.include('No workspace matches');
  });

  it('exist only in the primary workspace: the Admin of another one gets no further', async () => {
    const wanda = await app.signedIn(second.people.wanda.userId);
    for (const path of ['/workspaces', '/workspaces/new', `/workspaces/${second.workspaceId}`])
      expect((await wanda.get(path)).status, path).to.equal(403);
    expect((await wanda.get('/settings')).text).not.to.include('/workspaces');
    const cleo = await app.signedIn(second.people.cleo.userId);
    expect((await cleo.get('/workspaces')).status).to.equal(404);
  });

  it('make a workspace with the built-in roles, settings like here, and its maker as Admin', async () => {
    const made = await priya.post('/workspaces', { name: 'Harbour Lab', admin: 'me' });
    const id = Number(made.location.split('/').pop());
    const page = await priya.get(made.location);
    expect(page.text).to.include('Harbour Lab').and.include('Priya Raman').and.include('Admin');
    const roles = await table('roles').where({ workspace_id: id }).orderBy('id').pluck('key');
    expect(roles).to.eql(['admin', 'staff', 'client']);
    await priya.submit('/current-workspace', { workspace_id: id });
    const projects = await priya.get('/projects');
    expect(projects.text).to.include('Harbour Lab').and.not.to.include('Website relaunch');
    expect((await priya.get('/workspaces')).status, 'only in the primary one').to.equal(403);
    expect((await priya.get('/settings/general')).text).to.include('value="Harbour Lab"');
  });

  it('let somebody else be the first Admin: who has an account keeps it, others are invited', async () => {
    const fields = { name: 'Lab', admin: 'other', email: 'JONAS@example.com', person: '' };
    const made = await priya.post('/workspaces', fields);
    const id = Number(made.location.split('/').pop());
    const member = await membershipOf(world.people.jonas.userId, id);
    expect(member).to.include({ status: 'active', audience: 'team' });
    expect(await membershipOf(world.people.priya.userId, id)).to.equal(undefined);
    expect(await mailTo('jonas@example.com')).to.include({ workspace: 'Lab' });

    const stranger = { ...fields, name: 'Studio', email: 'nils@example.net' };
    const unnamed = await priya.post('/workspaces', stranger);
    expect(unnamed.status).to.equal(422);
    expect(unnamed.text).to.include('Nobody has this address yet').and.include('value="Studio"');
    expect(await table('workspaces').where({ name: 'Studio' })).to.eql([]);
    const invited = await priya.post('/workspaces', { ...stranger, person: 'Nils Berg' });
    expect(invited.text).to.include('The workspace Studio is there').and.include('/invitations/');
    const user = await table('users').where({ email: 'nils@example.net' }).first('status');
    expect(user).to.eql({ status: 'pending' });
  });

  it('refuse a name that is empty, and keep what was typed', async () => {
    const before = await dump();
    const answer = await priya.post('/workspaces', { name: ' ', admin: 'other', email: 'x' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('value="x"');
    expect((await priya.post('/workspaces', { name: 'A' })).status).to.equal(422);
    expect(await dump()).to.equal(before);
  });

  it('rename a workspace, on its own pages too', async () => {
    const href = `/workspaces/${second.workspaceId}`;
    await priya.submit(href, { _method: 'PATCH', name: 'Finch Media' });
    const wanda = await app.signedIn(second.people.wanda.userId);
    expect((await wanda.get('/projects')).text).to.include('Finch Media');
    const general = await wanda.get('/settings/general');
    const fields = { ...fieldsOf(general.text), name: 'Finch & Sons' };
    await wanda.submit('/settings/general', fields);
    expect((await priya.get('/workspaces')).text, 'and back').to.include('Finch &amp; Sons');
  });

  describe('bring people', () => {
    it('S085 S086 into another workspace with a role there, and tell them by mail', async () => {
      const { elin } = world.people;
      const form = await priya.get(`/workspaces/${second.workspaceId}/members/new?q=ELIN`);
      expect(form.text).to.include('Elin Sandberg').and.not.to.include('Wanda');
      const role_id = await roleIn(second.workspaceId, 'staff');
      const fields = { user_id: elin.userId, role_id };
      const added = await priya.submit(`/workspaces/${second.workspaceId}/members`, fields);
      expect(added.text).to.include('Elin Sandberg is in Elsewhere Media now.');
      expect(await mailTo(elin.email)).to.include({ workspace: 'Elsewhere Media' });
      const visitor = await app.signedIn(elin.userId);
      await visitor.submit('/current-workspace', { workspace_id: second.workspaceId });
      expect((await visitor.get('/projects')).status).to.equal(200);
    });

    it('with several roles of one kind, never with roles of another workspace or of both kinds', async () => {
      const href = `/workspaces/${second.workspaceId}/members`;
      const user_id = world.people.elin.userId;
      const staff = await roleIn(second.workspaceId, 'staff');
      const before = await dump();
      for (const wrong of [
        { role_id: await roleIn(world.workspaceId, 'staff') },
        { role_id: staff, more_role_ids: [await roleIn(second.workspaceId, 'client')] },
        { role_id: 99999 },
      ]) {
        expect((await priya.post(href, { user_id, ...wrong })).status).to.equal(422);
      }
      expect(await dump()).to.equal(before);
      await priya.post(href, { user_id, role_id: staff, more_role_ids: [second.role] });
      const member = (await membershipOf(user_id, second.workspaceId)) as { id: number };
      const held = await table('membership_roles').where({ membership_id: member.id });
      expect(held).to.have.length(2);
    });

    it('only once, never themselves, and nobody who cannot sign in', async () => {
      const href = `/workspaces/${second.workspaceId}/members`;
      const role_id = await roleIn(second.workspaceId, 'staff');
      const again = await priya.post(href, { user_id: second.people.ines.userId, role_id });
      expect(again.status).to.equal(422);
      expect(again.text).to.include('They belong to this workspace already.');
      const self = await priya.post(href, { user_id: world.people.priya.userId, role_id });
      expect(self.status).to.equal(403);
      await table('users').where({ id: world.people.elin.userId }).update({ status: 'inactive' });
      const inactive = await priya.post(href, { user_id: world.people.elin.userId, role_id });
      expect(inactive.status).to.equal(404);
    });

    it('back who were there before', async () => {
      const { ole } = second.people;
      await table('memberships').where({ id: ole.membershipId }).update({ status: 'suspended' });
      const role_id = await roleIn(second.workspaceId, 'admin');
      await priya.post(`/workspaces/${second.workspaceId}/members`, {
        user_id: ole.userId,
        role_id,
      });
      expect(await membershipOf(ole.userId, second.workspaceId)).to.include({ status: 'active' });
    });

    it('from one to another in one step: begun there, ended here, told by mail', async () => {
      const { ole } = second.people;
      const href = `/workspaces/${second.workspaceId}/members/${ole.membershipId}/move`;
      expect((await priya.get(href)).text).to.include(`?to=${world.workspaceId}`);
      expect((await priya.get(`${href}?to=${world.workspaceId}`)).text).to.include('loses access');
      const visitor = await app.signedIn(ole.userId);
      const role_id = await roleIn(world.workspaceId, 'staff');
      const moved = await priya.submit(href, { to: world.workspaceId, role_id });
      expect(moved.text).to.include(`${ole.name} has moved to Marlow`);
      expect(await membershipOf(ole.userId, world.workspaceId)).to.include({ status: 'active' });
      expect(await membershipOf(ole.userId, second.workspaceId)).to.include({
        status: 'suspended',
      });
      expect((await visitor.get('/projects')).location, 'out at once').to.match(/^\/login/);
      expect(await mailTo(ole.email)).to.include({ left: 'Elsewhere Media' });
    });

    it('nowhere when one half of the move is refused', async () => {
      const { priya: last } = world.people;
      await join(second.workspaceId, last, 'admin');
      const wanda = await join(world.workspaceId, second.people.wanda, 'admin');
      const other = await app.signedIn(wanda.userId);
      await table('sessions')
        .where({ user_id: wanda.userId })
        .update({ workspace_id: world.workspaceId });
      await table('membership_roles')
        .where({ membership_id: wanda.membershipId })
        .update({
          ends_at: Date.now() + 60_000,
        });
      const before = await dump();
      const href = `/workspaces/${world.workspaceId}/members/${last.membershipId}/move`;
      const made = await priya.post('/workspaces', {
        name: 'Lab',
        admin: 'other',
        email: wanda.email,
      });
      expect(made.status).to.equal(303);
      const id = Number(made.location.split('/').pop());
      const middle = await dump();
      expect(middle).not.to.equal(before);
      const refused = await other.post(href, { to: id, role_id: await roleIn(id, 'admin') });
      expect(refused.status).to.equal(422);
      expect(await membershipOf(last.userId, id)).to.equal(undefined);
    });
  });

  describe('of who keeps workspaces without being an Admin', () => {
    it('show no people of workspaces they have no say in', async () => {
      const elin = await keeper();
      const page = await elin.get(`/workspaces/${second.workspaceId}`);
      expect(page.text).to.include('You do not see who belongs here');
      expect(page.text).not.to.include('Wanda').and.not.to.include('example.org');
      const add = await elin.get(`/workspaces/${second.workspaceId}/members/new`);
      expect(add.status).to.equal(403);
    });

    it('let them bring nobody in, move nobody, and make nobody else an Admin', async () => {
      const elin = await keeper();
      const before = await dump();
      const role_id = await roleIn(second.workspaceId, 'admin');
      const href = `/workspaces/${second.workspaceId}/members`;
      const { tom } = world.people;
      expect((await elin.post(href, { user_id: tom.userId, role_id })).status).to.equal(403);
      const move = `${href}/${second.people.ole.membershipId}/move`;
      const fields = { to: world.workspaceId, role_id: await roleIn(world.workspaceId, 'staff') };
      expect((await elin.get(move)).status).to.equal(403);
      expect((await elin.post(move, fields)).status).to.equal(403);
      const other = { name: 'Lab', admin: 'other', email: tom.email };
      expect((await elin.post('/workspaces', other)).status).to.equal(422);
      expect(await dump()).to.equal(before);
    });
  });
});
