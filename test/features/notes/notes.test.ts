import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { forgetNotes } from '../../../server/features/notes/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Notes', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let elin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('notes').delete();
    jonas = await app.signedIn(world.people.jonas.userId);
    elin = await app.signedIn(world.people.elin.userId);
  });
  afterEach(() => app.close());

  const write = async (fields: Fields, who = jonas) => {
    const answer = await who.post('/notes', { body: '', ...fields });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    return answer.location ?? '';
  };
  const titlesIn = (text: string) =>
    [...text.matchAll(/<a href="\/notes\/\d+">(.*?)<\/a>/g)].map(([, title]) => title);

  it('S126 stand in the navigation, and say what they are for while there are none', async () => {
    expect((await jonas.get('/')).text).to.include('href="/notes"');
    expect((await jonas.get('/notes')).text).to.include('No notes yet');
  });

  it('S126 are one’s own unless they are shared: not even an Admin reads them', async () => {
    const path = await write({ title: 'What I would say', body: '**Softly**' });
    expect((await jonas.get(path)).text).to.include('<strong>Softly</strong>');
    const priya = await app.signedIn(world.people.priya.userId);
    const before = await dump();
    for (const other of [elin, priya]) {
      expect((await other.get(path)).status).to.equal(404);
      expect(titlesIn((await other.get('/notes')).text)).to.deep.equal([]);
      expect((await other.get('/notes?q=What')).text).not.to.include('What I would say');
      for (const [address, fields] of [
        [path, { _method: 'DELETE' }],
        [path, { _method: 'PATCH', title: 'Mine', updated_at: '1' }],
        [`${path}/audience`, { audience: 'team' }],
        [`${path}/pin`, { is_pinned: '1' }],
      ] as const)
        expect((await other.post(address, fields)).status, address).to.equal(404);
    }
    expect(await dump()).to.equal(before);
  });

  it('S126 are shared with the team, who write in them, and kept by whose they are', async () => {
    const path = await write({ title: 'Wifi', audience: 'team' });
    const form = await elin.get(`${path}/edit`);
    const updated_at = /name="updated_at" value="(\d+)"/.exec(form.text)?.[1] ?? '';
    await elin.post(path, { _method: 'PATCH', title: 'Wifi', body: 'harbour-guest', updated_at });
    const seen = await jonas.get(path);
    expect(seen.text).to.include('harbour-guest').and.include('Changed by Elin');
    expect((await elin.post(path, { _method: 'DELETE' })).status).to.equal(403);
    expect((await elin.post(`${path}/audience`, { audience: 'personal' })).status).to.equal(403);
    await jonas.post(`${path}/audience`, { audience: 'personal' });
    expect((await elin.get(path)).status).to.equal(404);
  });

  it('lose nothing when two people change one: the second is shown both', async () => {
    const path = await write({ title: 'Wifi', body: 'old', audience: 'team' });
    const form = await elin.get(`${path}/edit`);
    const updated_at = /name="updated_at" value="(\d+)"/.exec(form.text)?.[1] ?? '';
    const change = (who: Visitor, body: string, seen = updated_at) =>
      who.post(path, { _method: 'PATCH', title: 'Wifi', body, updated_at: seen });
    await change(jonas, 'from Jonas');
    const second = await change(elin, 'from Elin');
    expect(second.status).to.equal(409);
    expect(second.text).to.include('from Jonas').and.include('from Elin');
    const newer = /name="updated_at" value="(\d+)"/.exec(second.text)?.[1] ?? '';
    await change(elin, 'from both', newer);
    expect((await jonas.get(path)).text).to.include('from both');
  });

  it('are found by a word in them, told apart by whose they are, pinned ones first', async () => {
    await write({ title: 'Printer', body: 'The blue one jams' });
    const pinned = await write({ title: 'Wifi', audience: 'team' });
    await write({ title: 'Zebra' });
    await jonas.post(`${pinned}/pin`, { is_pinned: '1' });
    const list = async (search = '') => titlesIn((await jonas.get(`/notes${search}`)).text);
    expect(await list()).to.deep.equal(['Wifi', 'Zebra', 'Printer']);
    expect(await list('?whose=mine')).to.deep.equal(['Zebra', 'Printer']);
    expect(await list('?whose=shared')).to.deep.equal(['Wifi']);
    expect(await list('?q=JAMS')).to.deep.equal(['Printer']);
    expect((await jonas.get('/notes?q=nothing')).text).to.include('No notes match');
    await jonas.post(`${pinned}/pin`, {});
    expect((await list())[0]).to.equal('Zebra');
  });

  it('come back after they were deleted', async () => {
    const path = await write({ title: 'Wifi' });
    const gone = await jonas.post(path, { _method: 'DELETE' });
    const { text } = await jonas.get(gone.location ?? '');
    expect(text).to.include(`action="${path}/restoration"`);
    expect((await jonas.get(path)).status).to.equal(404);
    await jonas.post(`${path}/restoration`);
    expect((await jonas.get(path)).status).to.equal(200);
  });

  it('keep what was typed when it will not do', async () => {
    const answer = await jonas.post('/notes', { title: '', body: 'A long thought' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('A long thought').and.include('f-title-error');
  });

  it('are never for clients, and personal ones go with whose they were', async () => {
    const shared = await write({ title: 'Wifi', audience: 'team' });
    const own = await write({ title: 'Mine' });
    const sofia = await app.signedIn(world.people.sofia.userId);
    for (const address of ['/notes', '/notes/new', shared])
      expect((await sofia.get(address)).status, address).to.equal(404);
    expect((await sofia.post('/notes', { title: 'Hello' })).status).to.equal(404);
    await forgetNotes(world.people.jonas.userId);
    expect((await jonas.get(own)).status).to.equal(404);
    expect((await elin.get(shared)).status).to.equal(200);
  });
});
