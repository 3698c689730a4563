import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { homeOf } from '../../../server/features/memberships/homes.queries.js';
import { updateMembership } from '../../../server/features/memberships/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { join, makeSecondWorkspace, type SecondWorkspace } from '../../support/second-workspace.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Somebody who belongs to several workspaces', () => {
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
  });
  afterEach(() => app.close());

  const switchTo = (workspaceId: number) => ({ workspace_id: workspaceId });

  it('finds a switch in the header, which nobody else sees', async () => {
    const ines = await app.signedIn(world.people.jonas.userId);
    const page = await ines.get('/projects');
    expect(page.text).to.include('action="/current-workspace"').and.include('Elsewhere Media');
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get('/projects')).text).not.to.match(/workspace/i);
    const cleo = await app.signedIn(second.people.cleo.userId);
    expect((await cleo.get('/portal')).text).not.to.match(/current-workspace/);
  });

  it('S085 is team in one and client in the other, and gets the surface of where they are', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get('/projects')).status).to.equal(200);
    const gone = await jonas.post('/current-workspace', switchTo(second.workspaceId));
    expect(gone.location).to.equal('/');
    const home = await jonas.get('/');
    expect(home.location || home.text).to.match(/portal/);
    expect((await jonas.get('/portal')).text)
      .to.include('You are in Elsewhere Media')
      .and.include('Elsewhere Project');
    expect((await jonas.get('/users')).status).to.equal(404);
    jonas.forgetToken();
    await jonas.submit('/current-workspace', switchTo(world.workspaceId));
    expect((await jonas.get('/projects')).text).to.include('Website relaunch');
  });

  it('goes on under a new session id, and is asked for the password as soon as before', async () => {
    const ines = await app.signedIn(second.people.ines.userId);
    await table('sessions').update({ workspace_id: second.workspaceId });
    const before = ines.cookies.get('session');
    const { data } = (await table('sessions').first('data')) as { data: string };
    await ines.post('/current-workspace', switchTo(world.workspaceId));
    expect(ines.cookies.get('session')).not.to.equal(before);
    const rows = (await table('sessions').orderBy('id', 'desc')) as { data: string }[];
    expect(rows[0]?.data).to.equal(data);
  });

  it('arrives after signing in where they were last', async () => {
    const { userId } = second.people.ines;
    expect((await homeOf(userId))?.workspaceId).to.equal(world.workspaceId);
    const ines = await app.signedIn(userId);
    await ines.post('/current-workspace', switchTo(second.workspaceId));
    expect((await homeOf(userId))?.workspaceId).to.equal(second.workspaceId);
    await ines.get('/projects');
    await ines.post('/current-workspace', switchTo(world.workspaceId));
    const last = await homeOf(userId);
    expect(last?.workspaceId).to.equal(world.workspaceId);
  });

  it('cannot enter a workspace that is not theirs: it is like one that does not exist', async () => {
    const elin = await app.signedIn(world.people.elin.userId);
    const foreign = await elin.post('/current-workspace', switchTo(second.workspaceId));
    const missing = await elin.post('/current-workspace', switchTo(9999));
    expect([foreign.status, missing.status]).to.eql([404, 404]);
  });

  it('gets the switch on the next request after being added, and loses it when that ends', async () => {
    const { elin } = world.people;
    const visitor = await app.signedIn(elin.userId);
    await visitor.get('/projects');
    const there = await join(second.workspaceId, elin, 'staff');
    expect((await visitor.get('/projects')).text).to.include('Elsewhere Media');
    await updateMembership(there.membershipId, { status: 'suspended' });
    expect((await visitor.get('/projects')).text).not.to.include('Elsewhere Media');
  });

  describe('who opens a record of another workspace', () => {
    it('of theirs reads where it is, and one button leads to it', async () => {
      const ines = await app.signedIn(second.people.ines.userId);
      await table('sessions').update({ workspace_id: world.workspaceId });
      const path = `/tasks/${second.tasks.shared}`;
      const page = await ines.get(path);
      expect(page.status).to.equal(404);
      expect(page.text).to.include('This is in Elsewhere Media');
      expect(page.text).to.include(`name="next" value="${path}"`);
      expect(page.text, 'nothing of the record itself').not.to.include('Elsewhere Task');
      const fields = { ...switchTo(second.workspaceId), next: path };
      expect((await ines.submit('/current-workspace', fields)).text).to.include('Elsewhere Task');
    });

    it('as a client there is led to its page in the portal', async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      const page = await jonas.get(`/tasks/${second.tasks.shared}`);
      expect(page.text).to.include(`value="/portal/tasks/${second.tasks.shared}"`);
      const hidden = await jonas.get(`/tasks/${second.tasks.internal}`);
      expect(hidden.text, 'clients do not see it there').not.to.include('This is in');
    });

    it('that is foreign gets the same answer as for one that does not exist', async () => {
      const elin = await app.signedIn(world.people.elin.userId);
      const plain = (text: string) =>
        text.replace(/nonce="[^"]+"|[\w-]{20,}|Reference \w+|\d+/g, '');
      for (const words of ['tasks', 'projects', 'files']) {
        const foreign = await elin.get(`/${words}/${second.tasks.shared}`);
        const missing = await elin.get(`/${words}/99999`);
        expect(foreign.status).to.equal(404);
        if (words === 'tasks') expect(plain(foreign.text)).to.equal(plain(missing.text));
      }
    });
  });

  describe('who sends a form that was opened in the other workspace', () => {
    it('changes nothing, reads why, and sends it again with one click, with everything typed', async () => {
      const priya = await app.signedIn(world.people.priya.userId);
      await join(second.workspaceId, world.people.priya, 'admin');
      await priya.get('/teams/new');
      const otherTab = await app.signedIn(world.people.priya.userId);
      priya.lendCookies(otherTab);
      await otherTab.get('/projects');
      await otherTab.post('/current-workspace', switchTo(second.workspaceId));
      otherTab.lendCookies(priya);
      const teams = () => table('teams').where({ name: 'Ääkköset & "Co"' });
      const stray = await priya.post('/teams', { name: 'Ääkköset & "Co"', hue: 'rose' });
      expect(stray.status).to.equal(409);
      expect(await teams()).to.have.length(0);
      expect(stray.text).to.include('Switch to Marlow');
      expect(stray.text).to.include('value="Ääkköset &amp; &#34;Co&#34;"');
      const action = /action="(\/current-workspace\/\d+\/form[^"]*)"/.exec(stray.text)?.[1] ?? '';
      const token =
        new RegExp(`value="([^"]+\\.${world.workspaceId})"`).exec(stray.text)?.[1] ?? '';
      const fields = { _csrf: token, name: 'Ääkköset & "Co"', hue: 'rose' };
      const onward = await priya.post(action, fields);
      expect(onward.status).to.equal(307);
      expect(onward.location).to.equal('/teams');
      await priya.post(onward.location, fields);
      const [made] = (await teams()) as { workspace_id: number }[];
      expect(made?.workspace_id).to.equal(world.workspaceId);
    });

    it('still signs out and switches, which mean the same everywhere', async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      await jonas.get('/projects');
      await jonas.post('/current-workspace', switchTo(second.workspaceId));
      const back = await jonas.post('/current-workspace', switchTo(world.workspaceId));
      expect(back.status).to.equal(303);
      await jonas.post('/current-workspace', switchTo(second.workspaceId));
      expect((await jonas.post('/logout')).location).to.equal('/login');
    });

    it('with a password in it has to type that again: it is written into no page', async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      await jonas.get('/profile/security');
      await jonas.post('/current-workspace', switchTo(second.workspaceId));
      const fields = { current_password: 'my old password', password: 'my new password' };
      const stray = await jonas.post('/profile/security', fields);
      expect(stray.status).to.equal(409);
      expect(stray.text).not.to.include('my old password').and.not.to.include('my new password');
      expect(stray.text).to.include('go back to the form');
    });

    it('learns nothing of a workspace that they have left meanwhile', async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      await jonas.get('/projects');
      await jonas.post('/current-workspace', switchTo(second.workspaceId));
      await table('memberships')
        .where({ id: world.people.jonas.membershipId })
        .update({ status: 'suspended' });
      const stray = await jonas.post('/profile', { _method: 'PATCH', name: 'Jonas' });
      expect(stray.status).to.equal(409);
      expect(stray.text).not.to.include('Marlow');
    });

    it('is told by our own script what to do', async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      await jonas.get('/projects');
      await jonas.post('/current-workspace', switchTo(second.workspaceId));
      const answer = await jonas.post('/tasks/1/completion', {}, { accept: 'application/json' });
      expect(answer.status).to.equal(409);
      expect(JSON.parse(answer.text).error).to.match(/belongs to .*switched to Elsewhere Media/);
    });
  });
});
