import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { now, setClock } from '../../../server/core/dates/index.js';
import { saveSettings } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson, contractorGrants } from '../tasks/people.js';

describe('The calendar', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let project: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    const start = Date.parse('2027-02-10T12:00:00Z');
    const begun = now();
    setClock(() => start + (Date.now() - begun));
    jonas = await app.signedIn(world.people.jonas.userId);
    project = `/projects/${world.projects.website}/calendar`;
    const { logo, budget } = world.tasks;
    await table('tasks').update({ due_on: null });
    await table('tasks').where({ id: logo }).update({ due_on: '2027-02-17' });
    await table('tasks').where({ id: budget }).update({ due_on: '2027-02-01' });
    await table('milestones').update({ due_on: '2027-02-26' });
  });
  afterEach(async () => {
    setClock();
    await app.close();
  });

  const dayOf = (text: string, on: string) =>
    new RegExp(`<td[^>]*data-day="${on}"[^>]*>([\\s\\S]*?)</td>`).exec(text)?.[1] ?? '';

  it('is a tab of each project: its tasks and milestones on their days, what is late marked', async () => {
    const { text } = await jonas.get(project);
    expect(text).to.include('February 2027');
    expect(dayOf(text, '2027-02-17')).to.include('Redraw the harbour logo');
    expect(dayOf(text, '2027-02-01')).to.include('data-due="late"');
    expect(dayOf(text, '2027-02-26')).to.include('Launch of the website');
    expect(text).to.match(/data-day="2027-02-10" aria-current="date"/);
  });

  it('leads to other months, and takes no month that there is not', async () => {
    const { text } = await jonas.get(`${project}?month=2027-03`);
    expect(text).to.include('March 2027').and.include('Nothing is due this month');
    expect(text).to.include(`href="${project}?month=2027-02"`).and.include('Today</a>');
    for (const month of ['2027-13', 'soon', '0001-01'])
      expect((await jonas.get(`${project}?month=${month}`)).text).to.include('February 2027');
  });

  it('begins its weeks on the day that the workspace chose', async () => {
    const firstDay = async () => /data-day="([\d-]+)"/.exec((await jonas.get(project)).text)?.[1];
    expect(await firstDay()).to.equal('2027-02-01');
    await saveSettings(world.workspaceId, { 'general.week_start': 'sunday' });
    expect(await firstDay()).to.equal('2027-01-31');
    await saveSettings(world.workspaceId, { 'general.week_start': 'saturday' });
    expect(await firstDay()).to.equal('2027-01-30');
  });

  it('shows one’s own of all projects, or everybody’s open tasks', async () => {
    await table('task_assignees').delete();
    const { logo } = world.tasks;
    const mine = await jonas.get('/calendar');
    expect(mine.text).not.to.include('Redraw the harbour logo');
    await jonas.post(`/tasks/${logo}/assignees`, {
      membership_ids: world.people.jonas.membershipId,
    });
    expect((await jonas.get('/calendar')).text).to.include('Redraw the harbour logo');
    const all = await jonas.get('/calendar?whose=all');
    expect(all.text).to.include('Secret-Task-Budget');
  });

  it('gives a task another day, with a way back, and refuses one before its start', async () => {
    const due = `/tasks/${world.tasks.logo}/due`;
    const answer = await jonas.post(due, { due_on: '2027-02-19', return_to: project });
    const { text } = await jonas.get(answer.location ?? '');
    expect(dayOf(text, '2027-02-19')).to.include('Redraw the harbour logo');
    expect(text).to.include('is due: 19 Feb 2027').and.include('value="2027-02-17"');
    await table('tasks').where({ id: world.tasks.logo }).update({ start_on: '2027-02-18' });
    expect((await jonas.post(due, { due_on: '2027-02-17' })).status).to.equal(422);
    expect((await jonas.post(due, { due_on: 'tomorrow' })).status).to.equal(422);
    expect((await jonas.get(`/tasks/${world.tasks.logo}/history`)).text).to.include(
      '17 Feb 2027 → 19 Feb 2027',
    );
  });

  it('costs the same with few tasks and with many, and folds a full day', async () => {
    const cost = async () => {
      await jonas.get(project);
      const before = queryCount();
      await jonas.get(project);
      return queryCount() - before;
    };
    const few = await cost();
    for (let at = 0; at < 9; at += 1) {
      await jonas.post('/tasks', {
        project_id: world.projects.website,
        title: `Task ${at}`,
        due_on: '2027-02-17',
      });
    }
    expect(await cost()).to.equal(few);
    expect(dayOf((await jonas.get(project)).text, '2027-02-17')).to.include('6 more');
  });

  it('S063 holds nothing that the person does not see, and nothing for clients', async () => {
    const projects = [world.projects.website];
    const person = await addPerson(world, 'Carl Contractor', contractorGrants, projects);
    const carl = await app.signedIn(person.userId);
    for (const address of [project, '/calendar', '/calendar?whose=all'])
      expect((await carl.get(address)).text, address).not.to.include('Secret-Task-Budget');
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get(project)).status).to.equal(404);
    const sofia = await app.signedIn(world.people.sofia.userId);
    for (const address of [project, '/calendar'])
      expect((await sofia.get(address)).status, address).to.equal(404);
  });
});
