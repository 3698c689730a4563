import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { cleanOrphans } from '../../../server/core/storage/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Files on the disk', () => {
  let app: TestApp;
  let world: World;
  let sofia: Visitor;
  let jonas: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    sofia = await app.signedIn(world.people.sofia.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
  });
  afterEach(() => app.close());

  async function placeOf(id: number): Promise<string> {
    const row = (await table('files').where({ id }).first('storage_key')) as {
      storage_key: string;
    };
    const key = row.storage_key;
    return path.join(app.config.uploadsDirectory, 'files', key.slice(0, 2), key.slice(2, 4), key);
  }

  const upload = () =>
    jonas.upload('/files', { subject_type: 'task', subject_id: world.tasks.logo }, [
      { field: 'files', name: 'new.txt', content: 'words' },
    ]);

  it('FAULTS 30 a file that is gone has a page that says so, and everything else goes on', async () => {
    rmSync(await placeOf(world.files.shared));
    const answer = await sofia.get(`/files/${world.files.shared}/download`);
    expect(answer.status).to.equal(404);
    expect(answer.text).to.include('This file is missing').and.include('logo-draft.txt');
    expect((await sofia.get(`/portal/files/${world.files.shared}`)).status).to.equal(200);
    expect((await sofia.get(`/portal/tasks/${world.tasks.logo}`)).text).to.include('logo-draft');
  });

  it('FAULTS 30 a file that grew or shrank is not handed out', async () => {
    appendFileSync(await placeOf(world.files.shared), 'more');
    const answer = await sofia.get(`/files/${world.files.shared}/download`);
    expect(answer.status).to.equal(404);
    expect(answer.text).to.include('This file is damaged');
  });

  it('FAULTS 30 a file of which one bit has turned is not handed out', async () => {
    const place = await placeOf(world.files.shared);
    const bytes = readFileSync(place);
    bytes[3] = (bytes[3] ?? 0) ^ 1;
    writeFileSync(place, bytes);
    const answer = await sofia.get(`/files/${world.files.shared}/download`);
    expect(answer.status).to.equal(404);
    expect(answer.text).to.include('This file is damaged');
  });

  it('FAULTS 30 a large file of which one bit has turned ends as a failed download', async () => {
    const content = new Uint8Array(5_000_000).fill(97);
    const subject = { subject_type: 'task', subject_id: world.tasks.logo };
    await jonas.upload('/files', subject, [{ field: 'files', name: 'large.txt', content }]);
    const { id } = (await table('files').orderBy('id', 'desc').first('id')) as { id: number };
    const whole = await jonas.get(`/files/${id}/download`);
    expect(whole.text.length).to.equal(content.length);
    content[4_000_000] = 98;
    writeFileSync(await placeOf(id), content);
    const failed = await jonas.get(`/files/${id}/download`).catch((error: unknown) => error);
    expect(failed).to.be.an('error');
    expect((await jonas.get(`/files/${id}`)).status).to.equal(200);
  });

  it('FAULTS 14 without the uploads folder pages open, nothing is forgotten, and it works again when it is back', async () => {
    const before = await dump();
    renameSync(app.config.uploadsDirectory, `${app.config.uploadsDirectory}.away`);
    const path_ = `/files/${world.files.shared}/download`;
    expect((await sofia.get(path_)).text).to.include('This file is missing');
    const refused = await upload();
    expect(refused.status).to.equal(422);
    expect(existsSync(app.config.uploadsDirectory)).to.equal(false);
    expect(await dump()).to.deep.equal(before);
    renameSync(`${app.config.uploadsDirectory}.away`, app.config.uploadsDirectory);
    expect((await sofia.get(path_)).text).to.equal('The logo in words');
  });

  it('FAULTS 2 the clean-up keeps every file that the database knows and removes the others', async () => {
    await upload();
    const known = (await table('files').orderBy('id', 'desc').first('id')) as { id: number };
    await cleanOrphans(0);
    expect((await sofia.get(`/files/${world.files.shared}/download`)).status).to.equal(200);
    expect((await jonas.get(`/files/${known.id}/download`)).text).to.equal('words');
    const notes = path.join(app.config.uploadsDirectory, 'new');
    expect(readdirSync(notes)).to.deep.equal([]);
  });

  it('FAULTS 35 a download that a reader leaves in the middle troubles nobody', async () => {
    const controller = new AbortController();
    const options = { headers: { cookie: sofia.cookieHeader() }, signal: controller.signal };
    const leaving = fetch(`${app.origin}/files/${world.files.shared}/download`, options);
    controller.abort();
    await leaving.catch(() => {});
    expect((await sofia.get(`/files/${world.files.shared}/download`)).status).to.equal(200);
  });
});
