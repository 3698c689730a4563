import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import { hashPassword } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';

describe('Confirming that it is you (SEC 53)', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let roles: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('users').update({ password_hash: await hashPassword(worldPassword) });
    priya = await app.signedIn(world.people.priya.userId);
    roles = `/users/${world.people.jonas.userId}/roles`;
  });
  afterEach(() => app.close());

  function later(milliseconds: number): void {
    const then = now() + milliseconds;
    setClock(() => then);
  }

  it('is not asked soon after signing in', async () => {
    expect((await priya.get(roles)).status).to.equal(200);
  });

  it('is asked two hours later, and leads back to where it stopped', async () => {
    later(2 * hour + 1);
    const asked = await priya.get(roles);
    expect(asked.location).to.equal(`/confirm-password?next=${encodeURIComponent(roles)}`);
    await priya.get(asked.location);
    const answer = await priya.post('/confirm-password', {
      current_password: worldPassword,
      next: roles,
    });
    expect(answer.location).to.equal(roles);
    expect((await priya.get(roles)).status).to.equal(200);
  });

  it('a wrong password opens nothing and says so', async () => {
    later(2 * hour + 1);
    await priya.get('/confirm-password');
    const answer = await priya.post('/confirm-password', {
      current_password: 'not this one',
      next: roles,
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include(`name="next" value="${roles}"`);
    expect((await priya.get(roles)).location).to.include('/confirm-password');
  });

  it('leads to the page of the form where the form came too late and has no page of its own', async () => {
    later(4 * hour);
    const { userId } = world.people.jonas;
    const asked = await priya.post(`/trash/people/${userId}/erasure`);
    expect(asked.location).to.equal(`/confirm-password?next=${encodeURIComponent('/trash')}`);
    const members = await priya.post(`/workspaces/${world.workspaceId}/members`);
    const page = `/workspaces/${world.workspaceId}/members/new`;
    expect(members.location).to.equal(`/confirm-password?next=${encodeURIComponent(page)}`);
  });

  it('a form that was opened in time can still be sent', async () => {
    later(2 * hour - 1);
    await priya.get(roles);
    later(hour / 2);
    const answer = await priya.post(roles, { _method: 'PATCH', role_id: '' });
    expect(answer.status).to.equal(422);
  });

  it('nothing sensitive is done with a session that nobody confirmed for long', async () => {
    await priya.get(roles);
    later(4 * hour);
    const password = `/users/${world.people.jonas.userId}/password`;
    const before = await table('users').where({ id: world.people.jonas.userId }).first();
    const answer = await priya.post(password, { password: 'harbour lantern copper 7' });
    expect(answer.location).to.equal(`/confirm-password?next=${encodeURIComponent(password)}`);
    expect(await table('users').where({ id: world.people.jonas.userId }).first()).to.deep.equal(
      before,
    );
  });

  it('CVE 46 leads nowhere else', async () => {
    await priya.get('/confirm-password');
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const answer = await priya.post('/confirm-password', {
        current_password: worldPassword,
        next,
      });
      expect(answer.location, next).to.equal('/');
    }
  });
});
