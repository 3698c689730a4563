import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('The history of a task', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let task: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    task = `/tasks/${world.tasks.logo}`;
  });
  afterEach(() => app.close());

  const edit = async (fields: Fields) => {
    const { text } = await jonas.get(`${task}/edit`);
    const updated_at = /name="updated_at" value="(\d+)"/.exec(text)?.[1] ?? '';
    const all = { title: 'Redraw the harbour logo', priority: 'normal', ...fields };
    const answer = await jonas.post(task, { _method: 'PATCH', updated_at, ...all });
    expect(answer.status).to.equal(303);
  };

  it('is reached from its page, and says what each edit changed, from what to what', async () => {
    await edit({ due_on: '2030-05-03', description: 'In blue.' });
    await edit({ due_on: '', priority: 'urgent', description: 'In blue.' });
    expect((await jonas.get(task)).text).to.include(`href="${task}/history"`);
    const { text } = await jonas.get(`${task}/history`);
    expect(text)
      .to.include('Due date: 3 May 2030 → nothing')
      .and.include('Priority: Normal → Urgent')
      .and.include('Description changed')
      .and.include('What to do: Redraw the harbour logo');
    expect(text.indexOf('→ Urgent')).to.be.lessThan(text.indexOf('→ 3 May 2030'));
  });

  it('holds what else happened: moves, labels, steps, links and reviews', async () => {
    await jonas.post(`${task}/completion`);
    await jonas.post(`${task}/checklist`, { text: 'Choose one' });
    await jonas.post(`${task}/subtasks`, { title: 'Draw three sketches' });
    const { text } = await jonas.get(`${task}/history`);
    expect(text).to.include('completed “Redraw').and.include('added the step “Choose one”');
  });

  it('names only milestones that the person sees', async () => {
    await edit({ milestone_id: world.milestones.secret });
    await table('milestones').where({ id: world.milestones.secret }).update({ deleted_at: 1 });
    const { text } = await jonas.get(`${task}/history`);
    expect(text).to.include('Milestone: nothing → a milestone').and.not.include('Orchid');
  });

  it('is for the team that sees the task', async () => {
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get(`${task}/history`)).status).to.equal(404);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get(`${task}/history`)).status).to.equal(404);
  });
});
