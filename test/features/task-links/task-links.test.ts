import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson, contractorGrants } from '../tasks/people.js';

describe('Tasks that belong to a task', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let logo: string;
  let sitemap: string;
  let board: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('task_dependencies').delete();
    priya = await app.signedIn(world.people.priya.userId);
    logo = `/tasks/${world.tasks.logo}`;
    sitemap = `/tasks/${world.tasks.sitemap}`;
    board = `/projects/${world.projects.website}/board`;
  });
  afterEach(() => app.close());

  const numberOf = async (id: number) =>
    String((await table('tasks').where({ id }).first())?.number);
  const wait = async (task: string, forId: number) =>
    priya.post(`${task}/blockers`, { number: `#${await numberOf(forId)}` });
  const open = (id: number) => table('tasks').where({ id }).update({ completed_at: null });
  const addSubtask = async (title: string) => {
    await priya.post(`${logo}/subtasks`, { title });
    return Number((await table('tasks').orderBy('id', 'desc').first())?.id);
  };

  it('one waits for another, which both pages say and the card shows', async () => {
    await open(world.tasks.sitemap);
    expect((await wait(logo, world.tasks.sitemap)).status).to.equal(303);
    const own = await priya.get(logo);
    expect(own.text).to.match(new RegExp(`Waits for</h3>[\\s\\S]*?href="${sitemap}"`));
    expect((await priya.get(sitemap)).text).to.match(
      new RegExp(`Waiting for this task</h3>[\\s\\S]*?href="${logo}"`),
    );
    expect((await priya.get(board)).text).to.include('Waits</span>');
    await priya.post(`${sitemap}/completion`);
    expect((await priya.get(board)).text).not.to.include('Waits</span>');
  });

  it('one no longer waits when it is told so, with a way back', async () => {
    await wait(logo, world.tasks.sitemap);
    const fields = { _method: 'DELETE', other_id: world.tasks.sitemap };
    const answer = await priya.post(`${logo}/blockers`, fields);
    const { text } = await priya.get(answer.location ?? '');
    expect(text).not.to.include('Waits for</h3>');
    expect(text).to.include(`action="${logo}/blockers"`);
    await priya.post(`${logo}/blockers`, { number: await numberOf(world.tasks.sitemap) });
    expect((await priya.get(logo)).text).to.include('Waits for</h3>');
  });

  it('two never wait for each other, whether at once or by way of a third', async () => {
    const { logo: a, sitemap: b, budget: c } = world.tasks;
    await wait(`/tasks/${a}`, b);
    await wait(`/tasks/${b}`, c);
    const circle = await wait(`/tasks/${c}`, a);
    expect(circle.status).to.equal(422);
    expect(circle.text).to.include('cannot wait for each other');
    expect((await wait(`/tasks/${a}`, a)).text).to.include('the number of the task itself');
    expect((await wait(`/tasks/${a}`, b)).text).to.include('waits for that one already');
    const both = await Promise.all([wait(`/tasks/${b}`, a), wait(`/tasks/${c}`, b)]);
    expect(both.map(({ status }) => status)).to.deep.equal([422, 422]);
  });

  it('one is named by a number of its own project that the person can see', async () => {
    const answer = await priya.post(`${logo}/blockers`, { number: '4711' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('has the number 4711').and.include('value="4711"');
    const words = await priya.post(`${logo}/blockers`, { number: 'the logo' });
    expect(words.text).to.include('Enter the number of a task');
  });

  it('a subtask is added on the page of its task, and shows where it belongs', async () => {
    const id = await addSubtask('Draw three sketches');
    expect((await priya.get(logo)).text).to.include('Draw three sketches');
    const { text } = await priya.get(`/tasks/${id}`);
    expect(text).to.match(new RegExp(`Part of <a href="${logo}"`));
    expect((await priya.get(board)).text).to.include('Draw three sketches');
    const row = await table('tasks').where({ id }).first();
    expect(row).to.include({ visibility: 'internal', project_id: world.projects.website });
  });

  it('a subtask has none of its own, and a task becomes one and is on its own again', async () => {
    const id = await addSubtask('Draw three sketches');
    const deeper = await priya.post(`/tasks/${id}/subtasks`, { title: 'Find a pencil' });
    expect(deeper.status).to.equal(422);
    expect(deeper.text).to.include('Find a pencil').and.include('no subtasks of its own');
    const under = await priya.post(`${logo}/parent`, {
      number: await numberOf(world.tasks.sitemap),
    });
    expect(under.status).to.equal(422);
    await priya.post(`/tasks/${id}/parent`, { _method: 'DELETE' });
    expect((await priya.get(`/tasks/${id}`)).text).not.to.include('Part of <a');
    await priya.post(`${sitemap}/parent`, { number: await numberOf(world.tasks.logo) });
    expect((await priya.get(sitemap)).text).to.match(new RegExp(`Part of <a href="${logo}"`));
  });

  it('subtasks stay where they are when their task is deleted', async () => {
    const id = await addSubtask('Draw three sketches');
    await priya.post(logo, { _method: 'DELETE' });
    const { status, text } = await priya.get(`/tasks/${id}`);
    expect(status).to.equal(200);
    expect(text).not.to.include('Part of <a');
    await priya.post(`${logo}/restoration`);
    expect((await priya.get(`/tasks/${id}`)).text).to.include('Part of <a');
  });

  it('S063 an external contractor meets no other member’s task by a link, a mark or a number', async () => {
    const projects = [world.projects.website];
    const person = await addPerson(world, 'Carl Contractor', contractorGrants, projects);
    await priya.post(`${logo}/assignees`, { membership_ids: person.membershipId });
    await open(world.tasks.budget);
    await wait(logo, world.tasks.budget);
    const carl = await app.signedIn(person.userId);
    expect((await carl.get(logo)).text).not.to.include('Secret-Task-Budget');
    expect((await carl.get(board)).text).not.to.include('Waits</span>');
    const activity = await carl.get(`/projects/${world.projects.website}/activity`);
    expect(activity.text).to.include('wait for another task').and.not.include('Secret-Task-Budget');
    const before = await dump();
    const number = await numberOf(world.tasks.sitemap);
    expect((await carl.post(`${logo}/blockers`, { number })).status).to.equal(403);
    expect(await dump()).to.equal(before);
  });

  it('the page of links is for those who may edit', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(`${logo}/links`)).status).to.equal(200);
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get(`${logo}/links`)).status).to.equal(404);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.post(`${logo}/subtasks`, { title: 'Mine' })).status).to.equal(404);
  });
});
