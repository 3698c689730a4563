import { expect } from 'chai';
import sharp from 'sharp';
import { insertRow, table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { saveSettings } from '../../../server/core/settings/index.js';
import { createUser, lookUpUser } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, signedInByForm, trySignIn } from './signing-in.js';

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
  let mailbox: Mailbox;
  let jonas: Visitor;
  let sofia: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
  });
  beforeEach(async () => {
    await givePasswords();
    await table('rate_limits').delete();
    await mailbox.clear();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  afterEach(() => setClock());
  after(async () => {
    await mailbox.close();
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

  it('S160 takes language and timezone of the workspace until the person chooses another', async () => {
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

  describe('photo', () => {
    const picture = async (options: { width: number; height: number }) =>
      new Uint8Array(
        await sharp({ create: { ...options, channels: 3, background: '#d24' } })
          .jpeg()
          .withExif({ IFD0: { Copyright: 'Secret place' } })
          .toBuffer(),
      );

    it('is drawn anew as a square, without what the camera wrote into it', async () => {
      const content = await picture({ width: 900, height: 600 });
      const answer = await jonas.upload('/profile/photo', {}, [
        { field: 'photo', name: 'me.jpg', content, type: 'image/jpeg' },
      ]);
      expect(answer.location).to.equal('/profile');
      const page = await jonas.get('/profile');
      const [, address = ''] = /src="(\/people\/\d+\/photo\?v=[^"]+)"/.exec(page.text) ?? [];
      const sent = await fetch(app.origin + address, {
        headers: { cookie: jonas.cookieHeader() },
      });
      expect(sent.headers.get('content-type')).to.equal('image/webp');
      expect(sent.headers.get('cache-control')).to.match(/^private/);
      expect(sent.headers.get('content-security-policy')).to.include('sandbox');
      const bytes = Buffer.from(await sent.arrayBuffer());
      expect(bytes.includes('Secret place')).to.equal(false);
      const { width, height } = await sharp(bytes).metadata();
      expect([width, height]).to.eql([256, 256]);
    });

    it('gives way to initials when it is removed, and its file goes', async () => {
      const before = (await user('jonas')).photo_key;
      await jonas.post('/profile/photo', { _method: 'DELETE' });
      expect((await user('jonas')).photo_key).to.equal(null);
      const jobs = await table('jobs').where({ name: 'storage.remove' });
      expect(JSON.stringify(jobs)).to.include(String(before));
      const answer = await jonas.get(`/people/${world.people.jonas.userId}/photo`);
      expect(answer.status).to.equal(404);
    });

    for (const [label, name, content] of [
      ['a page that claims to be a picture', 'x.png', '<script>alert(1)</script>'],
      ['an SVG', 'x.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
      ['a program', 'x.exe', 'MZ'],
      ['a broken picture', 'x.jpg', '\xff\xd8\xff\xe0 nonsense'],
    ] as const) {
      it(`CVE 32 refuses ${label} in words, and keeps nothing of it`, async () => {
        const answer = await jonas.upload('/profile/photo', {}, [
          { field: 'photo', name, content },
        ]);
        expect(answer.status).to.equal(422);
        expect((await user('jonas')).photo_key).to.equal(null);
      });
    }

    it('asks for a file when none was chosen', async () => {
      const answer = await jonas.upload('/profile/photo', {}, []);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('Choose a photo first.');
    });
  });

  describe('photos of others', () => {
    before(async () => {
      const content = await sharp({
        create: { width: 40, height: 40, channels: 3, background: '#2d4' },
      })
        .png()
        .toBuffer();
      for (const name of ['priya', 'jonas', 'elin', 'tom', 'nora'] as const) {
        const visitor = await app.signedIn(world.people[name].userId);
        const file = { field: 'photo', name: 'me.png', content: new Uint8Array(content) };
        await visitor.upload('/profile/photo', {}, [file]);
      }
    });

    const statusOf = async (visitor: Visitor, name: keyof World['people']) =>
      (await visitor.get(`/people/${world.people[name].userId}/photo`)).status;

    it('CVE 8 are not for visitors', async () => {
      expect(await statusOf(app.visitor(), 'priya')).to.equal(404);
    });

    it('are for the team of the same workspace', async () => {
      expect(await statusOf(jonas, 'elin')).to.equal(200);
      expect(await statusOf(jonas, 'nora')).to.equal(200);
    });

    it('CVE 8 are for a client only where they share a project', async () => {
      expect(await statusOf(sofia, 'jonas')).to.equal(200);
      expect(await statusOf(sofia, 'tom')).to.equal(200);
      expect(await statusOf(sofia, 'elin')).to.equal(404);
      expect(await statusOf(sofia, 'nora')).to.equal(404);
    });

    it('are for a client who sees what somebody did in their project', async () => {
      expect(await statusOf(sofia, 'priya')).to.equal(404);
      await insertRow('events', {
        workspace_id: world.workspaceId,
        name: 'comment.added',
        subject_type: 'task',
        subject_id: world.tasks.logo,
        project_id: world.projects.website,
        actor_user_id: world.people.priya.userId,
        actor_name: 'Priya Raman',
        visibility: 'client',
        data: '{}',
        created_at: now(),
      });
      expect(await statusOf(sofia, 'priya')).to.equal(200);
    });

    it('are for nobody of another workspace', async () => {
      const stranger = await createUser({
        name: 'Stranger',
        email: 'stranger@example.com',
        status: 'active',
      });
      expect((await jonas.get(`/people/${stranger}/photo`)).status).to.equal(404);
    });
  });

  describe('e-mail', () => {
    const ask = (visitor: Visitor, email: string, password = worldPassword) =>
      visitor.post('/profile/email', { email, current_password: password });

    it('S017 changes once the new address has confirmed it; then it is the one to sign in with', async () => {
      const answer = await ask(jonas, 'jonas.okafor@example.com');
      expect(answer.location).to.equal('/profile');
      expect((await user('jonas')).email).to.equal('jonas@example.com');
      expect((await jonas.get('/profile')).text).to.include('jonas.okafor@example.com waits');
      const path = await mailbox.linkTo('jonas.okafor@example.com');
      await jonas.get(path);
      expect((await user('jonas')).email, 'opening the link changes nothing').to.equal(
        'jonas@example.com',
      );
      await jonas.post(path);
      expect((await user('jonas')).email).to.equal('jonas.okafor@example.com');
      const notice = await mailbox.lastTo('jonas@example.com');
      expect(notice.text).to.include('jonas.okafor@example.com');
      expect((await trySignIn(app.visitor(), 'jonas@example.com')).status).to.equal(422);
      await signedInByForm(app, 'jonas.okafor@example.com');
      await table('users')
        .where({ id: world.people.jonas.userId })
        .update({ email: 'jonas@example.com', email_key: 'jonas@example.com' });
    });

    it('SEC 53 asks for the password first', async () => {
      const answer = await ask(jonas, 'other@example.com', 'wrong wrong wrong');
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('This is not your present password.');
      expect((await mailbox.collect()).length).to.equal(0);
    });

    it('SEC 53 does not let a borrowed session guess the password for long', async () => {
      await ask(jonas, 'other@example.com', 'wrong wrong wrong');
      await table('rate_limits').whereLike('key', 'confirm:%').update({ points: 60 });
      expect((await ask(jonas, 'other@example.com')).status).to.equal(429);
    });

    it('CVE 28 does not tell whether an address belongs to somebody', async () => {
      const taken = await ask(jonas, 'priya@example.com');
      expect(taken.location).to.equal('/profile');
      expect((await mailbox.collect()).length).to.equal(0);
      expect((await user('jonas')).email).to.equal('jonas@example.com');
    });

    it('stays as it is when somebody else takes the address meanwhile', async () => {
      await ask(jonas, 'wanted@example.com');
      const path = await mailbox.linkTo('wanted@example.com');
      const other = await createUser({
        name: 'Other',
        email: 'wanted@example.com',
        status: 'active',
      });
      const answer = await jonas.post(path);
      expect(answer.status).to.equal(410);
      expect((await user('jonas')).email).to.equal('jonas@example.com');
      await table('users').where({ id: other }).delete();
    });

    it('can be kept after all; the link dies, as it does after a day and after its use', async () => {
      await ask(jonas, 'never@example.com');
      const path = await mailbox.linkTo('never@example.com');
      await jonas.post('/profile/email', { _method: 'DELETE' });
      expect((await jonas.get(path)).status).to.equal(410);
      await ask(jonas, 'late@example.com');
      const late = await mailbox.linkTo('late@example.com');
      const start = now();
      setClock(() => start + day + 1000);
      expect((await app.visitor().get(late)).status).to.equal(410);
    });
  });

  describe('theme', () => {
    it('S162 is kept with the person and with the browser', async () => {
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
