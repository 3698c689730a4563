import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { NotFound } from '../../../server/core/http/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { findTask, taskFacts, visibleTasks } from '../../../server/features/tasks/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, addPerson, contractorGrants, putOn } from './people.js';

async function titlesFor(actor: Actor): Promise<string[]> {
  const rows = (await visibleTasks(actor).orderBy('tasks.id').select('tasks.title')) as {
    title: string;
  }[];
  return rows.map(({ title }) => title);
}

const logo = 'Redraw the harbour logo';
const budget = 'Secret-Task-Budget of the relaunch';
const sitemap = 'Sitemap signed off';
const poster = 'Foreign-Task-Poster for Northwind';

describe('Which tasks somebody sees', () => {
  let app: TestApp;
  let world: World;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  afterEach(() => app.close());

  it('an Admin sees every task of the workspace', async () => {
    const actor = await actorOf(world, world.people.priya);
    expect(await titlesFor(actor)).to.deep.equal([logo, budget, sitemap, poster]);
  });

  it('S103 Staff see the tasks of the projects they are on, and no others', async () => {
    expect(await titlesFor(await actorOf(world, world.people.jonas))).to.deep.equal([
      logo,
      budget,
      sitemap,
    ]);
    expect(await titlesFor(await actorOf(world, world.people.elin))).to.deep.equal([]);
  });

  it('S107 S109 a client sees the client-visible tasks of their projects, and no others', async () => {
    expect(await titlesFor(await actorOf(world, world.people.sofia))).to.deep.equal([
      logo,
      sitemap,
    ]);
    expect(await titlesFor(await actorOf(world, world.people.nora))).to.deep.equal([poster]);
  });

  it('S109 no grant shows a client an internal task', async () => {
    const everything = { 'projects.view': 'all', 'tasks.view': 'all' } as const;
    const person = await addPerson(
      world,
      'Kim Holt',
      everything,
      [world.projects.website],
      'client',
    );
    expect(await titlesFor(await actorOf(world, person))).to.deep.equal([logo, sitemap]);
  });

  it('a contractor sees their own tasks, in projects they are on, and nothing else', async () => {
    const { website, campaign } = world.projects;
    const person = await addPerson(world, 'Cleo Marsh', contractorGrants, [website]);
    const actor = await actorOf(world, person);
    expect(await titlesFor(actor)).to.deep.equal([]);
    for (const task_id of [world.tasks.logo, world.campaignTask]) {
      await table('task_assignees').insert({
        task_id,
        membership_id: person.membershipId,
        ends_at: null,
        created_at: now(),
      });
    }
    expect(await titlesFor(actor), 'mine, but only where I am on the project').to.deep.equal([
      logo,
    ]);
    await putOn(campaign, person.membershipId);
    expect(await titlesFor(actor)).to.deep.equal([logo, poster]);
  });

  it('somebody who sees all projects but only assigned tasks sees tasks of their own projects', async () => {
    const grants = { 'projects.view': 'all', 'tasks.view': 'assigned' } as const;
    const person = await addPerson(world, 'Ines Roth', grants, [world.projects.campaign]);
    expect(await titlesFor(await actorOf(world, person))).to.deep.equal([poster]);
  });

  it('CVE 15 without permission or project there is nothing, not everything', async () => {
    const nobody = await addPerson(world, 'Nil Nemo', {});
    expect(await titlesFor(await actorOf(world, nobody))).to.deep.equal([]);
    const noProjects = await addPerson(world, 'Nil Null', { 'tasks.view': 'all' });
    expect(await titlesFor(await actorOf(world, noProjects))).to.deep.equal([]);
  });

  it('S093 an assignment that has ended counts as gone', async () => {
    const grants = { 'projects.view': 'assigned', 'tasks.view': 'assigned' } as const;
    const person = await addPerson(world, 'Ada Lim', grants);
    const actor = await actorOf(world, person);
    await putOn(world.projects.website, person.membershipId, now() + day);
    expect(await titlesFor(actor)).to.have.length(3);
    await table('project_assignments')
      .where({ membership_id: person.membershipId })
      .update({ ends_at: now() - 1 });
    expect(await titlesFor(actor)).to.deep.equal([]);
  });

  it('deleted tasks, and the tasks of deleted projects, are seen by nobody', async () => {
    const actor = await actorOf(world, world.people.priya);
    await table('tasks').where({ id: world.tasks.logo }).update({ deleted_at: now() });
    expect(await titlesFor(actor)).to.deep.equal([budget, sitemap, poster]);
    await table('projects').where({ id: world.projects.website }).update({ deleted_at: now() });
    expect(await titlesFor(actor)).to.deep.equal([poster]);
  });

  it('one task is found by the same rule as the list', async () => {
    const sofia = await actorOf(world, world.people.sofia);
    expect((await findTask(sofia, world.tasks.logo)).title).to.equal(logo);
    for (const id of [world.tasks.budget, world.campaignTask, 999_999]) {
      const refusal = await findTask(sofia, id).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(NotFound);
    }
  });

  it('says of a task whether it is mine and in a project of mine', async () => {
    const jonas = await actorOf(world, world.people.jonas);
    const mine = await findTask(jonas, world.tasks.logo);
    expect(taskFacts(jonas, mine)).to.deep.equal({ own: true, assigned: true });
    const priya = await actorOf(world, world.people.priya);
    const other = await findTask(priya, world.tasks.logo);
    expect(taskFacts(priya, other)).to.deep.equal({ own: false, assigned: false });
  });
});
