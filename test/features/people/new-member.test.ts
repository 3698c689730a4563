import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { verifyPassword } from '../../../server/features/accounts/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { trySignIn } from '../accounts/signing-in.js';
import { addPerson } from '../tasks/people.js';
import {
  fieldsOf,
  lastMailTo,
  personBy,
  roleNamed,
  setUpMail,
  shownSecret,
  takeMailDown,
} from './forms.js';

const strong = 'violet-lighthouse-42-harbour';

describe('A new member of the team', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let staff: number;
  let admin: number;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    staff = await roleNamed('Staff');
    admin = await roleNamed('Admin');
  });
  after(() => app.close());

  const add = (fields: Fields) => priya.post('/users', { role_id: staff, step: 'save', ...fields });

  it('S007 can be given any role of the team, built in or not, or one for clients', async () => {
    await addPerson(world, 'Bookkeeper', { 'clients.view': 'all' });
    const page = await priya.get('/users/new');
    for (const name of ['Admin', 'Staff', 'Client', 'Role of Bookkeeper'])
      expect(page.text, name).to.match(new RegExp(`<option value="\\d+"[^>]*>${name}</option>`));
  });

  it('S032 is looked over before anything is made: who gets what, in plain words', async () => {
    const before = await dump();
    const answer = await priya.post('/users', {
      name: 'Mia Fischer',
      email: 'mia@example.com',
      role_id: staff,
      project_ids: [world.projects.website],
      access: 'invitation',
    });
    expect(answer.status).to.equal(200);
    expect(await dump(), 'the review makes nothing').to.equal(before);
    for (const words of [
      'Is this right for Mia Fischer?',
      'mia@example.com',
      'Staff',
      'Sees the projects they are on.',
      'Website relaunch',
      'Create the invitation link',
    ])
      expect(answer.text).to.include(words);
    expect(answer.text).not.to.include('Sees every project.');
  });

  it('loses nothing on the way to the review and back, not even a typed password', async () => {
    const review = await priya.post('/users', {
      name: 'Ada "Countess" Lovelace',
      email: 'ada@example.com',
      role_id: staff,
      more_role_ids: [admin],
      project_ids: [world.projects.website, world.projects.internal],
      access: 'password',
      password: strong,
    });
    expect(review.text).not.to.include(strong);
    const back = await priya.post('/users', { ...fieldsOf(review.text), step: 'change' });
    expect(back.status).to.equal(200);
    expect(back.text).not.to.include(strong);
    const fields = fieldsOf(back.text);
    expect(fields.name).to.deep.equal(['Ada "Countess" Lovelace']);
    expect(fields.email).to.deep.equal(['ada@example.com']);
    expect(fields.role_id).to.deep.equal([String(staff)]);
    expect(fields.more_role_ids).to.deep.equal([String(admin)]);
    expect(fields.access).to.deep.equal(['password']);
    expect(fields.project_ids).to.have.members(
      [world.projects.website, world.projects.internal].map(String),
    );
    const again = await priya.post('/users', { ...fields, step: 'review' });
    await priya.post('/users', { ...fieldsOf(again.text), step: 'save' });
    const { user } = await personBy('ada@example.com');
    expect(await verifyPassword(user.password_hash, strong)).to.equal(true);
  });

  it('a sealed password opens for nobody but who typed it', async () => {
    const review = await priya.post('/users', {
      name: 'Sealed',
      email: 'sealed@example.com',
      role_id: staff,
      password: strong,
    });
    const { sealed = '' } = fieldsOf(review.text);
    const other = await addPerson(world, 'Second Admin', {});
    await table('membership_roles')
      .where({ membership_id: other.membershipId })
      .update({ role_id: admin });
    const visitor = await app.signedIn(other.userId);
    for (const value of [String(sealed), 'v1.none.forged', '']) {
      const answer = await visitor.post('/users', {
        name: 'Sealed',
        email: 'sealed@example.com',
        role_id: staff,
        access: 'password',
        sealed: value,
      });
      expect(answer.text, value).to.include('We make a password for Sealed');
    }
  });

  it('S036 is asked for the address at work, which is the one to sign in with', async () => {
    const page = await priya.get('/users/new');
    expect(page.text).to.include('Best their address at work: they sign in with it');
  });

  it('S010 needs four fields and nothing more: name, email, password, role', async () => {
    const { location } = await add({ name: 'Four', email: 'four@example.com', password: strong });
    const { user, member, roles } = await personBy('four@example.com');
    expect(location).to.equal(`/users/${user.id}/hand-over`);
    expect(user).to.include({ name: 'Four', status: 'active', must_change_password: 1 });
    expect(member).to.include({ audience: 'team', status: 'active' });
    expect(roles).to.deep.equal([staff]);
  });

  it('S006 S037 S038 gets the password that was typed or a strong one made for them, to be changed at the first sign-in', async () => {
    await add({ name: 'Typed', email: 'typed@example.com', access: 'password', password: strong });
    const typed = await personBy('typed@example.com');
    expect(await verifyPassword(typed.user.password_hash, strong)).to.equal(true);
    const { location } = await add({ name: 'Made', email: 'made@example.com', access: 'password' });
    const made = await personBy('made@example.com');
    const secret = shownSecret((await priya.get(location)).text);
    expect(secret).to.match(/^[a-z0-9-]{15,}$/);
    expect(await verifyPassword(made.user.password_hash, secret)).to.equal(true);
    expect([typed.user.must_change_password, made.user.must_change_password]).to.deep.equal([1, 1]);
    const weak = await add({ name: 'Weak', email: 'weak@example.com', password: 'welcome123' });
    expect(weak.status).to.equal(422);
    expect(weak.text).to.include('href="#f-password"');
  });

  it('SEC 44 S029 is shown the way in once, to who made it, and only there', async () => {
    const { location } = await add({ name: 'Once', email: 'once@example.com' });
    const { user } = await personBy('once@example.com');
    expect(location).to.equal(`/users/${user.id}/hand-over`);
    const jonasPage = await priya.get(`/users/${world.people.jonas.userId}/hand-over`);
    expect(jonasPage.location, 'another person’s page').to.equal(
      `/users/${world.people.jonas.userId}`,
    );
    const page = await priya.get(location);
    expect(shownSecret(page.text)).to.match(/\/invitations\/[\w.-]+$/);
    expect(page.text).to.include('This is shown once').and.include('Nothing was sent to');
    expect(page.headers.get('cache-control')).to.equal('no-store');
    expect((await trySignIn(app.visitor(), 'once@example.com')).status, 'not before').to.equal(422);
    expect((await priya.get(location)).location, 'a second look').to.equal(`/users/${user.id}`);
  });

  it('S030 S031 S034 is invited by a link that lets them in with their role at once', async () => {
    const { location } = await add({
      name: 'Invited',
      email: 'invited@example.com',
      project_ids: [world.projects.website],
    });
    const link = shownSecret((await priya.get(location)).text);
    const before = await personBy('invited@example.com');
    expect([before.user.status, before.member.status]).to.deep.equal(['pending', 'pending']);
    expect((await priya.get('/users?status=invited')).text).to.match(/Invited[\s\S]*Pending/);
    const visitor = app.visitor();
    const path = new URL(link).pathname;
    await visitor.get(path);
    expect((await priya.get('/users?status=invited')).text).to.match(/Invited[\s\S]*Opened/);
    await visitor.post(path, { name: 'Invited', password: strong });
    visitor.forgetToken();
    const { user, member } = await personBy('invited@example.com');
    expect([user.status, member.status]).to.deep.equal(['active', 'active']);
    expect((await visitor.get('/projects')).text).to.include('Website relaunch');
    expect((await visitor.get('/users')).status).to.equal(403);
  });

  it('S028 S029 C3 is mailed a link and never a password, once messages can be sent', async () => {
    await setUpMail();
    const invited = await add({ name: 'Post', email: 'post@example.com' });
    const { user } = await personBy('post@example.com');
    expect(invited.location).to.equal(`/users/${user.id}`);
    const mail = await lastMailTo('post@example.com');
    expect(mail.template).to.equal('invitation-team');
    expect(mail.said).to.include('/invitations/').and.include('Staff').and.include('Priya Raman');
    expect(mail.said).to.include('See all tasks of your projects');
    const made = await add({ name: 'Welcome', email: 'welcome@example.com', password: strong });
    expect(made.location).to.match(/hand-over$/);
    expect((await priya.get(made.location)).text).to.include('is on its way to');
    const welcome = await lastMailTo('welcome@example.com');
    expect(welcome.template).to.equal('welcome-set-password');
    expect(welcome.said).to.include('/reset-password/').and.include('welcome@example.com');
    expect(welcome.said, 'where to sign in').to.include('"site":"http://localhost"');
    expect(welcome.said).not.to.include(strong);
    await takeMailDown();
  });

  it('may have several roles, and then holds all that they give', async () => {
    const books = await roleNamed('Role of Bookkeeper');
    await add({
      name: 'Both',
      email: 'both@example.com',
      more_role_ids: [books],
      password: strong,
    });
    const { user, roles } = await personBy('both@example.com');
    expect(roles).to.deep.equal([staff, books]);
    expect((await priya.get('/users?q=both@')).text).to.include('2 roles');
    const page = await priya.get(`/users/${user.id}`);
    expect(page.text)
      .to.include('Sees every client.')
      .and.include('Sees the projects they are on.');
  });
});
