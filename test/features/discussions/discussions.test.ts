import { expect } from 'chai';
import { insertRow, queryCount, table } from '../../../server/core/database/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { leftBy } from '../audit/entries.js';
import { addPerson } from '../tasks/people.js';

describe('Discussions', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: Visitor;
  let sofia: Visitor;
  let list: string;
  let portal: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('discussions').delete();
    priya = await app.signedIn(world.people.priya.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
    list = `/projects/${world.projects.website}/discussions`;
    portal = `/portal/projects/${world.projects.website}`;
  });
  afterEach(() => app.close());

  const open = async (fields: Fields = {}, who = jonas, path = list) => {
    const answer = await who.post(path, {
      title: 'Which font?',
      body: '**Serif**, or not?',
      ...fields,
    });
    expect(answer.status, answer.text.slice(0, 400)).to.equal(303);
    return (answer.location ?? '').replace('/portal', '');
  };
  const reply = (path: string, body: string, who: Visitor, visibility = 'internal') =>
    who.post('/comments', {
      subject_type: 'discussion',
      subject_id: path.split('/').at(-1) ?? '',
      body,
      visibility,
    });
  const titlesIn = (text: string) =>
    [...text.matchAll(/href="(?:\/portal)?\/discussions\/\d+">(.*?)<\/a>/g)].map(
      ([, name]) => name,
    );

  it('S122 are a page of each project that says what it is for while there are none', async () => {
    expect((await jonas.get(`/projects/${world.projects.website}`)).text).to.include(list);
    expect((await jonas.get(list)).text)
      .to.include('No topics yet')
      .and.include(`${list}/new`);
    expect((await sofia.get(portal)).text).to.include('No topics yet');
  });

  it('S122 hold a topic with its replies, the liveliest topic first', async () => {
    const fonts = await open();
    const colours = await open({ title: 'Which colour?' });
    expect(titlesIn((await jonas.get(list)).text)).to.deep.equal(['Which colour?', 'Which font?']);
    await table('discussions').update({ active_at: 1 });
    await reply(fonts, 'Serif, please.', priya);
    const { text } = await jonas.get(list);
    expect(titlesIn(text)).to.deep.equal(['Which font?', 'Which colour?']);
    expect(text).to.include('1 reply');
    const page = await jonas.get(fonts);
    expect(page.text).to.include('<strong>Serif</strong>').and.include('Serif, please.');
    expect((await jonas.get(colours)).text).not.to.include('Serif, please.');
  });

  it('S125 are internal until they are shared, and then each reply says who reads it', async () => {
    const path = await open({ title: 'Secret-Topic-Amber' });
    await reply(path, 'Secret-Reply-Amber', priya);
    expect((await sofia.get(portal)).text).not.to.include('Amber');
    expect((await sofia.get(`/portal${path}`)).status).to.equal(404);
    const asked = await priya.get(`${path}/visibility`);
    expect(asked.text).to.include('Sofia Lindqvist').and.include('No reply appears with it');
    const [entry] = await leftBy(() => priya.post(`${path}/visibility`, { visibility: 'client' }));
    expect(entry).to.deep.include({ action: 'discussion.shared', who: 'Priya Raman' });
    expect((await sofia.get(portal)).text)
      .to.include('Secret-Topic-Amber')
      .and.include('0 replies');
    const seen = await sofia.get(`/portal${path}`);
    expect(seen.text).not.to.include('Secret-Reply-Amber');
    await reply(path, 'For everybody', priya, 'client');
    expect((await sofia.get(`/portal${path}`)).text).to.include('For everybody');
    await priya.post(`${path}/visibility`, { visibility: 'internal' });
    expect((await sofia.get(`/portal${path}`)).status).to.equal(404);
  });

  it('S055 clients answer, and open topics of their own, which their people of the agency read', async () => {
    const form = await sofia.get(`${portal}/discussions/new`);
    expect(form.status).to.equal(200);
    const path = await open({ title: 'When is it ready?' }, sofia, `${portal}/discussions`);
    expect((await jonas.get(path)).text).to.include('When is it ready?');
    expect((await reply(path, 'On Friday.', jonas, 'client')).status).to.equal(303);
    expect((await reply(path, 'Thank you.', sofia)).status).to.equal(303);
    expect((await jonas.get(path)).text).to.include('Thank you.');
    await workOff('events');
    const sent = async (template: string) =>
      (await table('outbox').where({ template })).map(({ to_address }) => to_address);
    expect(await sent('discussion-opened'))
      .to.include(world.people.jonas.email)
      .and.not.include(world.people.sofia.email)
      .and.not.include(world.people.elin.email);
    expect(await sent('comment-added'))
      .to.include(world.people.sofia.email)
      .and.include(world.people.jonas.email);
    await table('outbox').delete();
    await open({ title: 'For us alone' });
    await workOff('events');
    expect(await sent('discussion-opened')).to.deep.equal([]);
  });

  it('S135 follow the Communication switch of a contact, and no other', async () => {
    const path = await open({ visibility: 'client' }, priya);
    const { membershipId } = world.people.sofia;
    const set = async (permission: string) => {
      await table('permission_overrides').delete();
      const row = { membership_id: membershipId, permission, effect: 'deny', scope: 'none' };
      await insertRow('permission_overrides', { ...row, ends_at: null });
      await table('memberships').where({ id: membershipId }).increment('version', 1);
    };
    await set('tasks.comment');
    expect((await reply(path, 'I may still talk.', sofia)).status).to.equal(303);
    const own = (await table('comments').orderBy('id', 'desc').first())?.id;
    const changed = await sofia.post(`/comments/${own}`, { _method: 'PATCH', body: 'Better.' });
    expect(changed.status).to.equal(303);
    await set('chat.discussions');
    expect((await sofia.get(portal)).text).not.to.include('Discussions');
    expect((await sofia.get(`/portal${path}`)).status).to.equal(404);
    expect((await reply(path, 'Hello?', sofia)).status).to.equal(404);
    expect((await sofia.post(`/comments/${own}`, { _method: 'DELETE' })).status).to.equal(404);
  });

  it('are shared at once only by who may show and write to clients', async () => {
    const talker = await addPerson(
      world,
      'Tess Talker',
      { 'projects.view': 'assigned', 'chat.discussions': 'assigned', 'tasks.share': 'assigned' },
      [world.projects.website],
    );
    const tess = await app.signedIn(talker.userId);
    expect((await tess.get(`${list}/new`)).text).not.to.include('name="visibility"');
    const refused = await tess.post(list, { title: 'Hi', body: 'There', visibility: 'client' });
    expect(refused.status).to.equal(403);
    const path = await open({}, tess);
    expect((await tess.get(`${path}/visibility`)).status).to.equal(403);
  });

  it('are changed, closed, deleted and brought back by whose they are, and by who edits the project', async () => {
    const path = await open();
    await jonas.post(path, { _method: 'PATCH', title: 'Which typeface?', body: 'Serif?' });
    expect((await priya.get(path)).text).to.include('Which typeface?');
    await priya.post(`${path}/closure`);
    expect((await jonas.get(path)).text)
      .to.include('Nobody answers any more')
      .and.not.include('class="composer');
    const late = await reply(path, 'One more thing', jonas);
    expect(late.status).to.equal(409);
    await jonas.post(`${path}/closure`, { _method: 'DELETE' });
    expect((await reply(path, 'One more thing', jonas)).status).to.equal(303);
    const gone = await jonas.post(path, { _method: 'DELETE' });
    expect((await jonas.get(gone.location ?? '')).text).to.include(`action="${path}/restoration"`);
    expect((await jonas.get(path)).status).to.equal(404);
    await jonas.post(`${path}/restoration`);
    expect((await jonas.get(path)).text).to.include('One more thing');
  });

  it('keep what was typed when it will not do', async () => {
    for (const [who, path] of [
      [jonas, list],
      [sofia, `${portal}/discussions`],
    ] as const) {
      const answer = await who.post(path, { title: '', body: 'A long thought' });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('A long thought').and.include('f-title-error');
    }
  });

  it('are nothing for those outside the project, and changed by nobody without the right', async () => {
    const path = await open({}, priya);
    const elin = await app.signedIn(world.people.elin.userId);
    const before = await dump();
    for (const [address, fields] of [
      [path, { _method: 'DELETE' }],
      [`${path}/closure`, {}],
      [path, { _method: 'PATCH', title: 'Mine', body: 'Mine' }],
    ] as const) {
      expect((await jonas.post(address, fields)).status, address).to.equal(403);
      expect((await elin.post(address, fields)).status, address).to.equal(404);
      expect((await sofia.post(address, fields)).status, address).to.equal(404);
    }
    expect((await elin.get(list)).status).to.equal(404);
    expect(await dump()).to.equal(before);
  });

  it('are counted where it is said what contacts will see', async () => {
    await open({ visibility: 'client' }, priya);
    const { nora, jonas: him, sofia: her, tom } = world.people;
    const asked = await priya.post(`/projects/${world.projects.website}/people`, {
      membership_ids: [him, her, tom, nora].map(({ membershipId }) => membershipId),
    });
    expect(asked.text).to.include('1 discussion');
  });

  it('cost the same with one topic and with thirty', async () => {
    await open({ visibility: 'client' }, priya);
    const cost = async (who: Visitor, path: string) => {
      await who.get(path);
      const before = queryCount();
      await who.get(path);
      return queryCount() - before;
    };
    const few = [await cost(jonas, list), await cost(sofia, portal)];
    for (let at = 0; at < 29; at += 1)
      await open({ title: `Topic ${at}`, visibility: 'client' }, priya);
    expect([await cost(jonas, list), await cost(sofia, portal)]).to.deep.equal(few);
    expect((await jonas.get(`${list}?page=2`)).text).to.include('Which font?');
  });

  it('tell by name who reads a topic, and why somebody does not', async () => {
    const path = await open({ visibility: 'client' }, priya);
    const readers = await priya.get(`${path}/readers`);
    expect(readers.text).to.include('Sofia Lindqvist').and.include('Jonas Okafor');
    const address = encodeURIComponent(path);
    const why = await priya.get(`/users/${world.people.elin.userId}/explain?record=${address}`);
    expect(why.status).to.equal(200);
  });
});
