import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Labels', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('labels').delete();
    priya = await app.signedIn(world.people.priya.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
  });
  afterEach(() => app.close());

  const page = () => `/projects/${world.projects.website}/labels`;
  const board = (search = '') => `/projects/${world.projects.website}/board${search}`;
  const list = (search = '') => `/projects/${world.projects.website}/list${search}`;
  const add = async (name: string, hue = 'red') => {
    const answer = await priya.post(page(), { name, hue });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    const row = await table('labels').orderBy('id', 'desc').first();
    return Number(row?.id);
  };
  const put = (label_ids: string | string[], task = world.tasks.logo) =>
    priya.post(`/tasks/${task}/labels`, { label_ids });
  const cardsOf = (text: string) =>
    [...text.matchAll(/<li class="task" id="t(\d+)"/g)].map(([, id]) => Number(id));

  it('are a page of each project, reached from its board, that says what they are for while there are none', async () => {
    expect((await priya.get(board())).text).to.include(`href="${page()}"`);
    expect((await priya.get(page())).text).to.include('No labels yet');
    expect((await jonas.get(board())).text).not.to.include(`href="${page()}"`);
    expect((await jonas.get(page())).status).to.equal(403);
  });

  it('are put on a task, shown on its page, card and row, and told apart by their colour', async () => {
    const bug = await add('Bug');
    const copy = await add('Copy', 'teal');
    await put([String(bug), String(copy)]);
    const { logo } = world.tasks;
    for (const address of [`/tasks/${logo}`, board(), list()]) {
      const { text } = await jonas.get(address);
      expect(text, address)
        .to.include('<span class="label" data-hue="red">Bug</span>')
        .and.include('<span class="label" data-hue="teal">Copy</span>');
    }
    expect((await priya.get(page())).text).to.include('On 1 task');
  });

  it('are taken off with a way back', async () => {
    const bug = await add('Bug');
    await put(String(bug));
    const off = await put([]);
    const { text } = await priya.get(off.location ?? '');
    expect(text).not.to.include('class="label"');
    expect(text).to.include(`name="label_ids" value="${bug}"`);
    await put(`${bug}`);
    expect((await priya.get(`/tasks/${world.tasks.logo}`)).text).to.include('>Bug</span>');
  });

  it('are chosen for a new task at once', async () => {
    const bug = await add('Bug');
    const project_id = world.projects.website;
    const form = await priya.get(`/tasks/new?project_id=${project_id}`);
    expect(form.text).to.include('name="label_ids"');
    await priya.post('/tasks', { project_id, title: 'The menu jumps', label_ids: bug });
    const task = await table('tasks').orderBy('id', 'desc').first();
    expect((await priya.get(`/tasks/${task?.id}`)).text).to.include('>Bug</span>');
  });

  it('narrow the board and the list, together with who has a task, its milestone and its date', async () => {
    const bug = await add('Bug');
    await put(String(bug));
    const { logo, sitemap, budget } = world.tasks;
    expect(cardsOf((await priya.get(board(`?label=${bug}`))).text)).to.deep.equal([logo]);
    expect((await priya.get(list(`?label=${bug}`))).text)
      .to.include(`/tasks/${logo}"`)
      .and.not.include(`/tasks/${sitemap}"`);
    const { jonas: him, priya: her } = world.people;
    await table('task_assignees').delete();
    await priya.post(`/tasks/${budget}/assignees`, { membership_ids: him.membershipId });
    const whose = async (assignee: string | number) =>
      cardsOf((await priya.get(board(`?assignee=${assignee}`))).text).sort((a, b) => a - b);
    expect(await whose(him.membershipId)).to.deep.equal([budget]);
    expect(await whose(her.membershipId)).to.deep.equal([]);
    expect(await whose('none'))
      .to.include(logo)
      .and.not.include(budget);
    await table('tasks').where({ id: sitemap }).update({ milestone_id: world.milestones.shared });
    const reach = async (milestone: string | number) =>
      cardsOf((await priya.get(board(`?milestone=${milestone}`))).text);
    expect(await reach(world.milestones.shared)).to.deep.equal([sitemap]);
    expect(await reach('none'))
      .to.include(logo)
      .and.not.include(sitemap);
  });

  it('stand in a form of filters that keeps what is chosen and what is searched for', async () => {
    const bug = await add('Bug');
    const closed = await priya.get(board('?q=logo'));
    expect(closed.text).to.include(`href="${board('?q=logo&amp;filters=open')}"`);
    const { text } = await priya.get(board(`?label=${bug}&q=logo`));
    expect(text)
      .to.include(`<option value="${bug}" selected>Bug</option>`)
      .and.include('<input type="hidden" name="q" value="logo">')
      .and.include('Launch of the website');
  });

  it('take a name only once, and keep what was typed when it will not do', async () => {
    await add('Bug');
    const again = await priya.post(page(), { name: 'bug', hue: 'green' });
    expect(again.status).to.equal(422);
    expect(again.text).to.include('has a label “bug” already').and.include('value="bug"');
    const copy = await add('Copy');
    const renamed = await priya.post(`/labels/${copy}`, {
      _method: 'PATCH',
      name: 'BUG',
      hue: 'red',
    });
    expect(renamed.status).to.equal(422);
    await priya.post(`/labels/${copy}`, { _method: 'PATCH', name: 'Words', hue: 'red' });
    expect((await priya.get(page())).text)
      .to.include('<b>Words</b>')
      .and.not.include('<b>Copy</b>');
  });

  it('go from all tasks when they are removed, and come back to them', async () => {
    const bug = await add('Bug');
    await put(String(bug));
    await priya.post(`/labels/${bug}`, { _method: 'DELETE' });
    expect((await priya.get(board())).text).not.to.include('>Bug</span>');
    expect(cardsOf((await priya.get(board(`?label=${bug}`))).text)).to.deep.equal([]);
    expect((await put(String(bug))).status).to.equal(422);
    await priya.post(`/labels/${bug}/restoration`);
    expect((await priya.get(board())).text).to.include('>Bug</span>');
    await priya.post(`/labels/${bug}`, { _method: 'DELETE' });
    await add('Bug');
    expect((await priya.post(`/labels/${bug}/restoration`)).status).to.equal(422);
  });

  it('of another project fit on no task, and nobody without the right changes any', async () => {
    const bug = await add('Bug');
    await table('labels').where({ id: bug }).update({ project_id: world.projects.campaign });
    const before = await dump();
    expect((await put(String(bug))).status).to.equal(422);
    expect((await jonas.post(page(), { name: 'Mine', hue: 'red' })).status).to.equal(403);
    expect((await jonas.post(`/labels/${bug}`, { _method: 'DELETE' })).status).to.equal(403);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.post(`/tasks/${world.tasks.logo}/labels`, {})).status).to.equal(404);
    expect(await dump()).to.equal(before);
  });
});
