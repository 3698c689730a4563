import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import { checkLive } from '../../../server/core/live/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Line, listenLive } from '../../support/live.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

describe('A page that is open', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: Visitor;
  let lines: Line[];

  beforeEach(async () => {
    lines = [];
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
  });
  afterEach(async () => {
    for (const line of lines) line.close();
    setClock();
    await app.close();
  });

  const listen = async (visitor: Visitor) => {
    const line = await listenLive(visitor);
    lines.push(line);
    return line;
  };
  const page = () => `/users/${world.people.jonas.userId}`;
  const roleNamed = async (name: string) =>
    ((await table('roles').where({ name }).first('id')) as { id: number }).id;
  const give = async (name: string) =>
    priya.post(`${page()}/roles`, {
      _method: 'PATCH',
      role_id: await roleNamed(name),
      step: 'save',
    });

  it('PRODUCT 3.1.2 hears at once that its reader may do something else', async () => {
    const line = await listen(jonas);
    expect(line.status).to.equal(200);
    await give('Admin');
    await checkLive();
    expect(await line.next()).to.equal('access');
    await give('Staff');
    await checkLive();
    expect(await line.next()).to.equal('access');
  });

  it('hears without being asked for: the server looks by itself', async () => {
    const line = await listen(jonas);
    await give('Admin');
    expect(await line.next()).to.equal('access');
  });

  it('hears nothing of what changed for others, nor twice of one change', async () => {
    const elin = await listen(await app.signedIn(world.people.elin.userId));
    const line = await listen(jonas);
    await give('Admin');
    await checkLive();
    await checkLive();
    await priya.post(`${page()}/deactivation`);
    await checkLive();
    expect(await line.next()).to.equal('access');
    expect(await line.next()).to.equal('end');
    await priya.post(`/users/${world.people.elin.userId}/deactivation`);
    await checkLive();
    expect(await elin.next()).to.equal('end');
  });

  it('hears when a role that its reader holds gives something else, and not of other roles', async () => {
    const role = await makeRole(world.workspaceId, 'Helper', { 'users.view': 'all' });
    const other = await makeRole(world.workspaceId, 'Other', { 'users.view': 'all' });
    const helper = await makePerson(world.workspaceId, 'Hedda Helper', [role]);
    const reader = await makePerson(world.workspaceId, 'Rita Reader', [role]);
    const line = await listen(await app.signedIn(helper.userId));
    const idle = await listen(await app.signedIn(reader.userId));
    const change = async (id: number, name: string) => {
      const form = await priya.get(`/roles/${id}/edit`);
      const seen_at = /name="seen_at" value="(\d+)"/.exec(form.text)?.[1] ?? '';
      const fields = { _method: 'PATCH', name, seen_at, step: 'save' };
      const answer = await priya.post(`/roles/${id}`, {
        ...fields,
        'grant.users.view': 'all',
        'grant.users.edit': 'all',
      });
      expect(answer.status).to.equal(303);
      await checkLive();
    };
    await change(other, 'Other');
    await table('sessions').where({ user_id: reader.userId }).delete();
    await checkLive();
    expect(await idle.next(), 'nothing came before the end').to.equal('end');
    await change(role, 'Helper');
    expect(await line.next()).to.equal('access');
  });

  for (const [title, way] of [
    ['they are signed out everywhere', '/sessions'],
    ['their membership ends', ''],
  ] as const)
    it(`ends when ${title}, and nothing opens it again`, async () => {
      const line = await listen(jonas);
      if (way) await priya.post(page() + way, { _method: 'DELETE' });
      else {
        const { membershipId } = world.people.jonas;
        await table('memberships')
          .where({ id: membershipId })
          .update({ ends_at: now() + hour });
        const then = now() + 2 * hour;
        setClock(() => then);
      }
      await checkLive();
      expect(await line.next()).to.equal('end');
      expect((await listen(jonas)).status).to.equal(404);
    });

  it('is opened for nobody who is not signed in', async () => {
    expect((await listen(app.visitor())).status).to.equal(404);
  });

  it('stays closed to who looks at the product as somebody else', async () => {
    await priya.post(`${page()}/viewing`);
    const answer = await priya.send('/events', { headers: { accept: 'text/event-stream' } });
    expect(answer.headers.get('content-type')).to.include('application/json');
  });

  it('is one of few: a session that opens line after line is told to wait', async () => {
    for (let number = 0; number < 8; number += 1)
      expect((await listen(jonas)).status).to.equal(200);
    expect((await listen(jonas)).status).to.equal(429);
    expect((await listen(priya)).status).to.equal(200);
  });

  it('SEC 51 makes the session no younger: an idle page still runs out', async () => {
    const line = await listen(jonas);
    const before = await table('sessions').orderBy('id').select('expires_at', 'seen_at');
    const then = now() + hour;
    setClock(() => then);
    await checkLive();
    line.close();
    expect((await priya.get('/health')).status).to.equal(200);
    const [, after] = await table('sessions').orderBy('id').select('expires_at', 'seen_at');
    expect(after).to.deep.equal(before[1]);
  });
});
