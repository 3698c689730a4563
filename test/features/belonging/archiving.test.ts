import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { changeUser, hashPassword } from '../../../server/features/accounts/index.js';
import { homeOf } from '../../../server/features/memberships/homes.queries.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeSecondWorkspace, type SecondWorkspace } from '../../support/second-workspace.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { lastMailTo, setUpMail } from '../people/forms.js';

describe('A workspace that is archived', () => {
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
  const mailTo = async (address: string) =>
    JSON.parse((await lastMailTo(address)).said) as Record<string, string | undefined>;

  const archive = () => priya.post(`/workspaces/${second.workspaceId}/archive`);

  it('closes a workspace to everybody at once and says so to who belongs nowhere else', async () => {
    const wanda = await app.signedIn(second.people.wanda.userId);
    expect((await priya.get(`/workspaces/${second.workspaceId}/edit`)).text).to.include(
      'Nobody can enter it any more',
    );
    await archive();
    expect((await wanda.get('/projects')).location).to.match(/^\/login/);
    expect(await homeOf(second.people.wanda.userId)).to.equal(undefined);
    const { userId, email } = second.people.wanda;
    await changeUser(userId, { password_hash: await hashPassword(worldPassword) });
    const door = app.visitor();
    const refused = await door.post('/login', { email, password: worldPassword });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('Elsewhere Media has been archived');
    const wrong = await door.post('/login', { email, password: 'something else' });
    expect(wrong.text, 'said to who knows the password only').not.to.include('Elsewhere');
    const page = await priya.get(`/workspaces/${second.workspaceId}`);
    expect(page.text).to.include('Archived on');
  });

  it('leaves who belongs elsewhere too where they still belong, without a word of it', async () => {
    await archive();
    expect((await homeOf(second.people.ines.userId))?.workspaceId).to.equal(world.workspaceId);
    const again = await app.signedIn(world.people.jonas.userId);
    expect((await again.get('/projects')).text).not.to.include('Elsewhere');
  });

  it('lets its mail rest until it is opened again', async () => {
    await table('outbox').delete();
    const role_id = await roleIn(second.workspaceId, 'staff');
    const { userId } = world.people.elin;
    await priya.post(`/workspaces/${second.workspaceId}/members`, { user_id: userId, role_id });
    await archive();
    const states = () => table('outbox').pluck('status');
    expect(await states()).to.eql(['resting']);
    await priya.post(`/workspaces/${second.workspaceId}/archive`, { _method: 'DELETE' });
    expect(await states()).to.eql(['waiting']);
    const wanda = await app.signedIn(second.people.wanda.userId);
    expect((await wanda.get('/projects')).text).to.include('Elsewhere Project');
  });

  it('is not for the primary workspace', async () => {
    const href = `/workspaces/${world.workspaceId}`;
    expect((await priya.get(`${href}/edit`)).text).to.include('It cannot be archived');
    expect((await priya.post(`${href}/archive`)).status).to.equal(403);
    expect((await table('workspaces').first('archived_at'))?.archived_at).to.equal(null);
  });

  it('makes its invitations worthless', async () => {
    await priya.post('/workspaces', {
      name: 'Studio',
      admin: 'other',
      email: 'nils@example.net',
      person: 'Nils',
    });
    const { id } = (await table('workspaces').where({ name: 'Studio' }).first('id')) as {
      id: number;
    };
    const mail = await mailTo('nils@example.net');
    const path = new URL(mail.link ?? '', 'http://localhost').pathname;
    expect((await app.visitor().get(path)).text).to.include('nils@example.net');
    await priya.post(`/workspaces/${id}/archive`);
    expect((await app.visitor().get(path)).text).not.to.include('nils@example.net');
  });
});
