import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson } from '../tasks/people.js';
import { personBy, roleNamed } from './forms.js';

const strong = 'violet-lighthouse-42-harbour';

describe('What may be done to a team member, and by whom', () => {
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

  const jonas = () => personBy('jonas@example.com');

  it('SEC 58 nobody changes their own role, status or password here, and the last admin stays', async () => {
    const own = `/users/${world.people.priya.userId}`;
    const page = await priya.get(own);
    expect(page.text).to.include('This is you.');
    expect(page.text).not.to.match(/deactivation|reset-link|\/roles"/);
    expect((await priya.get(`${own}/edit`)).location).to.equal('/profile');
    const before = await dump();
    const staff = await roleNamed('Staff');
    for (const [at, fields] of [
      ['/roles', { _method: 'PATCH', role_id: staff, step: 'save' }],
      ['/deactivation', {}],
      ['/password', { password: strong }],
      ['/reset-link', {}],
      ['', { _method: 'PATCH', name: 'Me', email: 'me@example.com' }],
    ] as const)
      expect((await priya.post(own + at, fields)).status, at).to.equal(403);
    expect(await dump()).to.equal(before);
  });

  it('SEC 58 the last admin is not deactivated by another admin who is none for good', async () => {
    const second = await addPerson(world, 'Second', {});
    const admin = await roleNamed('Admin');
    await table('membership_roles')
      .where({ membership_id: second.membershipId })
      .update({ role_id: admin, ends_at: Date.now() + 3_600_000 });
    const visitor = await app.signedIn(second.userId);
    const answer = await visitor.post(`/users/${world.people.priya.userId}/deactivation`);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('This is the last admin.').and.include('Priya Raman');
    expect((await personBy('priya@example.com')).user.status).to.equal('active');
  });

  it('CVE 11 whoever may edit and deactivate users does neither to an admin', async () => {
    const hr = await addPerson(world, 'People Team', {
      'users.view': 'all',
      'users.create': 'all',
      'users.edit': 'all',
      'users.deactivate': 'all',
    });
    const visitor = await app.signedIn(hr.userId);
    const own = `/users/${world.people.priya.userId}`;
    expect((await visitor.get(own)).text).not.to.match(/\/edit"|deactivation|reset-link/);
    const before = await dump();
    const staff = await roleNamed('Staff');
    for (const [at, fields] of [
      ['', { _method: 'PATCH', name: 'Owned', email: 'owned@example.com' }],
      ['/roles', { _method: 'PATCH', role_id: staff, step: 'save' }],
      ['/password', { password: strong }],
      ['/reset-link', {}],
      ['/deactivation', {}],
    ] as const)
      expect((await visitor.post(own + at, fields)).status, at).to.equal(403);
    expect(await dump()).to.equal(before);
  });

  it('PRODUCT 3.1.4: who does not hold what somebody holds may suspend them here, but not take their sign-in', async () => {
    const hr = await addPerson(world, 'Suspender', {
      'users.view': 'all',
      'users.edit': 'all',
      'users.deactivate': 'all',
    });
    const visitor = await app.signedIn(hr.userId);
    const before = await dump();
    expect((await visitor.post(`${path}/password`, { password: strong })).status).to.equal(403);
    const moved = await visitor.post(path, {
      _method: 'PATCH',
      name: 'Jonas Okafor',
      email: 'mine@example.com',
    });
    expect(moved.status).to.equal(403);
    expect(await dump()).to.equal(before);
    await visitor.post(`${path}/deactivation`);
    const { user, member } = await jonas();
    expect([user.status, member.status]).to.deep.equal(['active', 'suspended']);
    expect((await visitor.get('/users?status=inactive')).text).to.include('Jonas Okafor');
    await visitor.post(`${path}/deactivation`, { _method: 'DELETE' });
    expect((await jonas()).member.status).to.equal('active');
  });
});
