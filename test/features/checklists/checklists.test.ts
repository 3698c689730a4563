import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson, contractorGrants } from '../tasks/people.js';

interface Step {
  id: number;
  text: string;
}

describe('Checklists', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let page: string;
  let task: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('checklist_items').delete();
    await table('tasks').update({ checklist_count: 0, checklist_done_count: 0 });
    priya = await app.signedIn(world.people.priya.userId);
    task = `/tasks/${world.tasks.logo}`;
    page = `${task}/checklist`;
  });
  afterEach(() => app.close());

  const steps = async () =>
    (await table('checklist_items')
      .whereNull('deleted_at')
      .orderBy('position')) as unknown as Step[];
  const addresses = async () => (await steps()).map(({ id }) => `/checklist-items/${id}`);
  const texts = async () => (await steps()).map(({ text }) => text);
  const counts = async () => {
    const row = await table('tasks').where({ id: world.tasks.logo }).first();
    return [row?.checklist_done_count, row?.checklist_count];
  };
  const add = (text: string) => priya.post(page, { text });

  it('say what they are for while there are no steps', async () => {
    const { text } = await priya.get(page);
    expect(text).to.include('No steps yet').and.include('One on each line');
    expect((await priya.get(task)).text).to.include('placeholder="Add a step"');
  });

  it('take one step, or a pasted list of them, in its order', async () => {
    await add('Sketch three ideas');
    await add('- Choose one\n2. Draw it\n\n[ ] Send it');
    const all = ['Sketch three ideas', 'Choose one', 'Draw it', 'Send it'];
    expect(await texts()).to.deep.equal(all);
    expect(await counts()).to.deep.equal([0, 4]);
    expect((await priya.get(task)).text).to.include('0 of 4 done');
  });

  it('tick steps off and open them again, and say on the card how many are done', async () => {
    await add('Choose one\nDraw it');
    const [first = ''] = await addresses();
    await priya.post(`${first}/completion`);
    await priya.post(`${first}/completion`);
    expect(await counts()).to.deep.equal([1, 2]);
    expect((await priya.get(task)).text).to.include('aria-checked="true" aria-label="Choose one"');
    const board = `/projects/${world.projects.website}/board`;
    expect((await priya.get(board)).text).to.include('1 of 2 steps are done');
    await priya.post(`${first}/completion`, { _method: 'DELETE' });
    expect(await counts()).to.deep.equal([0, 2]);
  });

  it('change the words of a step and its place', async () => {
    await add('A\nB\nC');
    const [a = '', , c = ''] = await addresses();
    await priya.post(`${c}/position`, { direction: 'earlier' });
    await priya.post(`${a}/position`, { direction: 'earlier' });
    expect(await texts()).to.deep.equal(['A', 'C', 'B']);
    expect((await priya.get(`${a}/edit`)).text).to.include('value="A"');
    await priya.post(a, { _method: 'PATCH', text: 'First' });
    expect(await texts()).to.deep.equal(['First', 'C', 'B']);
  });

  it('bring a removed step back where it was, done or not', async () => {
    await add('A\nB\nC');
    const [, b = ''] = await addresses();
    await priya.post(`${b}/completion`);
    const gone = await priya.post(b, { _method: 'DELETE' });
    expect(await counts()).to.deep.equal([0, 2]);
    const { text } = await priya.get(gone.location ?? '');
    expect(text).to.include(`action="${b}/restoration"`);
    await priya.post(`${b}/restoration`);
    expect(await texts()).to.deep.equal(['A', 'B', 'C']);
    expect(await counts()).to.deep.equal([1, 3]);
  });

  it('give back what was typed when it is nothing, too long or too much', async () => {
    expect((await add(' \n ')).status).to.equal(422);
    const long = await add(`Short\n${'x'.repeat(501)}`);
    expect(long.status).to.equal(422);
    expect(long.text).to.include('Short').and.include('longer than 500 characters');
    const many = await add(Array(101).fill('Step').join('\n'));
    expect(many.status).to.equal(422);
    expect(many.text).to.include('at most 100 steps');
    expect(await counts()).to.deep.equal([0, 0]);
  });

  it('S063 are ticked by a contractor on their own tasks, and changed by those who may edit', async () => {
    await add('A');
    const [a = ''] = await addresses();
    const projects = [world.projects.website];
    const person = await addPerson(world, 'Carl Contractor', contractorGrants, projects);
    const carl = await app.signedIn(person.userId);
    expect((await carl.post(`${a}/completion`)).status).to.equal(404);
    await priya.post(`${task}/assignees`, { membership_ids: person.membershipId });
    expect((await carl.post(`${a}/completion`)).status).to.equal(303);
    const own = await carl.get(task);
    expect(own.text).to.include('1 of 1 done').and.not.include('Add a step');
    expect((await carl.post(page, { text: 'B' })).status).to.equal(403);
    expect((await carl.post(a, { _method: 'DELETE' })).status).to.equal(403);
  });

  it('are nothing that clients or people of other projects ever meet', async () => {
    await add('Secret-Step-Lantern');
    const [a = ''] = await addresses();
    const before = await dump();
    for (const person of [world.people.sofia, world.people.elin]) {
      const visitor = await app.signedIn(person.userId);
      for (const address of [`${a}/completion`, a])
        expect((await visitor.post(address, { text: 'X', _method: 'DELETE' })).status).to.equal(
          404,
        );
    }
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get(`/portal/tasks/${world.tasks.logo}`)).text).not.to.include('Lantern');
    expect(await dump()).to.equal(before);
  });
});
