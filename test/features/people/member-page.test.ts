import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { verifyPassword } from '../../../server/features/accounts/index.js';
import { dump, dumpedTables } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, isSignedIn, trySignIn } from '../accounts/signing-in.js';
import { fieldsOf, lastMailTo, personBy, roleNamed, setUpMail, shownSecret } from './forms.js';

const strong = 'violet-lighthouse-42-harbour';

describe('The page of a team member', () => {
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

  it('shows details, role, projects, sign-ins and devices in one place', async () => {
    await givePasswords();
    await trySignIn(app.visitor(), 'jonas@example.com', 'wrong password entirely');
    await trySignIn(app.visitor(), 'jonas@example.com');
    const page = await priya.get(path);
    for (const words of [
      'jonas@example.com',
      'Staff',
      'Sees the projects they are on.',
      'Website relaunch',
      'Refused',
      'By password',
      '127.0.0.1',
      '1 device',
    ])
      expect(page.text, words).to.include(words);
    expect(page.text, 'a project that is not theirs').not.to.include('Autumn campaign');
  });

  it('S016 S009 changes their name, and everything that shows it follows', async () => {
    await table('comments').update({ author_user_id: world.people.jonas.userId });
    const assignees = `/tasks/${world.tasks.budget}/assignees`;
    await priya.post(assignees, { membership_ids: world.people.jonas.membershipId });
    const visitor = await app.signedIn(world.people.jonas.userId);
    await visitor.post(`/tasks/${world.tasks.budget}/completion`);
    const form = fieldsOf((await priya.get(`${path}/edit`)).text);
    const answer = await priya.post(path, {
      ...form,
      _method: 'PATCH',
      name: 'Jonas Okafor-Lind',
      job_title: 'Lead developer',
      phone: '+49 30 1234567',
    });
    expect(answer.location).to.equal(path);
    const shown = await priya.get(path);
    expect(shown.text).to.include('Jonas Okafor-Lind is saved.').and.include('Lead developer');
    for (const page of [
      '/users',
      `/tasks/${world.tasks.logo}`,
      `/projects/${world.projects.website}`,
      `/projects/${world.projects.website}/board`,
    ])
      expect((await priya.get(page)).text, page).to.include('Jonas Okafor-Lind');
    const activity = await priya.get(`/projects/${world.projects.website}/activity`);
    expect(activity.text, 'who acted').to.match(/<b>Jonas Okafor-Lind<\/b>[^<]*<a[^>]*>completed/);
    expect(activity.text, 'to whom it happened').to.include('relaunch” to Jonas Okafor-Lind');
    expect(activity.text).not.to.match(/Jonas Okafor(?!-Lind)/);
  });

  it('S017 S005 changes their address: it is the new sign-in name, and the old address is told', async () => {
    await givePasswords();
    const form = fieldsOf((await priya.get(`${path}/edit`)).text);
    await priya.post(path, { ...form, _method: 'PATCH', email: 'okafor@example.com' });
    expect((await lastMailTo('jonas@example.com')).template).to.equal('email-changed');
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).status).not.to.equal(303);
    expect((await trySignIn(app.visitor(), 'okafor@example.com')).status).to.equal(303);
    await priya.post(`/users/${world.people.jonas.userId}/reset-link`);
    expect((await lastMailTo('okafor@example.com')).template).to.equal('password-reset');
    await priya.post(`/tasks/${world.tasks.budget}/assignees`, {
      membership_ids: world.people.jonas.membershipId,
    });
    await priya.post('/comments', {
      subject_type: 'task',
      subject_id: world.tasks.logo,
      body: 'Look here',
    });
    await workOff('events');
    const sent = await table('outbox').where({ to_address: 'okafor@example.com' });
    expect(sent.map((row) => row.template)).to.include.members(['task-assigned', 'comment-added']);
  });

  it('an address that another has is refused, and nothing else is changed', async () => {
    const before = await dump();
    const answer = await priya.post(path, {
      _method: 'PATCH',
      name: 'Changed',
      email: 'PRIYA@example.com',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Somebody already uses this address.').and.include('Changed');
    expect(await dump()).to.equal(before);
  });

  it('CVE 25 an invitation moves to the new address, and the link to the old one dies', async () => {
    await setUpMail();
    await priya.post('/users', {
      name: 'Moved',
      email: 'typo@example.com',
      role_id: await roleNamed('Staff'),
      step: 'save',
    });
    const { user } = await personBy('typo@example.com');
    const old = /\/invitations\/[\w.-]+/.exec((await lastMailTo('typo@example.com')).said)?.[0];
    await priya.post(`/users/${user.id}`, {
      _method: 'PATCH',
      name: 'Moved',
      email: 'right@example.com',
    });
    expect((await lastMailTo('right@example.com')).template).to.equal('invitation-team');
    expect((await app.visitor().get(String(old))).text).not.to.include('name="password"');
  });

  it('S070 a role is changed after a look at what is gained and lost, and counts at the next click', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    expect((await visitor.get('/users')).status).to.equal(403);
    const [staff, admin] = [await roleNamed('Staff'), await roleNamed('Admin')];
    const before = await dump();
    const look = await priya.post(`${path}/roles`, { _method: 'PATCH', role_id: admin });
    expect(look.text).to.include('Change the role of Jonas Okafor?');
    expect(look.text).to.include('Sees every project.').and.include('Edits team members.');
    expect(await dump(), 'looking changes nothing').to.equal(before);
    await priya.post(`${path}/roles`, { ...fieldsOf(look.text), step: 'save' });
    expect((await visitor.get('/users')).status, 'more at once').to.equal(200);
    const back = await priya.post(`${path}/roles`, { _method: 'PATCH', role_id: staff });
    expect(back.text).to.include('What they no longer can').and.include('Sees every project.');
    await priya.post(`${path}/roles`, { ...fieldsOf(back.text), step: 'save' });
    expect((await visitor.get('/users')).status, 'less at once').to.equal(403);
  });

  it('S016 a change of role loses no work', async () => {
    const work = async () => [
      await table('task_assignees').orderBy('id'),
      await table('project_assignments').orderBy('id'),
      await table('comments').orderBy('id'),
      await table('files').orderBy('id'),
    ];
    const before = await work();
    const admin = await roleNamed('Admin');
    await priya.post(`${path}/roles`, { _method: 'PATCH', role_id: admin, step: 'save' });
    expect((await jonas()).roles).to.deep.equal([admin]);
    expect(await work()).to.deep.equal(before);
  });

  it('S018 a password is set by another: shown once, other devices out, to be changed at once', async () => {
    await givePasswords();
    const visitor = await app.signedIn(world.people.jonas.userId);
    const weak = await priya.post(`${path}/password`, { password: 'jonas okafor' });
    expect(weak.status).to.equal(422);
    const answer = await priya.post(`${path}/password`, { password: '' });
    const secret = shownSecret((await priya.get(answer.location)).text);
    const { user } = await jonas();
    expect(await verifyPassword(user.password_hash, secret)).to.equal(true);
    expect(user.must_change_password).to.equal(1);
    expect(await isSignedIn(visitor), 'the old session').to.equal(false);
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).status).not.to.equal(303);
    const signed = app.visitor();
    await trySignIn(signed, 'jonas@example.com', secret);
    expect((await signed.get('/projects')).location).to.equal('/change-password');
    await priya.post(`${path}/password`, { password: strong });
    expect(await verifyPassword((await jonas()).user.password_hash, strong)).to.equal(true);
  });

  it('S043 tells why somebody cannot get in or finds nothing: password, projects, role', async () => {
    await givePasswords();
    await table('project_assignments').delete();
    const attempt = await trySignIn(app.visitor(), 'jonas@example.com', 'not the password');
    expect(attempt.text, 'what they can do themselves').to.include('href="/forgot-password"');
    const page = await priya.get(path);
    for (const words of [
      'jonas@example.com',
      'Refused',
      'Send reset link',
      'Jonas Okafor is on no project yet, so their start page is empty. Add them in a project',
      'Staff',
      'Sees all tasks of the projects they are on.',
    ])
      expect(page.text, words).to.include(words);
    await priya.post(`${path}/deactivation`);
    expect((await priya.get(path)).text).to.include('Jonas Okafor cannot sign in');
  });

  it('S018 a link to a new password is mailed, or shown where nothing can be sent', async () => {
    const shown = await priya.post(`${path}/reset-link`);
    const link = shownSecret((await priya.get(shown.location)).text);
    expect(link).to.match(/\/reset-password\/[\w-]{40,}$/);
    await setUpMail();
    const sent = await priya.post(`${path}/reset-link`);
    expect(sent.location).to.equal(path);
    expect((await priya.get(path)).text).to.include('is on its way to jonas@example.com');
    const dead = await app.visitor().get(new URL(link).pathname);
    expect(dead.text, 'CVE 26: the earlier link is dead').not.to.include('name="password"');
  });

  it('S019 S022 S023 keeps out who is deactivated, and keeps all their work as it is', async () => {
    await givePasswords();
    const visitor = await app.signedIn(world.people.jonas.userId);
    const page = await priya.get(`${path}/deactivation`);
    expect(page.text).to.match(/1 open task<[\s\S]{0,300}Redraw the harbour logo/);
    await visitor.post(`/tasks/${world.tasks.logo}/completion`);
    await visitor.post('/comments', {
      subject_type: 'task',
      subject_id: world.tasks.logo,
      body: 'Drawn, and handed in',
    });
    const before = await rowsOfEverything();
    const answer = await priya.post(`${path}/deactivation`);
    expect(answer.location).to.equal(path);
    expect((await priya.get(path)).text).to.include('Jonas Okafor cannot sign in');
    expect(await isSignedIn(visitor)).to.equal(false);
    const attempt = await trySignIn(app.visitor(), 'jonas@example.com');
    expect(attempt.status).not.to.equal(303);
    const after = await rowsOfEverything();
    for (const [name, ids] of before) expect(after.get(name), name).to.include.members(ids);
    const task = await priya.get(`/tasks/${world.tasks.logo}`);
    expect(task.text, 'what they wrote').to.include('Drawn, and handed in');
    expect(task.text, 'still theirs').to.match(/Assigned[\s\S]{0,600}Jonas Okafor/);
    const activity = await priya.get(`/projects/${world.projects.website}/activity`);
    expect(activity.text).to.match(/<b>Jonas Okafor<\/b>[^<]*<a[^>]*>completed/);
  });

  /** Ids of all rows there are, by table; tables that are added later are among them. */
  async function rowsOfEverything(): Promise<Map<string, number[]>> {
    const names = dumpedTables.watched.filter((name) => name !== 'account_tokens');
    const rows = new Map<string, number[]>();
    for (const name of names) rows.set(name, (await table(name).pluck('id')) as number[]);
    return rows;
  }

  it('S020 lets them in again at any time, as they were', async () => {
    await givePasswords();
    await priya.post(`${path}/deactivation`);
    await priya.post(`${path}/deactivation`, { _method: 'DELETE' });
    const visitor = app.visitor();
    expect((await trySignIn(visitor, 'jonas@example.com', worldPassword)).status).to.equal(303);
    visitor.forgetToken();
    expect((await visitor.get('/projects')).text).to.include('Website relaunch');
  });
});
