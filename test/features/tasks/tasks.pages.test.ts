import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { listBoardCards } from '../../../server/features/tasks/index.js';
import { createTask } from '../../../server/features/tasks/tasks.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, addPerson, contractorGrants } from './people.js';

const json = { accept: 'application/json' };

/** The undo form of the toast on a page: where it posts and what. */
function undoOf(page: Answer): { action: string; fields: Record<string, string> } {
  const [, action = '', inner = ''] =
    /<div class="toast"[\s\S]*?<form method="post" action="([^"]+)">([\s\S]*?)<\/form>/.exec(
      page.text,
    ) ?? [];
  const fields = [...inner.matchAll(/name="([^"]+)" value="([^"]*)"/g)]
    .filter(([, name]) => name !== '_csrf')
    .map(([, name, value]) => [name, value] as const);
  return { action, fields: Object.fromEntries(fields) };
}

function queriesOf(answer: Answer): number {
  return Number(/queries;desc="(\d+)"/.exec(answer.headers.get('server-timing') ?? '')?.[1]);
}

describe('Pages of tasks', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: Visitor;
  let board: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
    board = `/projects/${world.projects.website}/board`;
  });
  afterEach(() => app.close());

  async function fill(count: number): Promise<void> {
    const actor = await actorOf(world, world.people.priya);
    for (let at = 0; at < count; at += 1) {
      await createTask(actor, {
        projectId: world.projects.website,
        columnId: world.columns.todo,
        title: `Card number ${at + 1}`,
        description: null,
        priority: 'normal',
        milestone_id: null,
        start_on: null,
        due_on: null,
        visibility: 'internal',
        membershipIds: at % 2 ? [world.people.jonas.membershipId] : [],
      });
    }
  }

  it('S104 the board shows each column with its cards, in their order', async () => {
    const { text } = await jonas.get(board);
    const names = [...text.matchAll(/<h2 id="column-\d+">([^<]+)<\/h2>/g)].map((match) => match[1]);
    expect(names).to.deep.equal(['To do', 'In progress', 'Client review', 'Done']);
    const { logo } = world.tasks;
    expect(text).to.match(
      new RegExp(
        `<li class="task" id="t${logo}" data-id="${logo}" draggable="true" data-move-url="/tasks/${logo}/move">`,
      ),
    );
    expect(text).to.include(`data-column-id="${world.columns.doing}"`);
    expect(text).to.include('1 of 3 tasks done');
  });

  it('S103 a card is added at the foot of a column by a form, and stands there', async () => {
    const page = await jonas.submit('/tasks', {
      project_id: world.projects.website,
      column_id: world.columns.review,
      title: 'Proofread the menu',
      return_to: `${board}#column-${world.columns.review}`,
    });
    expect(page.text).to.include('Proofread the menu').and.to.include('is on the board');
    const row = await table('tasks').where({ title: 'Proofread the menu' }).first();
    expect(row).to.include({ column_id: world.columns.review, visibility: 'internal' });
  });

  it('an empty quick add shows the whole form with what is missing', async () => {
    const answer = await jonas.post('/tasks', {
      project_id: world.projects.website,
      column_id: world.columns.review,
      title: ' ',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.match(/<a href="#f-title">[A-Z][^<]*: [^<]+<\/a>/);
    expect(answer.text).not.to.include('<!--label');
    expect(answer.text).to.include('Fill this in.');
    expect(answer.text).to.match(new RegExp(`value="${world.columns.review}" selected`));
  });

  it('CVE 10 a form cannot set what it does not ask for', async () => {
    await jonas.post('/tasks', {
      project_id: world.projects.website,
      title: 'Innocent',
      workspace_id: 99,
      created_by_user_id: world.people.priya.userId,
      number: 1,
      completed_at: 1,
      comments_count: 50,
    });
    const row = await table('tasks').where({ title: 'Innocent' }).first();
    expect(row).to.include({
      workspace_id: world.workspaceId,
      created_by_user_id: world.people.jonas.userId,
      number: 10,
      completed_at: null,
      comments_count: 0,
    });
  });

  it('filters stand in the address and work together', async () => {
    await table('tasks').where({ id: world.tasks.budget }).update({ due_on: '2020-01-01' });
    const titles = async (search: string) => {
      const { text } = await jonas.get(`${board}?${search}`);
      return [...text.matchAll(/<h3><a href="\/tasks\/\d+">([^<]+)</g)].map((match) => match[1]);
    };
    expect(await titles('assignee=me')).to.deep.equal(['Redraw the harbour logo']);
    expect(await titles('due=late')).to.deep.equal(['Secret-Task-Budget of the relaunch']);
    expect(await titles('due=week')).to.deep.equal(['Redraw the harbour logo']);
    expect(await titles('visibility=client')).to.have.members([
      'Redraw the harbour logo',
      'Sitemap signed off',
    ]);
    expect(await titles('visibility=client&q=SITEMAP')).to.deep.equal(['Sitemap signed off']);
    expect(await titles('q=%25')).to.deep.equal([]);
    expect((await jonas.get(`${board}?q=nothing`)).text).to.include('No tasks match');
    const odd = await jonas.get(`${board}?assignee[]=1&due=%27&column=x&show=-1&sort=;`);
    expect(odd.status).to.equal(200);
  });

  it('a long column shows its first 50 cards and a link to more', async () => {
    await fill(60);
    const { text } = await jonas.get(board);
    expect(text.match(/class="task"/g)).to.have.length(50 + 2);
    expect(text).to.include('Show 11 more').and.to.include('63 tasks');
    const [, more = ''] = /<a class="more" href="([^"]+show=[^"]+)"/.exec(text) ?? [];
    const whole = await jonas.get(more.replaceAll('&amp;', '&').replace(/#.*/, ''));
    expect(whole.text.match(/class="task"/g)).to.have.length(63);
  });

  it('a board too long for one read shows the same cards, column by column', async () => {
    await fill(8);
    const actor = await actorOf(world, world.people.priya);
    const columns = Object.values(world.columns).map((id) => ({ id }));
    const { website } = world.projects;
    const whole = await listBoardCards(actor, website, columns);
    const perColumn = new Map(columns.map(({ id }) => [id, 2]));
    const windows = await listBoardCards(actor, website, columns, { perColumn });
    for (const [id, window] of windows) {
      const all = whole.get(id);
      expect(window.cards).to.deep.equal(all?.cards.slice(0, 2));
      expect(window.count).to.equal(all?.count);
    }
    expect(windows.get(world.columns.todo)?.count).to.equal(9);
  });

  it('the board takes at most 10 queries and a task 12, however many cards there are', async () => {
    await jonas.get(board);
    const small = queriesOf(await jonas.get(board));
    await fill(120);
    const large = queriesOf(await jonas.get(board));
    const filtered = queriesOf(await jonas.get(`${board}?assignee=me&q=card`));
    expect([small, large, filtered].every((count) => count <= 10)).to.equal(true);
    expect(large, 'more cards need no more queries').to.equal(small);
    for (const visitor of [priya, jonas]) {
      await visitor.get('/projects');
      expect(queriesOf(await visitor.get(`/tasks/${world.tasks.logo}`))).to.be.at.most(12);
      const list = await visitor.get(`/projects/${world.projects.website}/list`);
      expect(queriesOf(list)).to.be.at.most(10);
    }
  });

  it('S104 a card moves by a form with a column and a place, and Undo takes it back', async () => {
    const { logo, budget } = world.tasks;
    const form = await jonas.get(`/tasks/${logo}/move`);
    expect(form.text).to.include('name="column_id"').and.to.include('name="place"');
    const moved = await jonas.submit(`/tasks/${logo}/move`, {
      column_id: world.columns.todo,
      place: 1,
    });
    expect(moved.text).to.include('Moved to To do.');
    const order = await table('tasks')
      .where({ column_id: world.columns.todo })
      .orderBy('position')
      .pluck('id');
    expect(order).to.deep.equal([logo, budget]);
    const undo = undoOf(moved);
    await jonas.submit(undo.action, undo.fields);
    const back = await table('tasks').where({ id: logo }).first();
    expect(back).to.include({ column_id: world.columns.doing });
  });

  it('the board’s script moves a card with its neighbours and gets data, no page', async () => {
    const { logo, budget } = world.tasks;
    const fields = { column_id: world.columns.todo, before_id: budget };
    const answer = await jonas.post(`/tasks/${logo}/move`, fields, json);
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.text)).to.have.property('location');
    expect(jonas.cookies.has('flash'), 'nothing is left to be said on the next page').to.equal(
      false,
    );
    const wrong = await jonas.post(`/tasks/${logo}/move`, { column_id: 'x' }, json);
    expect(wrong.status).to.be.within(400, 422);
  });

  it('S103 a task is marked as done and opened again with one button', async () => {
    const { logo } = world.tasks;
    const done = await jonas.submit(`/tasks/${logo}/completion`, { return_to: `/tasks/${logo}` });
    expect(done.text).to.include('Open again').and.to.include('Done: “Redraw the harbour logo”.');
    const open = await jonas.submit(`/tasks/${logo}/completion`, {
      _method: 'DELETE',
      return_to: `/tasks/${logo}`,
    });
    expect(open.text).to.include('Mark as done');
  });

  it('S102 the task page shows all that is known of it', async () => {
    const { logo } = world.tasks;
    const { text } = await jonas.get(`/tasks/${logo}`);
    for (const part of [
      '<h1>Redraw the harbour logo</h1>',
      'What to do: Redraw the harbour logo',
      'In progress',
      'Jonas Okafor',
      'Priya Raman',
      'Here is the first draft.',
      'Secret-Comment-Margin',
      'logo-draft.txt',
      'Your team and Sofia Lindqvist, Tom Becker see this task.',
    ]) {
      expect(text, part).to.include(part);
    }
    expect(text, 'due in three days').to.include('data-due="soon"');
  });

  it('CVE 31 titles and descriptions are shown as text and safe Markdown, never as script', async () => {
    const poison = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const answer = await jonas.submit('/tasks', {
      project_id: world.projects.website,
      title: poison,
      description: `${poison}\n\n[click](javascript:alert(1)) **bold**`,
    });
    const { text } = answer;
    expect(text).not.to.include('<script>alert').and.not.to.include('<img src=x');
    expect(text).not.to.match(/href="javascript:/i);
    expect(text).to.include('<strong>bold</strong>').and.to.include('&lt;script&gt;');
    const list = await jonas.get(board);
    expect(list.text).not.to.include('<script>alert').and.not.to.include('<img src=x');
  });

  it('two people edit one task: the second gets both versions, and nothing is lost', async () => {
    const { logo } = world.tasks;
    const form = await priya.get(`/tasks/${logo}/edit`);
    const seen = /name="updated_at" value="(\d+)"/.exec(form.text)?.[1] ?? '';
    const fields = { _method: 'PATCH', updated_at: seen, priority: 'normal' };
    const first = await jonas.post(`/tasks/${logo}`, {
      ...fields,
      title: 'Written by Jonas',
      description: 'What Jonas found out',
    });
    expect(first.status).to.equal(303);
    const second = await priya.post(`/tasks/${logo}`, {
      ...fields,
      title: 'Written by Priya',
      description: 'What Priya found out',
    });
    expect(second.status).to.equal(409);
    for (const part of ['Written by Jonas', 'What Jonas found out', 'What Priya found out']) {
      expect(second.text, part).to.include(part);
    }
    expect(second.text).to.include('value="Written by Priya"');
    const now = /name="updated_at" value="(\d+)"/.exec(second.text)?.[1] ?? '';
    const kept = await priya.post(`/tasks/${logo}`, {
      ...fields,
      updated_at: now,
      title: 'Written by both',
    });
    expect(kept.status).to.equal(303);
    expect((await table('tasks').where({ id: logo }).first()) as object).to.include({
      title: 'Written by both',
    });
  });

  it('SEC 14 a due date before the start date is refused beside its field, with all input kept', async () => {
    const answer = await jonas.post('/tasks', {
      project_id: world.projects.website,
      title: 'Backwards',
      start_on: '2026-12-05',
      due_on: '2026-12-01',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('The due date lies before the start date.');
    expect(answer.text).to.include('value="Backwards"').and.to.include('value="2026-12-05"');
  });

  it('S107 the eye shows and hides at once, and asks where more would appear', async () => {
    const { logo } = world.tasks;
    const path = `/tasks/${logo}/visibility`;
    const hidden = await jonas.submit(path, { visibility: 'internal', return_to: board });
    expect(hidden.text).to.include('is hidden from the client.');
    const asked = await jonas.post(path, { visibility: 'client' });
    expect(asked.location).to.equal(path);
    const page = await jonas.get(path);
    for (const part of [
      '1 comment marked for clients',
      '1 file marked for clients',
      'Sofia Lindqvist',
      'Tom Becker',
    ]) {
      expect(page.text, part).to.include(part);
    }
    const refused = await jonas.post(path, { visibility: 'client' }, json);
    expect(refused.status).to.equal(409);
    expect(JSON.parse(refused.text)).to.deep.equal({ location: path });
    const agreed = await jonas.submit(path, { visibility: 'client', agreed: 1, return_to: board });
    expect(agreed.text).to.include('The client can now see');
    const undo = undoOf(agreed);
    await jonas.submit(undo.action, undo.fields);
    expect((await table('tasks').where({ id: logo }).first()) as object).to.include({
      visibility: 'internal',
    });
  });

  it('S107 S109 what is hidden is gone for the client with the next click', async () => {
    const { logo } = world.tasks;
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get(`/portal/tasks/${logo}`)).status).to.equal(200);
    await jonas.post(`/tasks/${logo}/visibility`, { visibility: 'internal' });
    expect((await sofia.get(`/portal/tasks/${logo}`)).status).to.equal(404);
  });

  it('S103 people are chosen on the task page, with Undo', async () => {
    const { budget } = world.tasks;
    const { membershipId } = world.people.jonas;
    const page = await priya.submit(`/tasks/${budget}/assignees`, {
      membership_ids: membershipId,
      return_to: `/tasks/${budget}`,
    });
    const assigned = () =>
      table('task_assignees').where({ task_id: budget }).pluck('membership_id');
    expect(await assigned()).to.deep.equal([membershipId]);
    const undo = undoOf(page);
    await priya.submit(undo.action, undo.fields);
    expect(await assigned()).to.deep.equal([]);
  });

  it('a task is deleted without a question and comes back by Undo', async () => {
    const { logo } = world.tasks;
    const gone = await priya.submit(`/tasks/${logo}`, { _method: 'DELETE' });
    expect(gone.text).to.include('is deleted.');
    expect((await priya.get(`/tasks/${logo}`)).status).to.equal(404);
    const undo = undoOf(gone);
    expect((await priya.submit(undo.action, undo.fields)).text).to.include('is back.');
    expect((await priya.get(`/tasks/${logo}`)).status).to.equal(200);
  });

  it('a contractor finds only their own task on the board, and a progress counted from it', async () => {
    const person = await addPerson(world, 'Cleo Marsh', contractorGrants, [world.projects.website]);
    await table('task_assignees').insert({
      task_id: world.tasks.sitemap,
      membership_id: person.membershipId,
      ends_at: null,
      created_at: 1,
    });
    const cleo = await app.signedIn(person.userId);
    const page = await cleo.get(board);
    expect(page.text.match(/class="task"/g)).to.have.length(1);
    expect(page.text).to.include('1 of 1 tasks done');
    expect(page.text, 'no button they may not press').not.to.include('data-eye');
    expect(page.text).not.to.include('/tasks/new');
    expect((await cleo.get(`/tasks/${world.tasks.logo}`)).status).to.equal(404);
    expect((await cleo.get(`/tasks/${world.tasks.sitemap}/edit`)).status).to.equal(403);
  });

  it('the list sorts by each of its columns and comes in pages', async () => {
    await fill(55);
    const list = `/projects/${world.projects.website}/list`;
    for (const sort of [
      'number',
      'title',
      'status',
      'due',
      'priority',
      '-title',
      '-due',
      'evil;--',
    ]) {
      const { status, text } = await jonas.get(`${list}?sort=${encodeURIComponent(sort)}`);
      expect(status, sort).to.equal(200);
      expect(text).to.include('58 tasks');
    }
    const byTitle = await jonas.get(`${list}?sort=-title`);
    expect(byTitle.text.indexOf('Sitemap')).to.be.lessThan(byTitle.text.indexOf('Card number 9'));
    const second = await jonas.get(`${list}?page=2`);
    expect(second.text.match(/class="cover"/g)).to.have.length(8);
  });
});
