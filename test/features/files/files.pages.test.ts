import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

interface Row {
  id: number;
  name: string;
  visibility: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
  storage_key: string;
  deleted_at: number | null;
}

describe('Files', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;
  const on = (taskId: number) => ({ subject_type: 'task', subject_id: taskId });
  const text = (name: string, content: string) => ({ field: 'files', name, content });
  const lastFile = async () => (await table<Row>('files').orderBy('id', 'desc').first()) as Row;
  const counts = async (id: number) =>
    (await table('tasks').where({ id }).first('files_count', 'client_files_count')) as Record<
      string,
      number
    >;
  const upload = async (visibility: string, name = 'notes.txt') => {
    await jonas.upload('/files', { ...on(world.tasks.logo), visibility }, [text(name, 'Words')]);
    return lastFile();
  };

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  after(() => app.close());

  it('are uploaded to a task, several at a time, and known by their size, sum and kind', async () => {
    const answer = await jonas.upload('/files', { ...on(world.tasks.logo), return_to: '/x' }, [
      text('one.txt', 'First'),
      text('two.csv', 'a;b'),
    ]);
    expect([answer.status, answer.location]).to.deep.equal([303, '/x']);
    const rows = (await table<Row>('files').orderBy('id', 'desc').limit(2)) as Row[];
    const [one, two] = rows.sort((a, b) => a.name.localeCompare(b.name));
    expect(one).to.include({ name: 'one.txt', size_bytes: 5, media_type: 'text/plain' });
    expect(one?.sha256).to.equal(createHash('sha256').update('First').digest('hex'));
    expect(two).to.include({ name: 'two.csv', media_type: 'text/csv' });
  });

  it('S119 are internal unless shared, and shared or hidden at any time, with a way back', async () => {
    const file = await upload('internal');
    expect(file.visibility).to.equal('internal');
    const address = `/portal/files/${file.id}`;
    expect((await sofia.get(address)).status).to.equal(404);
    const path = `/files/${file.id}/visibility`;
    const page = await jonas.submit(path, { visibility: 'client', return_to: `/files/${file.id}` });
    expect(page.text)
      .to.include('The client now sees notes.txt: Sofia Lindqvist, Tom Becker.')
      .and.include('Undo');
    expect((await sofia.get(address)).status).to.equal(200);
    await jonas.post(path, { visibility: 'internal' });
    expect((await sofia.get(address)).status).to.equal(404);
  });

  it('keep the counts of their task true when they come, go, are shown and hidden', async () => {
    const start = await counts(world.tasks.logo);
    const seen: Record<string, number>[] = [];
    const { id } = await upload('internal');
    const steps: [string, Record<string, string>][] = [
      [`/files/${id}/visibility`, { visibility: 'client' }],
      [`/files/${id}/visibility`, { visibility: 'client' }],
      [`/files/${id}`, { _method: 'DELETE' }],
      [`/files/${id}/restoration`, {}],
    ];
    for (const [path, fields] of steps) {
      await jonas.post(path, fields);
      seen.push(await counts(world.tasks.logo));
    }
    const all = (start.files_count ?? 0) + 1;
    const client = (start.client_files_count ?? 0) + 1;
    const shared = { files_count: all, client_files_count: client };
    expect(seen).to.deep.equal([shared, shared, start, shared]);
    const live = { subject_type: 'task', subject_id: world.tasks.logo, deleted_at: null };
    const rows = (await table<Row>('files').where(live)) as Row[];
    expect(shared).to.deep.equal({
      files_count: rows.length,
      client_files_count: rows.filter(({ visibility }) => visibility === 'client').length,
    });
  });

  it('on a task hidden from clients cannot be shared by themselves', async () => {
    const fields = { ...on(world.tasks.budget), visibility: 'client' };
    await jonas.upload('/files', fields, [text('prices.txt', 'Prices')]);
    const file = await lastFile();
    expect(file.visibility).to.equal('internal');
    const answer = await jonas.post(`/files/${file.id}/visibility`, { visibility: 'client' });
    expect(answer.status).to.equal(409);
    expect(answer.text).to.include('Share the task first');
  });

  it('are deleted by who uploaded them, and come back by Undo', async () => {
    const { id } = await upload('client', 'draft.txt');
    const priyas = world.files.shared;
    expect((await jonas.post(`/files/${priyas}`, { _method: 'DELETE' })).status).to.equal(403);
    const gone = await jonas.submit(`/files/${id}`, { _method: 'DELETE' });
    expect((await jonas.get(`/files/${id}`)).status).to.equal(404);
    expect((await jonas.get(`/files/${id}/download`)).status).to.equal(404);
    expect(gone.text).to.include(`action="/files/${id}/restoration"`);
    await jonas.post(`/files/${id}/restoration`);
    expect((await jonas.get(`/files/${id}/download`)).text).to.equal('Words');
  });

  it('SEC 36 are sent as a download under their own name, with nothing a browser would run', async () => {
    const { id } = await upload('client', 'Größe “neu”; 漢字.txt');
    const answer = await sofia.get(`/files/${id}/download`);
    const disposition = answer.headers.get('content-disposition') ?? '';
    expect(disposition).to.match(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
    const exact = decodeURIComponent(disposition.split("UTF-8''")[1] ?? '');
    expect(exact).to.equal('Größe “neu”; 漢字.txt');
    expect(answer.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(answer.headers.get('content-security-policy')).to.include('sandbox');
    expect(answer.headers.get('cache-control')).to.include('no-store');
    expect(answer.headers.get('content-length')).to.equal('5');
  });

  it('answer HEAD with the headers alone', async () => {
    const path = `/files/${world.files.shared}/download`;
    const answer = await sofia.send(path, { method: 'HEAD' });
    expect([answer.status, answer.text]).to.deep.equal([200, '']);
    expect(answer.headers.get('content-length')).to.equal('17');
  });

  it('have a page with what is known of them, where pictures are shown', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await jonas.upload('/files', { ...on(world.tasks.logo), visibility: 'client' }, [
      { field: 'files', name: 'dot.png', content: new Uint8Array(png) },
    ]);
    const { id, sha256 } = await lastFile();
    const page = await jonas.get(`/files/${id}`);
    expect(page.text).to.include(`<img src="/files/${id}/download?inline=1"`).and.include(sha256);
    const portal = await sofia.get(`/portal/files/${id}`);
    expect(portal.text).to.include('data-surface="portal"').and.include('Jonas Okafor');
    const shown = await sofia.get(`/files/${id}/download?inline=1`);
    expect(shown.headers.get('content-disposition')).to.match(/^inline/);
  });

  it('are shown the form again when nothing was chosen, and nothing is stored', async () => {
    const before = await lastFile();
    const fields = { ...on(world.tasks.logo), visibility: 'client' };
    const answer = await jonas.upload('/files', fields, []);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Choose at least one file.');
    expect(answer.text).to.match(/value="client" checked/);
    expect((await lastFile()).id).to.equal(before.id);
  });

  it('can hang on a project, too', async () => {
    const subject = { subject_type: 'project', subject_id: world.projects.website };
    await jonas.upload('/files', { ...subject, visibility: 'client' }, [text('plan.txt', 'Plan')]);
    const portal = await sofia.get(`/portal/projects/${world.projects.website}`);
    expect(portal.text).to.include('plan.txt');
    const nora = await app.signedIn(world.people.nora.userId);
    expect((await nora.get(`/portal/files/${(await lastFile()).id}`)).status).to.equal(404);
  });
});
