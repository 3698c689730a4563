import { expect } from 'chai';
import sharp from 'sharp';
import { insertRow, table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { createUser, lookUpUser } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Portraits', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  after(() => app.close());

  const user = async (name: keyof World['people']) => {
    const found = await lookUpUser(world.people[name].userId);
    if (!found) throw new Error(`${name} is missing`);
    return found;
  };

  describe('of oneself', () => {
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

  describe('of others', () => {
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
});
