import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { day, minute, setClock } from '../../../server/core/dates/index.js';
import { installationSetting } from '../../../server/core/settings/index.js';
import { changeRoles } from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { elsewhere, makeSecondWorkspace } from '../../support/second-workspace.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords } from '../accounts/signing-in.js';
import { makeRole } from '../memberships/rights.js';
import { actorOf, addPerson } from '../tasks/people.js';
import { setUpApp, wait } from './apps.js';

const gate = '/profile/two-factor/app';

describe('Roles that need a second factor', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let admin: Visitor;
  let staff: number;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
    const moment = Date.UTC(2026, 10, 20, 9, 0);
    setClock(() => moment);
    await table('membership_roles').update({ granted_at: moment - 100 * day });
    admin = await app.signedIn(world.people.priya.userId);
    staff = (await builtInRole(world.workspaceId, 'staff')).id;
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  /** Saves the page as an admin who has just signed in. */
  async function settings(roles: readonly number[], days: number): Promise<Answer> {
    admin = await app.signedIn(world.people.priya.userId);
    return admin.post('/settings/security', {
      ...saved,
      second_factor_roles: roles,
      second_factor_days: days,
    });
  }
  const saved = {
    min_length: '12',
    second_factor_days: '5',
    session_idle_hours: '720',
    session_absolute_days: '90',
    remember_days: '30',
    audit_days: '730',
    sign_in_days: '365',
    access_review_days: '90',
  };
  const jonas = () => app.signedIn(world.people.jonas.userId);

  it('are chosen on the security page of the settings, with the time for it', async () => {
    expect((await settings([staff], 5)).location).to.equal('/settings/security');
    const page = await admin.get('/settings/security');
    expect(page.text).to.match(new RegExp(`name="second_factor_roles" value="${staff}" checked`));
    expect(page.text).to.match(/<input[^>]*value="5"[^>]*name="second_factor_days"/);
  });

  it('are refused when they are not there', async () => {
    const answer = await settings([staff, 99_999], 5);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('f-second_factor_roles');
  });

  it('are found by name where there are too many to offer, and keep every tick meanwhile', async () => {
    for (let number = 0; number < 30; number += 1)
      await makeRole(world.workspaceId, `Custom ${number}`, {});
    await settings([staff], 5);
    const boxes = ({ text }: Answer) => text.match(/name="second_factor_roles"/g)?.length ?? 0;
    const page = await admin.get('/settings/security');
    expect(boxes(page)).to.equal(1);
    const fields = { ...saved, second_factor_roles: [staff], step: 'find' };
    const found = await admin.post('/settings/security', { ...fields, find: 'custom 2' });
    expect(boxes(found)).to.equal(12);
    expect(found.text)
      .to.include('11 roles match')
      .and.match(/value="\d+" checked/);
    const none = await admin.post('/settings/security', { ...fields, find: 'nothing' });
    expect(none.text).to.include('No role matches');
    const before = queryCount();
    await admin.get('/settings/security');
    const few = queryCount() - before;
    for (let number = 30; number < 90; number += 1)
      await makeRole(world.workspaceId, `Custom ${number}`, {});
    const again = queryCount();
    await admin.get('/settings/security');
    expect(queryCount() - again).to.equal(few);
  });

  it('are forgotten with the role', async () => {
    const role = await makeRole(world.workspaceId, 'Short-lived', {});
    await settings([staff, role], 5);
    await admin.post(`/roles/${role}/removal`);
    expect(await table('roles').where({ id: role })).to.deep.equal([]);
    const kept = installationSetting('security.second_factor_roles');
    expect(Object.keys(kept)).to.deep.equal([String(staff)]);
  });

  it('show roles of other workspaces to Super Admins alone, and keep for those what others save', async () => {
    const second = await makeSecondWorkspace(world);
    await settings([staff, second.role], 5);
    expect((await admin.get('/settings/security')).text).to.include(
      `value="${second.role}" checked`,
    );
    const keeper = await addPerson(world, 'Kim Keeper', { 'settings.security': 'all' });
    const kim = await app.signedIn(keeper.userId);
    const page = await kim.get('/settings/security');
    expect(page.text).to.include(`value="${staff}" checked`).and.not.include(elsewhere);
    const refused = await kim.post('/settings/security', {
      ...saved,
      second_factor_roles: [second.role],
    });
    expect(refused.status).to.equal(422);
    const answer = await kim.post('/settings/security', { ...saved, second_factor_roles: [] });
    expect(answer.location).to.equal('/settings/security');
    const kept = installationSetting('security.second_factor_roles');
    expect(Object.keys(kept)).to.deep.equal([String(second.role)]);
  });

  it('give time: a line above each page says until when, and everything opens', async () => {
    await settings([staff], 5);
    const visitor = await jonas();
    const page = await visitor.get('/projects');
    expect(page.status).to.equal(200);
    expect(page.text).to.include('Your role needs two-factor sign-in. Set it up by 25 Nov 2026');
    expect((await visitor.get('/profile/security')).text).to.include('Your role needs it by');
  });

  it('say nothing to people with other roles', async () => {
    await settings([staff], 0);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get('/portal')).text).not.to.include('two-factor');
    expect((await admin.get('/projects')).status).to.equal(200);
  });

  it('tell clients in their portal as well', async () => {
    await settings([(await builtInRole(world.workspaceId, 'client')).id], 5);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get('/portal')).text).to.include('Your role needs two-factor sign-in');
  });

  it('close everything when the time is over, to the minute', async () => {
    await settings([staff], 5);
    wait(5 * day - minute);
    expect((await (await jonas()).get('/projects')).status).to.equal(200);
    wait(minute);
    const answer = await (await jonas()).get('/projects');
    expect([answer.status, answer.location]).to.deep.equal([303, gate]);
  });

  it('then open nothing else, neither pages nor data nor changes', async () => {
    await settings([staff], 0);
    const visitor = await jonas();
    const photo = `/people/${world.people.elin.userId}/photo`;
    for (const path of ['/', photo, '/profile', '/profile/security', '/profile/two-factor/codes'])
      expect((await visitor.get(path)).location, path).to.equal(gate);
    const task = `/tasks/${world.tasks.logo}`;
    const json = { accept: 'application/json' };
    await visitor.get(gate);
    const data = await visitor.get(task, json);
    expect(JSON.parse(data.text)).to.deep.equal({ location: gate });
    const changed = await visitor.post(`${task}/completion`, {}, json);
    expect(JSON.parse(changed.text)).to.deep.equal({ location: gate });
    expect((await visitor.post(`${task}/completion`)).location).to.equal(gate);
    const row = await table('tasks').where({ id: world.tasks.logo }).first('completed_at');
    expect(row?.completed_at).to.equal(null);
    const download = await visitor.get(`/files/${world.files.shared}/download`);
    expect(download.location).to.equal(gate);
  });

  it('let people set it up, sign out or confirm who they are, and go on from there', async () => {
    await settings([staff], 0);
    const visitor = await jonas();
    const page = await visitor.get(gate);
    expect(page.text).to.include('Your role needs a second step').and.include('action="/logout"');
    expect(page.text).not.to.include('href="/projects"');
    await setUpApp(visitor);
    expect((await visitor.get('/projects')).status).to.equal(200);
    expect((await visitor.get('/projects')).text).not.to.include('Your role needs');
  });

  it('ask for the password before the set-up on a device left open, and come back to it', async () => {
    await settings([staff], 0);
    const visitor = await jonas();
    wait(4 * 60 * minute);
    const asked = await visitor.get(gate);
    expect(asked.location).to.equal(`/confirm-password?next=${encodeURIComponent(gate)}`);
    const page = await visitor.get(asked.location);
    expect(page.status).to.equal(200);
  });

  it('give the whole time to somebody who gets such a role later', async () => {
    await settings([staff], 5);
    wait(30 * day);
    const elin = world.people.elin;
    const priya = await actorOf(world, world.people.priya);
    const { id } = await builtInRole(world.workspaceId, 'admin');
    await changeRoles(priya, elin.membershipId, [id]);
    await changeRoles(priya, elin.membershipId, [staff]);
    wait(5 * day - minute);
    const visitor = await app.signedIn(elin.userId);
    expect((await visitor.get('/projects')).status).to.equal(200);
    wait(minute);
    expect((await visitor.get('/projects')).location).to.equal(gate);
  });

  it('begin no new time when the page is saved again, and one when they are ticked anew', async () => {
    await settings([staff], 5);
    wait(5 * day);
    await settings([staff], 5);
    expect((await (await jonas()).get('/projects')).location).to.equal(gate);
    await settings([], 5);
    expect((await (await jonas()).get('/projects')).status).to.equal(200);
    await settings([staff], 5);
    expect((await (await jonas()).get('/projects')).status).to.equal(200);
  });

  it('keep the last second step from being removed', async () => {
    await settings([staff], 5);
    const visitor = await jonas();
    await setUpApp(visitor);
    expect((await visitor.get('/profile/security')).text).not.to.include('/app/removal');
    const answer = await visitor.post('/profile/two-factor/app/removal');
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('cannot be removed');
    expect((await table('authenticators')).length).to.equal(1);
  });

  it('show in the list of people who lacks it', async () => {
    await settings([staff], 5);
    await setUpApp(await jonas());
    const page = await admin.get('/users');
    const row = (name: string) =>
      page.text
        .split('<tr>')
        .slice(1)
        .find((text) => text.includes(name)) ?? '';
    expect(row('Jonas Okafor')).to.include('>On<');
    expect(row('Elin Sandberg')).to.include('>Missing<');
    expect(row('Priya Raman')).to.include('>Off<');
  });
});
