import { expect } from 'chai';
import { currentKnex, table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson } from '../tasks/people.js';

/** What decides about access and work, without versions, which rise with every change. */
async function standing(userId: number): Promise<string> {
  const members = (await table('memberships').where({ user_id: userId }).orderBy('id')) as {
    id: number;
    version?: number;
  }[];
  const ids = members.map(({ id }) => id);
  const parts: unknown[] = members.map(({ version: _version, ...rest }) => rest);
  for (const name of [
    'membership_roles',
    'permission_overrides',
    'team_members',
    'project_assignments',
    'task_assignees',
  ])
    parts.push(await currentKnex()(name).whereIn('membership_id', ids).orderBy('id'));
  const user = await table('users').where({ id: userId }).first();
  const { version: _version, updated_at: _updated, ...account } = user as Record<string, unknown>;
  return JSON.stringify([account, ...parts]);
}

describe('Deleting somebody', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let path: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    path = `/users/${world.people.jonas.userId}`;
  });
  afterEach(() => app.close());

  const remove = (visitor = priya, at = path, name = 'Jonas Weber') =>
    visitor.post(`${at}/deletion`, { confirmation: name });
  const jonas = () => world.people.jonas;

  it('S024 says first what goes at once, what goes later and what stays, with numbers', async () => {
    expect((await priya.get(path)).text).to.include(`${path}/deletion`);
    const page = await priya.get(`${path}/deletion`);
    expect(page.status).to.equal(200);
    expect(page.text)
      .to.include('1 open task that you see')
      .and.include('1 project that you see')
      .and.include(`Former member ${jonas().userId}`)
      .and.include('deactivate them instead');
  });

  it('S021 asks for the name to be typed, and keeps what was typed beside what is wrong', async () => {
    const answer = await remove(priya, path, 'Jonas Somebody');
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include('This is not the name of the person.')
      .and.include('Jonas Somebody');
    expect((await priya.get(path)).status).to.equal(200);
  });

  it('ends their sessions at once and shows them nowhere but in the trash', async () => {
    const visitor = await app.signedIn(jonas().userId);
    expect((await visitor.get('/')).status).to.equal(200);
    expect((await remove(priya, path, jonas().name)).location).to.equal('/trash');
    expect((await visitor.get('/')).location).to.match(/^\/login/);
    for (const address of [
      '/users',
      '/users?q=jonas',
      '/users?status=inactive',
      `/projects/${world.projects.website}`,
      `/projects/${world.projects.website}/people`,
      '/teams',
      '/invitations',
      '/roles',
    ]) {
      const { text } = await priya.get(address);
      // The message above the page says once more whom it was about.
      expect(text.includes(jonas().email), address).to.equal(false);
    }
    const { text } = await priya.get('/users');
    expect(text).not.to.include(jonas().name);
    for (const at of ['', '/edit', '/roles', '/exceptions', '/ends', '/deletion', '/password'])
      expect((await priya.get(path + at)).status, at).to.equal(404);
    expect((await priya.post(`${path}/deactivation`, { _method: 'DELETE' })).status).to.equal(404);
    expect((await priya.get('/trash')).text)
      .to.include(jonas().name)
      .and.include(jonas().email);
  });

  it('can be taken back: access, teams, projects and tasks are exactly as they were', async () => {
    const before = await standing(jonas().userId);
    await remove(priya, path, jonas().name);
    expect(await standing(jonas().userId)).not.to.equal(before);
    const back = await priya.post(`/trash/people/${jonas().userId}/restoration`);
    expect(back.location).to.equal('/trash');
    expect(await standing(jonas().userId)).to.equal(before);
    expect((await priya.get(path)).status).to.equal(200);
    expect((await priya.get('/trash')).text).to.include('Nobody is in the trash');
    expect((await priya.post(`/trash/people/${jonas().userId}/restoration`)).status).to.equal(404);
  });

  it('brings somebody who was deactivated before back as deactivated', async () => {
    await priya.post(`${path}/deactivation`);
    const before = await standing(jonas().userId);
    await remove(priya, path, jonas().name);
    await priya.post(`/trash/people/${jonas().userId}/restoration`);
    const { status } = (await table('users').where({ id: jonas().userId }).first()) as {
      status: string;
    };
    expect(status).to.equal('inactive');
    expect(JSON.parse(await standing(jonas().userId)).slice(1)).to.deep.equal(
      JSON.parse(before).slice(1),
    );
  });

  it('leaves a line for each step in the audit trail', async () => {
    await remove(priya, path, jonas().name);
    await priya.post(`/trash/people/${jonas().userId}/restoration`);
    const actions = await table('audit_entries')
      .where({ subject_type: 'user', subject_id: jonas().userId })
      .pluck('action');
    expect(actions).to.include.members(['user.deleted', 'user.restored']);
  });

  it('SEC 58 is nobody’s own, and not for who lacks the permission', async () => {
    const own = `/users/${world.people.priya.userId}`;
    expect((await remove(priya, own, world.people.priya.name)).status).to.equal(403);
    const staff = await app.signedIn(world.people.elin.userId);
    expect((await remove(staff, path, jonas().name)).status).to.equal(403);
    const client = await app.signedIn(world.people.sofia.userId);
    expect((await remove(client, path, jonas().name)).status).to.equal(404);
    expect((await client.get('/trash')).status).to.equal(404);
  });

  it('CVE 11 is not for who holds less than the person, in the trash neither', async () => {
    const hr = await addPerson(world, 'People Team', {
      'users.view': 'all',
      'users.delete': 'all',
    });
    const visitor = await app.signedIn(hr.userId);
    expect((await visitor.get(path)).text).not.to.include(`${path}/deletion`);
    expect((await remove(visitor, path, jonas().name)).status).to.equal(403);
    await remove(priya, path, jonas().name);
    const at = `/trash/people/${jonas().userId}`;
    expect((await visitor.post(`${at}/restoration`)).status).to.equal(403);
    expect((await visitor.post(`${at}/erasure`, { confirmation: jonas().name })).status).to.equal(
      403,
    );
  });

  it('shows who may delete nobody an empty trash, and lets them restore nobody', async () => {
    await remove(priya, path, jonas().name);
    const staff = await app.signedIn(world.people.elin.userId);
    expect((await staff.get('/trash')).text).not.to.include(jonas().name);
    const at = `/trash/people/${jonas().userId}`;
    expect((await staff.post(`${at}/restoration`)).status).to.equal(404);
    expect((await staff.post(`${at}/erasure`, { confirmation: jonas().name })).status).to.equal(
      404,
    );
  });

  it('works for a contact of a client as well', async () => {
    const { sofia } = world.people;
    await remove(priya, `/clients/${sofia.userId}`, sofia.name);
    expect((await priya.get('/clients')).text).not.to.include(sofia.email);
    expect((await priya.get(`/companies/${world.companies.harbour}`)).text).not.to.include(
      sofia.email,
    );
    expect((await priya.get('/trash')).text).to.include('Harbour Coffee Roasters');
  });
});
