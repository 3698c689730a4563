import { cpSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { closeDatabase, table } from '../../server/core/database/index.js';
import { testEngine } from '../support/database.js';
import { listenLive } from '../support/live.js';
import {
  type Installation,
  makeInstallation,
  openInstallation,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { type Fields, Visitor } from '../support/visitor.js';

// SQLite belongs to one process, which the data directory's lock sees to.
if (testEngine !== 'sqlite') {
  describe(`PRODUCT 3.1.2: two processes on one database (${testEngine})`, function () {
    this.timeout(120_000);
    let installation: Installation;
    let near: Program;
    let far: Program;
    let priya: Visitor;
    let jonas: Visitor;
    let roles: Record<string, number>;

    before(async () => {
      installation = await makeInstallation();
      near = await startProgram(installation.environment);
      far = await startProgram(onAnotherServer(installation));
      priya = await signInThroughForm(near.origin, 'priya@example.com');
      openInstallation(installation);
      const rows = (await table('roles').select('id', 'name')) as { id: number; name: string }[];
      roles = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
      await closeDatabase();
    });
    beforeEach(async () => {
      // Signed in here, and known over there: both have had them in memory.
      const here = await signInThroughForm(near.origin, 'jonas@example.com');
      jonas = new Visitor(far.origin);
      here.lendCookies(jonas);
      expect((await jonas.get(website())).status).to.equal(200);
      expect((await jonas.get('/users')).status).to.equal(403);
    });
    after(async () => {
      await Promise.all([near.kill('SIGTERM'), far.kill('SIGTERM')]);
      await installation.remove();
    });

    const website = () => `/projects/${installation.world.projects.website}`;
    const user = () => installation.world.people.jonas.userId;

    async function change(address: string, fields: Fields) {
      const answer = await priya.post(address, fields);
      expect(answer.status, `${address} ${answer.text.slice(0, 400)}`).to.equal(303);
    }

    it('a role given and taken in one counts for the very next request in the other', async () => {
      const give = (name: string) =>
        change(`/users/${user()}/roles`, {
          _method: 'PATCH',
          role_id: roles[name] as number,
          step: 'save',
        });
      for (let trial = 0; trial < 10; trial += 1) {
        await give('Admin');
        expect((await jonas.get('/users')).status).to.equal(200);
        await give('Staff');
        expect((await jonas.get('/users')).status).to.equal(403);
      }
    });

    it('what a role gives, changed in one, counts for the very next request in the other', async () => {
      const address = `/roles/${roles.Staff}`;
      for (const [scope, status] of [
        ['none', 403],
        ['assigned', 200],
      ] as const) {
        const form = await priya.get(`${address}/edit`);
        const seen_at = /name="seen_at" value="(\d+)"/.exec(form.text)?.[1] ?? '';
        const fields = { _method: 'PATCH', name: 'Staff', seen_at, step: 'save' };
        await change(address, { ...fields, 'grant.projects.view': scope });
        expect((await jonas.get(website())).status, scope).to.equal(status);
      }
    });

    it('a project taken from somebody in one is gone with the very next request in the other', async () => {
      const { jonas: him, sofia, tom } = installation.world.people;
      const put = (...people: (typeof him)[]) =>
        change(`${website()}/people`, {
          membership_ids: people.map(({ membershipId }) => membershipId),
        });
      await put(sofia, tom);
      expect((await jonas.get(website())).status).to.equal(404);
      await put(sofia, tom, him);
      expect((await jonas.get(website())).status).to.equal(200);
    });

    it('a page that is open over there hears of it, and ends when its reader may not come any more', async () => {
      const line = await listenLive(jonas);
      expect(line.status).to.equal(200);
      const role = (name: string) => ({
        _method: 'PATCH',
        role_id: roles[name] as number,
        step: 'save',
      });
      await change(`/users/${user()}/roles`, role('Admin'));
      expect(await line.next()).to.equal('access');
      await change(`/users/${user()}/roles`, role('Staff'));
      expect(await line.next()).to.equal('access');
      await change(`/users/${user()}/deactivation`, {});
      expect(await line.next()).to.equal('end');
      expect((await listenLive(jonas)).status).to.equal(404);
      await change(`/users/${user()}/deactivation`, { _method: 'DELETE' });
    });

    it('somebody deactivated in one is nobody with the very next request in the other', async () => {
      await change(`/users/${user()}/deactivation`, {});
      expect((await jonas.get(website())).location).to.match(/^\/login/);
      await change(`/users/${user()}/deactivation`, { _method: 'DELETE' });
      expect((await jonas.get(website())).location, 'a new sign-in is needed').to.match(/^\/login/);
    });

    it('a sign-out in one ends the session in the other', async () => {
      const here = new Visitor(near.origin);
      jonas.lendCookies(here);
      await here.post('/logout');
      expect((await jonas.get(website())).location).to.match(/^\/login/);
    });
  });
}

/** A second server of the same installation: the same key and database, a data directory of its own. */
function onAnotherServer({ folder, environment }: Installation): Record<string, string> {
  const copy = path.join(folder, 'second');
  cpSync(path.join(folder, 'data'), copy, {
    recursive: true,
    filter: (from) => !from.endsWith('process.lock'),
  });
  return { ...environment, DATA_DIRECTORY: copy };
}
