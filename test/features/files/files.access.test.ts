import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Who sees, sends and deletes files', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;
  let nora: Visitor;
  const text = (name: string, content = 'Words') => [{ field: 'files', name, content }];
  const onLogo = () => ({ subject_type: 'task', subject_id: world.tasks.logo });

  /** Sets one permission for one person, as an admin would. */
  async function override(
    { membershipId }: { membershipId: number },
    permission: string,
    effect: 'allow' | 'deny',
    scope = 'assigned',
  ): Promise<void> {
    const row = { membership_id: membershipId, permission, effect, scope, ends_at: null };
    await insertRow('permission_overrides', row);
    await table('memberships').where({ id: membershipId }).increment('version', 1);
  }

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
    nora = await app.signedIn(world.people.nora.userId);
  });
  afterEach(() => app.close());

  it('S119 SEC 37 an internal file reaches no client, on no page, by no address', async () => {
    const { secret } = world.files;
    for (const path of [
      `/files/${secret}`,
      `/portal/files/${secret}`,
      `/files/${secret}/download`,
      `/files/${secret}/download?inline=1`,
    ]) {
      const answer = await sofia.get(path);
      expect(answer.status, path).to.equal(404);
      expect(answer.text).not.to.include('Secret-');
    }
    for (const path of ['/portal', '/portal/files', `/portal/tasks/${world.tasks.logo}`]) {
      const page = await sofia.get(path);
      expect(page.text, path).to.include('logo-draft.txt').and.not.include('Secret-File');
    }
  });

  it('CVE 1 CVE 8 a contact of another company gets no file, nor anybody who is not signed in', async () => {
    const paths = [
      `/files/${world.files.shared}`,
      `/portal/files/${world.files.shared}`,
      `/files/${world.files.shared}/download`,
    ];
    for (const path of paths) {
      expect((await nora.get(path)).status, path).to.equal(404);
      expect((await app.visitor().get(path)).status, path).to.equal(303);
    }
    expect((await nora.get('/portal/files')).text).not.to.include('logo-draft.txt');
  });

  it('S077 S120 a client sends files in the portal only when permitted, and everybody there sees them', async () => {
    const before = await dump();
    expect((await sofia.upload('/files', onLogo(), text('photo.txt'))).status).to.equal(404);
    expect(await dump()).to.deep.equal(before);
    expect((await sofia.get(`/portal/tasks/${world.tasks.logo}`)).text).not.to.include('Add files');
    await override(world.people.sofia, 'files.upload', 'allow');
    expect((await sofia.get(`/portal/tasks/${world.tasks.logo}`)).text).to.include('Add files');
    const sent = await sofia.upload(
      '/files',
      { ...onLogo(), visibility: 'internal' },
      text('photo.txt'),
    );
    expect(sent.location).to.equal(`/portal/tasks/${world.tasks.logo}`);
    const tom = await app.signedIn(world.people.tom.userId);
    expect((await tom.get('/portal/files')).text).to.include('photo.txt');
  });

  it('S120 the size of an upload and its kinds are what the settings say', async () => {
    await saveInstallationSettings({
      'files.max_bytes': 2000,
      'files.allowed_extensions': ['txt'],
    });
    const before = await dump();
    const refused = [
      await jonas.upload('/files', onLogo(), text('big.txt', 'x'.repeat(2001))),
      await jonas.upload('/files', onLogo(), text('table.csv', 'a;b')),
    ];
    expect(refused.map(({ status }) => status)).to.deep.equal([422, 422]);
    expect(refused[0]?.text).to.include('big.txt').and.match(/2 kB/);
    expect(await dump()).to.deep.equal(before);
    const taken = await jonas.upload('/files', onLogo(), text('fits.txt', 'x'.repeat(2000)));
    expect(taken.status).to.equal(303);
    expect((await jonas.get(`/tasks/${world.tasks.logo}`)).text).to.include('2 kB each');
  });

  it('SEC 32 there is no room beyond the quota', async () => {
    await saveInstallationSettings({ 'files.quota_bytes': 60 });
    const answer = await jonas.upload('/files', onLogo(), text('more.txt', 'x'.repeat(40)));
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('There is no room left');
    expect(await table('files').where({ name: 'more.txt' })).to.deep.equal([]);
  });

  it('CVE 2 the file of one place is never reached through another', async () => {
    const before = await dump();
    const elin = await app.signedIn(world.people.elin.userId);
    const { shared } = world.files;
    const answers = [
      await elin.get(`/files/${shared}/download`),
      await elin.post(`/files/${shared}/visibility`, { visibility: 'internal' }),
      await elin.post(`/files/${shared}`, { _method: 'DELETE' }),
      await elin.upload('/files', onLogo(), text('intruder.txt')),
      await elin.get(`/files/new?subject_type=task&subject_id=${world.tasks.logo}`),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 404, 404, 404]);
    expect(await dump()).to.deep.equal(before);
  });

  it('a contact without "Download files" finds no file anywhere', async () => {
    await override(world.people.sofia, 'files.view', 'deny', 'none');
    const statuses = [];
    for (const path of ['/portal/files', `/files/${world.files.shared}/download`]) {
      statuses.push((await sofia.get(path)).status);
    }
    expect(statuses).to.deep.equal([404, 404]);
    const home = await sofia.get('/portal');
    expect(home.text).not.to.match(/logo-draft\.txt|href="\/portal\/files"/);
  });

  it('who may see only files of their own tasks gets no other', async () => {
    await table('permission_overrides').delete();
    const role = (await table('roles').where({ key: 'staff' }).first()) as { id: number };
    for (const permission of ['files.view', 'tasks.view']) {
      await insertRow('role_grants', { role_id: role.id, permission, scope: 'own' });
    }
    await table('workspaces').increment('access_version', 1);
    const other = await insertRow('files', {
      ...((await table('files').where({ id: world.files.shared }).first()) as object),
      id: 900,
      subject_id: world.tasks.sitemap,
      storage_key: 'f'.repeat(32),
    });
    expect((await jonas.get(`/files/${world.files.shared}`)).status).to.equal(200);
    expect((await jonas.get(`/files/${other}`)).status).to.equal(404);
  });

  it('without files.share nobody decides what clients see', async () => {
    await override(world.people.jonas, 'files.share', 'deny', 'none');
    const { secret } = world.files;
    const toggled = await jonas.post(`/files/${secret}/visibility`, { visibility: 'client' });
    const sent = await jonas.upload(
      '/files',
      { ...onLogo(), visibility: 'client' },
      text('new.txt'),
    );
    expect([toggled.status, sent.status]).to.deep.equal([403, 403]);
    expect(await table('files').where({ name: 'new.txt' })).to.deep.equal([]);
  });
});
