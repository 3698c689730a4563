import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { calendarDate, day, now } from '../../../server/core/dates/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { leftBy } from '../audit/entries.js';
import { addPerson } from '../tasks/people.js';

const launch = { name: 'Launch day', due_on: '2030-03-01', description: 'The doors open.' };

describe('Milestones', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: Visitor;
  let sofia: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('milestones').delete();
    priya = await app.signedIn(world.people.priya.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  afterEach(() => app.close());

  const page = () => `/projects/${world.projects.website}/milestones`;
  const portal = () => `/portal/projects/${world.projects.website}`;
  const add = async (fields: Fields = launch) => {
    const answer = await priya.post(page(), fields);
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    const row = await table('milestones').orderBy('id', 'desc').first();
    return `/milestones/${row?.id}`;
  };
  const namesIn = (text: string) =>
    [...text.matchAll(/<p class="b">(.*?)<\/p>/g)].map(([, name]) => name);

  it('are a page of each project that says what they are for while there are none', async () => {
    const { text } = await priya.get(page());
    expect(text).to.include('No milestones yet').and.include('Add the first one below');
    expect((await priya.get(`/projects/${world.projects.website}`)).text).to.include(
      `href="${page()}"`,
    );
    const seen = await jonas.get(page());
    expect(seen.text).to.include('will stand here').and.not.include('Add a milestone');
  });

  it('stand in the order of their days, those without one last', async () => {
    await add({ name: 'Some day' });
    await add(launch);
    await add({ name: 'Kick-off', due_on: '2030-01-10' });
    const { text } = await jonas.get(page());
    expect(namesIn(text)).to.deep.equal(['Kick-off', 'Launch day', 'Some day']);
    expect(text).to.include('Due 1 Mar 2030').and.include('Without a date');
  });

  it('say which are late, and which are reached, with a way back', async () => {
    const late = calendarDate(now() - 3 * day, 'UTC');
    const path = await add({ name: 'Handover', due_on: late });
    expect((await priya.get(page())).text).to.include('Overdue');
    await priya.post(`${path}/completion`);
    const reached = await priya.get(page());
    expect(reached.text)
      .to.include('“Handover” is reached.')
      .and.match(/Reached \d+ \w+ \d{4}/);
    expect(reached.text).not.to.include('Overdue');
    await priya.post(`${path}/completion`, { _method: 'DELETE' });
    expect((await priya.get(page())).text).to.include('Overdue');
  });

  it('are internal until somebody shows them, and clients read nothing of the others', async () => {
    const path = await add({ ...launch, name: 'Secret-Milestone-Orchid' });
    const before = await sofia.get(portal());
    expect(before.text).not.to.include('Secret-Milestone').and.not.include('Milestones');
    const [entry] = await leftBy(() => priya.post(`${path}/visibility`, { visibility: 'client' }));
    expect(entry).to.deep.include({
      action: 'milestone.shared',
      who: 'Priya Raman',
      before: { visibility: 'internal' },
      after: { visibility: 'client' },
    });
    const shown = await sofia.get(portal());
    expect(shown.text).to.include('Secret-Milestone-Orchid').and.include('Due 1 Mar 2030');
    const nora = await app.signedIn(world.people.nora.userId);
    expect((await nora.get(portal())).status).to.equal(404);
    await priya.post(`${path}/visibility`, { visibility: 'internal' });
    expect((await sofia.get(portal())).text).not.to.include('Secret-Milestone');
  });

  it('keep what was typed when it will not do', async () => {
    const answer = await priya.post(page(), { ...launch, name: '', due_on: '2030-02-31' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('The doors open.').and.include('f-name-error');
    const path = await add();
    const edited = await priya.post(path, { _method: 'PATCH', ...launch, name: '' });
    expect(edited.status).to.equal(422);
    expect(edited.text).to.include('The doors open.');
    await priya.post(path, { _method: 'PATCH', ...launch, name: 'Opening' });
    expect(namesIn((await priya.get(page())).text)).to.deep.equal(['Opening']);
  });

  it('come back after they were removed', async () => {
    const path = await add();
    const gone = await priya.post(path, { _method: 'DELETE' });
    expect(gone.location).to.equal(page());
    const list = await priya.get(page());
    expect(namesIn(list.text)).to.deep.equal([]);
    expect(list.text).to.include(`action="${path}/restoration"`);
    await priya.post(`${path}/restoration`);
    expect(namesIn((await priya.get(page())).text)).to.deep.equal(['Launch day']);
    expect((await priya.post(`${path}/restoration`)).status).to.equal(404);
  });

  it('are changed by nobody who may only read them, and found by nobody outside', async () => {
    const path = await add();
    const elin = await app.signedIn(world.people.elin.userId);
    const before = await dump();
    for (const [address, fields] of [
      [path, { _method: 'DELETE' }],
      [path, { _method: 'PATCH', ...launch }],
      [`${path}/completion`, {}],
      [page(), launch],
    ] as const) {
      expect((await jonas.post(address, fields)).status, address).to.equal(403);
      expect((await sofia.post(address, fields)).status, address).to.equal(404);
    }
    expect((await elin.get(page())).status).to.equal(404);
    expect(await dump()).to.deep.equal(before);
  });

  it('are shown to clients at once only by who may share, in a project they are on', async () => {
    const editor = await addPerson(
      world,
      'Edda Editor',
      { 'projects.view': 'assigned', 'projects.edit': 'assigned' },
      [world.projects.website],
    );
    const edda = await app.signedIn(editor.userId);
    expect((await edda.get(page())).text).not.to.include('Who sees it');
    const refused = await edda.post(page(), { ...launch, visibility: 'client' });
    expect(refused.status).to.equal(403);
    expect((await edda.post(page(), launch)).status).to.equal(303);
    const row = await table('milestones').first();
    expect(row?.visibility).to.equal('internal');
  });

  it('are counted where it is said what contacts will see', async () => {
    await add({ ...launch, visibility: 'client' });
    const { nora, jonas: him, sofia: her, tom } = world.people;
    const asked = await priya.post(`/projects/${world.projects.website}/people`, {
      membership_ids: [him, her, tom, nora].map(({ membershipId }) => membershipId),
    });
    expect(asked.text).to.include('1 milestone');
  });

  it('are chosen for a task, shown on it, and count what is done of theirs', async () => {
    const path = await add({ ...launch, visibility: 'client' });
    const id = Number(path.split('/').at(-1));
    const { logo, sitemap, budget } = world.tasks;
    for (const taskId of [logo, sitemap, budget]) {
      const form = await priya.get(`/tasks/${taskId}/edit`);
      expect(form.text).to.include(`<option value="${id}">Launch day`);
      const updated_at = /name="updated_at" value="(\d+)"/.exec(form.text)?.[1] ?? '';
      const fields = { title: `Task ${taskId}`, priority: 'normal', updated_at, milestone_id: id };
      await priya.post(`/tasks/${taskId}`, { _method: 'PATCH', ...fields });
    }
    expect((await priya.get(`/tasks/${logo}`)).text).to.include(`href="${page()}">Launch day`);
    expect((await priya.get(page())).text).to.include('1 of 3 tasks are done');
    expect((await sofia.get(portal())).text).to.include('1 of 2 tasks are done');
    expect((await sofia.get(`/portal/tasks/${logo}`)).text).to.include('Launch day');
  });

  it('of a task are told to clients only where the milestone itself is shown', async () => {
    const path = await add({ ...launch, name: 'Secret-Milestone-Iris' });
    const id = Number(path.split('/').at(-1));
    await table('tasks').where({ id: world.tasks.logo }).update({ milestone_id: id });
    const address = `/portal/tasks/${world.tasks.logo}`;
    expect((await sofia.get(address)).text).not.to.include('Secret-Milestone');
    await priya.post(`${path}/visibility`, { visibility: 'client' });
    expect((await sofia.get(address)).text).to.include('Secret-Milestone-Iris');
    await priya.post(path, { _method: 'DELETE' });
    await priya.get(page());
    expect((await sofia.get(address)).text).not.to.include('Secret-Milestone');
    expect((await priya.get(`/tasks/${world.tasks.logo}`)).text).not.to.include('Secret-Milestone');
  });

  it('of other projects cannot be chosen for a task', async () => {
    await add();
    const foreign = await priya.post(`/projects/${world.projects.internal}/milestones`, launch);
    expect(foreign.status).to.equal(303);
    const row = await table('milestones').orderBy('id', 'desc').first();
    const answer = await priya.post('/tasks', {
      project_id: world.projects.website,
      title: 'Stray',
      milestone_id: Number(row?.id),
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('f-milestone_id-error');
  });

  it('cost as many queries for fifty as for two, and are a hundred at most', async () => {
    const cost = async () => {
      const before = queryCount();
      expect((await priya.get(page())).status).to.equal(200);
      return queryCount() - before;
    };
    for (let number = 0; number < 2; number += 1) await add({ name: `Stone ${number}` });
    await cost();
    const few = await cost();
    const [row] = await table('milestones').limit(1);
    const { id: _id, ...copy } = row as Record<string, unknown>;
    await table('milestones').insert(Array.from({ length: 98 }, () => copy));
    expect(await cost()).to.equal(few);
    const full = await priya.post(page(), launch);
    expect(full.status).to.equal(422);
    expect(full.text).to.include('at most 100 milestones');
  });
});
