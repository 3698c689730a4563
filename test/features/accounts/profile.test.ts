import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { saveSettings } from '../../../server/core/settings/index.js';
import { lookUpUser } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords } from './signing-in.js';

const details = {
  _method: 'PATCH',
  name: 'Jonas O. Okafor',
  job_title: 'Designer',
  phone: '+44 20 7946 0018',
  timezone: 'Europe/Lisbon',
  locale: '',
  theme: 'dark',
};

describe('One’s own profile', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  beforeEach(async () => {
    await givePasswords();
    await table('rate_limits').delete();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  after(async () => {
    await app.close();
  });

  const user = async (name: keyof World['people']) => {
    const found = await lookUpUser(world.people[name].userId);
    if (!found) throw new Error(`${name} is missing`);
    return found;
  };

  it('S009 S016 shows a changed name wherever the person appears', async () => {
    const answer = await jonas.submit('/profile', details);
    expect(answer.text).to.include('Your profile is saved.');
    expect(answer.text).to.include('value="Jonas O. Okafor"').and.include('value="Designer"');
    const priya = await app.signedIn(world.people.priya.userId);
    expect((await priya.get(`/tasks/${world.tasks.logo}`)).text).to.include('Jonas O. Okafor');
  });

  it('takes language and timezone of the workspace until the person chooses another', async () => {
    await saveSettings(world.workspaceId, { 'general.timezone': 'Asia/Tokyo' });
    expect((await sofia.get('/profile')).text).to.include('Same as everybody here (Asia/Tokyo)');
    await saveSettings(world.workspaceId, { 'general.timezone': 'America/Lima' });
    expect((await sofia.get('/profile')).text).to.include('Same as everybody here (America/Lima)');
    await saveSettings(world.workspaceId, { 'general.timezone': null });
  });

  it('is there for clients in the frame of their portal', async () => {
    for (const path of ['/profile', '/profile/security', '/profile/sessions', '/profile/email']) {
      const page = await sofia.get(path);
      expect(page.status).to.equal(200);
      expect(page.text).to.include('data-surface="portal"');
    }
  });

  for (const [field, value, problem] of [
    ['name', '', 'Fill this in.'],
    ['name', 'x'.repeat(201), 'Keep it to 200 characters.'],
    ['name', 'Jonas\r\nBcc: all@example.com', 'Line breaks'],
    ['timezone', '../../etc/passwd', 'Choose a timezone'],
    ['locale', '../en', 'Choose one of the list.'],
    ['theme', 'neon', 'Choose one of the list.'],
  ] as const) {
    it(`CVE 38 CVE 59 says what is wrong with ${field} ${JSON.stringify(value.slice(0, 20))}`, async () => {
      const before = await user('jonas');
      const answer = await jonas.post('/profile', { ...details, [field]: value });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(problem);
      expect(await user('jonas')).to.eql(before);
    });
  }

  it('CVE 10 SEC 13 changes nothing that its form does not show', async () => {
    const before = await user('jonas');
    const smuggled = {
      email: 'evil@example.com',
      email_key: 'evil@example.com',
      status: 'inactive',
      password_hash: 'x',
      must_change_password: '1',
      version: '99',
      id: '1',
      user_id: '1',
      role: 'admin',
      role_id: '1',
      roles: '1',
      hue: 'red',
      photo_key: 'x',
    };
    await jonas.post('/profile', { ...smuggled, ...details, name: 'Jonas Okafor' });
    const after = await user('jonas');
    expect(after.name).to.equal('Jonas Okafor');
    for (const column of ['email', 'status', 'password_hash', 'hue', 'photo_key'] as const) {
      expect(after[column]).to.equal(before[column]);
    }
    const held = await table('membership_roles').where({
      membership_id: world.people.jonas.membershipId,
    });
    expect(held.length).to.equal(1);
  });

  it('CVE 31 shows a name that is full of markup as plain text', async () => {
    const poison = `<img src=x onerror=alert(1)>{{7*7}}<%= 7*7 %>"'`;
    const page = await jonas.submit('/profile', { ...details, name: poison });
    expect(page.text).not.to.include('<img src=x');
    expect(page.text).to.include('&lt;img src=x');
    await jonas.post('/profile', { ...details, name: 'Jonas Okafor' });
  });

  describe('theme', () => {
    it('is kept with the person and with the browser', async () => {
      const answer = await jonas.post('/theme', { theme: 'light', return_to: '/profile/sessions' });
      expect(answer.location).to.equal('/profile/sessions');
      expect((await user('jonas')).theme).to.equal('light');
      const elsewhere = await app.signedIn(world.people.jonas.userId);
      expect((await elsewhere.get('/profile')).text).to.include('data-theme="light"');
    });

    it('can be chosen before signing in', async () => {
      const visitor = app.visitor();
      await visitor.get('/login');
      await visitor.post('/theme', { theme: 'dark' });
      expect((await visitor.get('/login')).text).to.include('data-theme="dark"');
    });

    it('CVE 46 never leads away from the site', async () => {
      const answer = await jonas.post('/theme', { theme: 'dark', return_to: '//evil.example' });
      expect(answer.location).to.equal('/');
    });
  });

  it('SEC 40 changes the password only for who knows the present one', async () => {
    const before = (await user('jonas')).password_hash;
    const answer = await jonas.post('/profile/security', {
      current_password: 'wrong wrong wrong',
      password: 'quarry lantern velvet orbit',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).not.to.include('quarry lantern');
    expect((await user('jonas')).password_hash).to.equal(before);
  });
});
