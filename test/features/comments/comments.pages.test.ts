import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

interface Row {
  id: number;
  body: string;
  visibility: string;
  deleted_at: number | null;
}

describe('Comments', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;
  const on = (taskId: number) => ({ subject_type: 'task', subject_id: taskId });
  const lastComment = async () =>
    (await table<Row>('comments').orderBy('id', 'desc').first()) as Row;
  const counts = async (id: number) =>
    (await table('tasks').where({ id }).first('comments_count', 'client_comments_count')) as Record<
      string,
      number
    >;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  after(() => app.close());

  it('S106 are added to a task by the team, internal unless said otherwise', async () => {
    const answer = await jonas.post('/comments', {
      ...on(world.tasks.logo),
      body: 'Plain **words**',
    });
    const comment = await lastComment();
    expect(answer.status).to.equal(303);
    expect(answer.location).to.equal(`/tasks/${world.tasks.logo}#comment-${comment.id}`);
    expect(comment).to.include({ body: 'Plain **words**', visibility: 'internal' });
  });

  it('S106 are written by a client for everybody on the task, whatever the form says', async () => {
    const answer = await sofia.post('/comments', {
      ...on(world.tasks.logo),
      body: 'Could it be warmer?',
      visibility: 'internal',
    });
    expect(answer.location).to.match(new RegExp(`^/portal/tasks/${world.tasks.logo}#comment-`));
    expect((await lastComment()).visibility).to.equal('client');
    const page = await sofia.get(`/portal/tasks/${world.tasks.logo}`);
    expect(page.text).to.include('Could it be warmer?');
  });

  it('stay internal on a task that clients do not see, whatever the form says', async () => {
    await jonas.post('/comments', {
      ...on(world.tasks.budget),
      body: 'Not for clients',
      visibility: 'client',
    });
    expect((await lastComment()).visibility).to.equal('internal');
  });

  it('keep the counts of their task true when they come, go and come back', async () => {
    const before = await counts(world.tasks.logo);
    await jonas.post('/comments', {
      ...on(world.tasks.logo),
      body: 'For all',
      visibility: 'client',
    });
    const { id } = await lastComment();
    const added = await counts(world.tasks.logo);
    await jonas.post(`/comments/${id}`, { _method: 'DELETE' });
    const removed = await counts(world.tasks.logo);
    await jonas.post(`/comments/${id}/restoration`);
    expect(added).to.deep.equal({
      comments_count: (before.comments_count ?? 0) + 1,
      client_comments_count: (before.client_comments_count ?? 0) + 1,
    });
    expect(removed).to.deep.equal(before);
    expect(await counts(world.tasks.logo)).to.deep.equal(added);
    const live = { subject_type: 'task', subject_id: world.tasks.logo, deleted_at: null };
    const rows = (await table<Row>('comments').where(live)) as Row[];
    expect(added).to.deep.equal({
      comments_count: rows.length,
      client_comments_count: rows.filter(({ visibility }) => visibility === 'client').length,
    });
  });

  it('are changed and deleted by their author alone', async () => {
    await jonas.post('/comments', { ...on(world.tasks.logo), body: 'Mine', visibility: 'client' });
    const { id } = await lastComment();
    const priya = await app.signedIn(world.people.priya.userId);
    const refused = [
      await priya.post(`/comments/${id}`, { _method: 'PATCH', body: 'Theirs' }),
      await priya.post(`/comments/${id}`, { _method: 'DELETE' }),
      await priya.get(`/comments/${id}/edit`),
    ];
    expect(refused.map(({ status }) => status)).to.deep.equal([403, 403, 403]);
    const unknown = [
      await sofia.post(`/comments/${id}`, { _method: 'PATCH', body: 'Theirs' }),
      await sofia.post(`/comments/${id}`, { _method: 'DELETE' }),
    ];
    expect(unknown.map(({ status }) => status)).to.deep.equal([404, 404]);
    expect(await lastComment()).to.include({ body: 'Mine', deleted_at: null });
    const edited = await jonas.post(`/comments/${id}`, { _method: 'PATCH', body: 'Mine, better' });
    expect(edited.status).to.equal(303);
    expect((await lastComment()).body).to.equal('Mine, better');
  });

  it('give back what was typed, with the error and a way back, when they cannot be taken', async () => {
    const long = `${'long '.repeat(4100)}`;
    const answer = await jonas.post('/comments', {
      ...on(world.tasks.logo),
      body: long,
      visibility: 'client',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include(long.slice(0, 200));
    expect(answer.text).to.include('Keep it to 20000 characters.');
    expect(answer.text).to.include(`href="/tasks/${world.tasks.logo}"`);
    expect(answer.text).to.match(/value="client" checked/);
  });

  it('SEC 2 CVE 31 show whatever is typed as text, with harmless marks', async () => {
    const poison =
      '<img src=x onerror=alert(1)> [x](javascript:alert(2)) **bold** <script>3</script>';
    await sofia.post('/comments', { ...on(world.tasks.logo), body: poison });
    const page = await sofia.get(`/portal/tasks/${world.tasks.logo}`);
    expect(page.text).to.include('&lt;img src=x onerror=alert(1)&gt;');
    expect(page.text).to.include('<strong>bold</strong>');
    expect(page.text).not.to.match(/<img src=x|href="javascript|<script>3/);
  });

  it('show fifty at first and all of them on a page of their own', async () => {
    const { sitemap } = world.tasks;
    for (let number = 1; number <= 53; number += 1) {
      await jonas.post('/comments', {
        ...on(sitemap),
        body: `Remark no. ${number}.`,
        visibility: 'client',
      });
    }
    const page = await sofia.get(`/portal/tasks/${sitemap}`);
    expect(page.text).to.include('Remark no. 53.').and.include('Remark no. 4.');
    expect(page.text).not.to.include('Remark no. 3.');
    const address = `/comments?subject_type=task&subject_id=${sitemap}`;
    expect((await sofia.get(address)).text)
      .to.include('Remark no. 1.')
      .and.include('Remark no. 50.');
    expect((await sofia.get(`${address}&page=2`)).text).to.include('Remark no. 53.');
  });

  it('lead from their lasting address to their place on the page of the task', async () => {
    const { shared } = world.comments;
    const forTeam = await jonas.get(`/comments/${shared}`);
    const forClient = await sofia.get(`/comments/${shared}`);
    expect(forTeam.location).to.equal(`/tasks/${world.tasks.logo}#comment-${shared}`);
    expect(forClient.location).to.equal(`/portal/tasks/${world.tasks.logo}#comment-${shared}`);
  });
});
