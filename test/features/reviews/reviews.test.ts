import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { remindOfOpenReviews } from '../../../server/features/reviews/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Answer, Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson } from '../tasks/people.js';

describe('Client review', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: Visitor;
  let sofia: Visitor;
  let tom: Visitor;
  let task: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    for (const name of ['review_files', 'review_approvers', 'review_rounds'])
      await table(name).delete();
    await table('tasks').update({ review_state: null });
    priya = await app.signedIn(world.people.priya.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
    tom = await app.signedIn(world.people.tom.userId);
    task = `/tasks/${world.tasks.logo}`;
  });
  afterEach(async () => {
    setClock();
    await app.close();
  });

  const ids = (...people: ('sofia' | 'tom')[]) =>
    people.map((name) => String(world.people[name].membershipId));
  const ask = (fields: Fields = {}, path = task) =>
    jonas.post(`${path}/reviews`, { approver_ids: ids('sofia', 'tom'), rule: 'any', ...fields });
  const asked = async (fields: Fields = {}, path = task) => {
    const answer = await ask(fields, path);
    expect(answer.status, answer.text.slice(0, 400)).to.equal(303);
    const round = await table('review_rounds').orderBy('id', 'desc').first();
    return `/portal/reviews/${round?.id}`;
  };
  const decide = (who: Visitor, path: string, decision: string, comment = '') =>
    who.post(`${path}/decision`, { decision, comment });
  /** Takes permissions from a contact, as an admin would. */
  const deny = async (name: 'sofia' | 'tom', ...permissions: string[]) => {
    const { membershipId } = world.people[name];
    for (const permission of permissions) {
      const row = { membership_id: membershipId, permission, effect: 'deny', scope: 'none' };
      await insertRow('permission_overrides', { ...row, ends_at: null });
    }
    await table('memberships').where({ id: membershipId }).increment('version', 1);
  };
  const stateOf = async (id = world.tasks.logo) =>
    (await table('tasks').where({ id }).first())?.review_state;

  it('S111 S112 asking for a review shows the task to those who are asked, first thing in their portal', async () => {
    const path = await asked({ message: 'Look at the colours.' });
    for (const client of [sofia, tom]) {
      const home = await client.get('/portal');
      expect(home.text).to.include('Needs you').and.include(`href="${path}"`);
      const page = await client.get(path);
      expect(page.text).to.include('Look at the colours.').and.include('logo-draft.txt');
      expect(page.text).not.to.include('Secret-');
    }
    expect((await jonas.get(task)).text).to.include('Awaiting the client');
  });

  it('C17 an internal task becomes visible by it, after the page has said what appears with it', async () => {
    await table('tasks').where({ id: world.tasks.logo }).update({ visibility: 'internal' });
    const form = await jonas.get(`${task}/reviews/new`);
    expect(form.text).to.include('becomes visible').and.include('logo-draft.txt');
    const unsaid = await ask();
    expect(unsaid.status).to.equal(422);
    expect(unsaid.text).to.include('More would appear to the client');
    expect(await table('review_rounds')).to.have.length(0);
    const agreed = { agreed: '1', agreed_comments: '1', agreed_files: '1' };
    const path = await asked({ ...agreed, keep_file_ids: String(world.files.shared) });
    expect((await sofia.get(path)).text).not.to.include('logo-draft.txt');
    const row = await table('tasks').where({ id: world.tasks.logo }).first();
    expect(row?.visibility).to.equal('client');
  });

  it('S113 a client approves, or says what should change', async () => {
    const path = await asked();
    const silent = await decide(sofia, path, 'changes');
    expect(silent.status).to.equal(422);
    expect(silent.text).to.include('Say what should change');
    expect((await decide(sofia, path, 'changes', 'More blue, please.')).status).to.equal(303);
    expect(await stateOf()).to.equal('changes');
    const page = await jonas.get(task);
    expect(page.text).to.include('Changes wanted').and.include('More blue, please.');
  });

  it('S114 rounds follow each other until it is approved, and the trail keeps them all', async () => {
    await decide(sofia, await asked(), 'changes', 'More blue, please.');
    await decide(tom, await asked({ message: 'Now in blue.' }), 'approved', 'Lovely.');
    expect(await stateOf()).to.equal('approved');
    const { text } = await jonas.get(`${task}/reviews`);
    for (const words of ['Round 2', 'Lovely.', 'Round 1', 'More blue, please.', 'SHA-256'])
      expect(text).to.include(words);
    expect(text).to.include('in the portal, from 127.0.0.1');
  });

  it('S114 an approved task moves into the column for what is approved', async () => {
    const { done } = world.columns;
    await priya.post(`/columns/${done}`, {
      _method: 'PATCH',
      name: 'Done',
      hue: 'green',
      is_done: '1',
      is_approved: '1',
    });
    await decide(sofia, await asked(), 'approved');
    const row = await table('tasks').where({ id: world.tasks.logo }).first();
    expect(row?.column_id).to.equal(done);
    expect(row?.completed_at).to.be.a('number');
  });

  it('one approval is enough, or all must approve, as was asked for', async () => {
    const first = await asked({ rule: 'all' });
    await decide(sofia, first, 'approved');
    expect(await stateOf()).to.equal('open');
    expect((await decide(sofia, first, 'changes', 'No!')).text).to.include(
      'decided on this already',
    );
    await decide(tom, first, 'approved');
    expect(await stateOf()).to.equal('approved');
    const second = await asked({ rule: 'any' });
    await decide(tom, second, 'approved');
    const late = await decide(sofia, second, 'changes', 'I would rather wait.');
    expect(late.status).to.equal(422);
    expect(late.text).to.include('was approved meanwhile').and.include('I would rather wait.');
  });

  it('two who decide at the same moment are both heard, and the round is closed once', async () => {
    const path = await asked({ rule: 'all' });
    await Promise.all([decide(sofia, path, 'approved'), decide(tom, path, 'approved')]);
    expect(await stateOf()).to.equal('approved');
    const entries = await table('review_entries').orderBy('sequence');
    expect(entries.map(({ sequence }) => sequence)).to.deep.equal([1, 2]);
    expect(entries[1]?.previous_hash).to.equal(entries[0]?.hash);
  });

  it('is withdrawn by the team, and cannot be decided any more', async () => {
    const path = await asked();
    await jonas.post(`/reviews/${path.split('/').at(-1)}`, { _method: 'DELETE' });
    expect((await sofia.get('/portal')).text).not.to.include('Needs you');
    const late = await decide(sofia, path, 'approved', 'Fine.');
    expect(late.status).to.equal(422);
    expect(late.text).to.include('taken this review back').and.include('Fine.');
    expect(await stateOf()).to.equal(null);
  });

  it('says when something has changed since it was approved', async () => {
    await decide(sofia, await asked(), 'approved');
    expect((await jonas.get(task)).text).not.to.include('has changed since');
    await table('tasks').where({ id: world.tasks.logo }).update({ description: 'All in red.' });
    expect((await jonas.get(task)).text).to.include('has changed since this was approved');
    await table('files').where({ id: world.files.shared }).update({ visibility: 'internal' });
    const { text } = await jonas.get(`${task}/reviews`);
    expect(text).to.include('No longer as it was shown: logo-draft.txt');
    expect(text).to.include('The title or description is another.');
  });

  it('gives back what was typed when nobody is chosen, the day is over or one is open', async () => {
    const nobody = await ask({ approver_ids: [], message: 'Please.' });
    expect(nobody.status).to.equal(422);
    expect(nobody.text).to.include('Choose at least one person').and.include('Please.');
    expect((await ask({ due_on: '2020-01-01' })).text).to.include('This day is over');
    await asked();
    expect((await ask()).text).to.include('is open already');
  });

  it('S135 is for contacts whose Review is on, even where their Tasks are off', async () => {
    const path = await asked();
    await deny('tom', 'tasks.view', 'files.view');
    expect((await tom.get(task.replace('/tasks', '/portal/tasks'))).status).to.equal(404);
    const page = await tom.get(path);
    expect(page.status).to.equal(200);
    const file = /href="(\/portal\/reviewed-files\/\d+)"/.exec(page.text)?.[1] ?? '';
    expect((await tom.get(file)).text).to.equal('The logo in words');
    await deny('sofia', 'tasks.review');
    expect((await sofia.get('/portal')).text).not.to.include('Needs you');
    expect((await decide(sofia, path, 'approved')).status).to.equal(404);
    await jonas.post(`/reviews/${path.split('/').at(-1)}`, { _method: 'DELETE' });
    const form = await jonas.get(`${task}/reviews/new`);
    expect(form.text).not.to.include(`value="${world.people.sofia.membershipId}"`);
  });

  it('is hidden from clients while the task is, and from those who left the project', async () => {
    const path = await asked();
    await priya.post(`${task}/visibility`, { visibility: 'internal', agreed: '1' });
    expect((await sofia.get(path)).status).to.equal(404);
    expect((await jonas.get(task)).text).to.include('hidden from clients');
    await priya.post(`${task}/visibility`, { visibility: 'client', agreed: '1' });
    const { membershipId } = world.people.sofia;
    await table('project_assignments').where({ membership_id: membershipId }).delete();
    expect((await decide(sofia, path, 'approved')).status).to.equal(404);
    expect((await tom.get(path)).status).to.equal(200);
  });

  it('is decided by nobody but those who are asked, and asked for by nobody without the right', async () => {
    const path = await asked({ approver_ids: ids('sofia') });
    const elin = await app.signedIn(world.people.elin.userId);
    const nora = await app.signedIn(world.people.nora.userId);
    const looker = await addPerson(
      world,
      'Lou Looker',
      { 'projects.view': 'assigned', 'tasks.view': 'assigned' },
      [world.projects.website],
    );
    const lou = await app.signedIn(looker.userId);
    const before = await dump();
    for (const other of [tom, nora, elin])
      expect((await decide(other, path, 'approved')).status).to.be.oneOf([403, 404]);
    expect((await decide(jonas, path, 'approved')).status).to.be.oneOf([403, 404]);
    expect((await lou.get(`${task}/reviews/new`)).status).to.equal(403);
    expect((await lou.post(`${task}/reviews`, { approver_ids: ids('sofia') })).status).to.equal(
      403,
    );
    expect((await elin.get(`${task}/reviews`)).status).to.equal(404);
    expect((await tom.get(path)).status).to.equal(404);
    expect(await dump()).to.equal(before);
  });

  it('reminds those who have not decided the day before, once', async () => {
    const start = now();
    const soon = new Date(start + 3 * day).toISOString().slice(0, 10);
    const path = await asked({ rule: 'all', due_on: soon });
    await decide(sofia, path, 'approved');
    const reminded = async () => {
      await remindOfOpenReviews();
      const rows = await table('outbox').where({ template: 'review-reminder' });
      return rows.map(({ to_address }) => to_address);
    };
    expect(await reminded()).to.deep.equal([]);
    setClock(() => start + 2 * day);
    expect(await reminded()).to.deep.equal([world.people.tom.email]);
    expect(await reminded()).to.have.length(1);
  });

  it('stands in a list of the portal, what awaits them first', async () => {
    const none = await sofia.get('/portal/reviews');
    expect(none.text).to.include('Nothing awaits you');
    await decide(sofia, await asked(), 'approved');
    const second = await asked({}, `/tasks/${world.tasks.sitemap}`);
    const { text } = (await sofia.get('/portal/reviews')) as Answer;
    expect(text.indexOf(second)).to.be.lessThan(text.indexOf('Decided'));
    expect(text).to.include('Approved');
  });
});
