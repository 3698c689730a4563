import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { now, setClock } from '../../../server/core/dates/index.js';
import { Forbidden, Invalid, NotFound } from '../../../server/core/http/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { findTask } from '../../../server/features/tasks/index.js';
import { assignTask } from '../../../server/features/tasks/task-assignment.service.js';
import {
  completeTask,
  moveTask,
  reopenTask,
} from '../../../server/features/tasks/task-moves.service.js';
import { setVisibility } from '../../../server/features/tasks/task-sharing.service.js';
import {
  createTask,
  deleteTask,
  editTask,
  type NewTask,
  restoreTask,
} from '../../../server/features/tasks/tasks.service.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, addPerson, contractorGrants, countsOf } from './people.js';

async function refusal(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => 'it was allowed',
    (error: unknown) => error,
  );
}

describe('What can be done with tasks', () => {
  let app: TestApp;
  let world: World;
  let priya: Actor;
  let jonas: Actor;
  let elin: Actor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await actorOf(world, world.people.priya);
    jonas = await actorOf(world, world.people.jonas);
    elin = await actorOf(world, world.people.elin);
  });
  afterEach(() => app.close());

  const aTask = (changes: Partial<NewTask> = {}): NewTask => ({
    projectId: world.projects.website,
    title: 'Photograph the bags',
    description: null,
    priority: 'normal',
    milestone_id: null,
    start_on: null,
    due_on: null,
    visibility: 'internal',
    membershipIds: [],
    ...changes,
  });

  async function eventNames(): Promise<string[]> {
    const rows = (await table('events').orderBy('id').select('name')) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  it('S102 S103 a task has a title, text, status, dates, priority, people and visibility', async () => {
    const id = await createTask(
      jonas,
      aTask({
        columnId: world.columns.doing,
        description: 'With **natural** light',
        priority: 'high',
        start_on: '2026-12-01',
        due_on: '2026-12-04',
        visibility: 'client',
        membershipIds: [world.people.jonas.membershipId],
      }),
    );
    const task = await findTask(jonas, id);
    expect(task).to.include({
      title: 'Photograph the bags',
      description: 'With **natural** light',
      column_name: 'In progress',
      priority: 'high',
      start_on: '2026-12-01',
      due_on: '2026-12-04',
      visibility: 'client',
      number: 10,
      is_mine: 1,
      created_by_user_id: world.people.jonas.userId,
    });
    expect(await eventNames()).to.deep.equal(['task.created', 'task.assigned']);
  });

  it('S109 a new task is internal, and its announcement too', async () => {
    await createTask(jonas, aTask());
    const [event] = await table('events').select('visibility');
    expect(event).to.deep.equal({ visibility: 'internal' });
  });

  it('SEC 14 SEC 55 CVE 2 nobody makes a task in a project they are not on, or puts it into a column of another', async () => {
    const before = await dump();
    expect(await refusal(createTask(elin, aTask()))).to.be.instanceOf(NotFound);
    const [foreign] = (await table('columns')
      .where({ project_id: world.projects.campaign })
      .select('id')) as { id: number }[];
    const attempt = createTask(jonas, aTask({ columnId: foreign?.id }));
    expect(await refusal(attempt), 'CVE 2').to.be.instanceOf(Invalid);
    expect(await dump(), 'nothing was written').to.equal(before);
  });

  it('sharing and assigning a new task need their own permissions', async () => {
    const grants = {
      'projects.view': 'assigned',
      'tasks.view': 'assigned',
      'tasks.create': 'assigned',
    } as const;
    const person = await addPerson(world, 'Cleo Marsh', grants, [world.projects.website]);
    const cleo = await actorOf(world, person);
    const shared = createTask(cleo, aTask({ visibility: 'client' }));
    expect(await refusal(shared)).to.be.instanceOf(Forbidden);
    const given = createTask(cleo, aTask({ membershipIds: [world.people.jonas.membershipId] }));
    expect(await refusal(given)).to.be.instanceOf(Forbidden);
    expect(await createTask(cleo, aTask())).to.be.a('number');
  });

  it('whoever sees only their own tasks is given what they make', async () => {
    const grants = { ...contractorGrants, 'tasks.create': 'assigned' } as const;
    const person = await addPerson(world, 'Cleo Marsh', grants, [world.projects.website]);
    const cleo = await actorOf(world, person);
    const id = await createTask(cleo, aTask());
    expect((await findTask(cleo, id)).is_mine).to.equal(1);
  });

  it('S103 SEC 14 a task is given to people of its project, and to nobody else', async () => {
    const { jonas: one, elin: other, sofia } = world.people;
    await assignTask(priya, world.tasks.budget, [one.membershipId]);
    for (const stranger of [other, sofia]) {
      const attempt = assignTask(priya, world.tasks.budget, [stranger.membershipId]);
      expect(await refusal(attempt), stranger.name).to.be.instanceOf(Invalid);
    }
    expect((await findTask(jonas, world.tasks.budget)).is_mine).to.equal(1);
  });

  it('assigning tells who worked on it before, and only the difference is announced', async () => {
    const { membershipId } = world.people.jonas;
    const first = await assignTask(priya, world.tasks.logo, []);
    expect(first.before).to.deep.equal([membershipId]);
    await assignTask(priya, world.tasks.logo, [membershipId]);
    await assignTask(priya, world.tasks.logo, [membershipId]);
    expect(await eventNames()).to.deep.equal(['task.unassigned', 'task.assigned']);
  });

  it('S103 moving to a done column completes a task and moving out opens it again', async () => {
    const { logo } = world.tasks;
    await moveTask(jonas, logo, { columnId: world.columns.done });
    expect((await findTask(jonas, logo)).completed_at).to.be.a('number');
    await moveTask(jonas, logo, { columnId: world.columns.review });
    expect((await findTask(jonas, logo)).completed_at).to.equal(null);
    await completeTask(jonas, logo);
    expect((await findTask(jonas, logo)).column_id).to.equal(world.columns.done);
    await reopenTask(jonas, logo);
    expect((await findTask(jonas, logo)).column_id).to.equal(world.columns.todo);
    expect(await eventNames()).to.deep.equal([
      'task.completed',
      'task.reopened',
      'task.completed',
      'task.reopened',
    ]);
    const { stored, counted } = await countsOf(world.projects.website);
    expect(stored).to.deep.equal(counted);
  });

  it('moving within the done column keeps the moment of completion', async () => {
    const before = (await findTask(priya, world.tasks.sitemap)).completed_at;
    setClock(() => Date.now() + 60_000);
    await moveTask(priya, world.tasks.sitemap, { columnId: world.columns.done, place: 1 });
    expect((await findTask(priya, world.tasks.sitemap)).completed_at).to.equal(before);
  });

  it('CVE 3 SEC 14 a card cannot be moved into a column of another project', async () => {
    const [foreign] = (await table('columns')
      .where({ project_id: world.projects.campaign })
      .select('id')) as { id: number }[];
    const before = await dump();
    const columnId = foreign?.id as number;
    const asAdmin = moveTask(priya, world.tasks.logo, { columnId });
    expect(await refusal(asAdmin)).to.be.instanceOf(Invalid);
    const asStaff = moveTask(jonas, world.tasks.logo, { columnId });
    expect(await refusal(asStaff)).to.be.instanceOf(NotFound);
    expect(await dump()).to.equal(before);
  });

  it('a neighbour of another column or project is passed over', async () => {
    await moveTask(priya, world.tasks.logo, {
      columnId: world.columns.todo,
      beforeId: world.campaignTask,
      afterId: world.tasks.sitemap,
    });
    const task = await findTask(priya, world.tasks.logo);
    expect(task.column_id).to.equal(world.columns.todo);
  });

  it('a contractor moves their own task and no other', async () => {
    const person = await addPerson(world, 'Cleo Marsh', contractorGrants, [world.projects.website]);
    const cleo = await actorOf(world, person);
    await table('task_assignees').insert({
      task_id: world.tasks.budget,
      membership_id: person.membershipId,
      ends_at: null,
      created_at: now(),
    });
    await moveTask(cleo, world.tasks.budget, { columnId: world.columns.doing });
    const other = moveTask(cleo, world.tasks.logo, { columnId: world.columns.doing });
    expect(await refusal(other)).to.be.instanceOf(NotFound);
  });

  it('who may see a task but not move it is refused, and nothing changes', async () => {
    const grants = { 'projects.view': 'assigned', 'tasks.view': 'assigned' } as const;
    const person = await addPerson(world, 'Dora Lenz', grants, [world.projects.website]);
    const dora = await actorOf(world, person);
    const before = await dump();
    const { logo } = world.tasks;
    const text = {
      title: 'x',
      description: null,
      priority: 'low',
      milestone_id: null,
      start_on: null,
      due_on: null,
    } as const;
    for (const attempt of [
      moveTask(dora, logo, { columnId: world.columns.done }),
      assignTask(dora, logo, []),
      setVisibility(dora, logo, 'internal', {}),
      deleteTask(dora, logo),
      editTask(dora, logo, 0, text),
      createTask(dora, aTask()),
    ]) {
      expect(await refusal(attempt)).to.be.instanceOf(Forbidden);
    }
    expect(await dump(), 'CVE 13').to.equal(before);
  });

  it('Staff delete what they made themselves, and an Admin anything; both come back as they were', async () => {
    expect(await refusal(deleteTask(jonas, world.tasks.logo))).to.be.instanceOf(Forbidden);
    const own = await createTask(jonas, aTask({ visibility: 'client' }));
    const before = (await table('tasks').where({ id: own }).first()) as object;
    await deleteTask(jonas, own);
    expect(await refusal(findTask(priya, own))).to.be.instanceOf(NotFound);
    await restoreTask(jonas, own);
    expect(await table('tasks').where({ id: own }).first()).to.deep.equal(before);
    await deleteTask(priya, world.tasks.logo);
    expect(await refusal(restoreTask(elin, world.tasks.logo))).to.be.instanceOf(NotFound);
    const { stored, counted } = await countsOf(world.projects.website);
    expect(stored).to.deep.equal(counted);
  });

  it('S107 showing a task asks first when comments or files marked for clients come with it', async () => {
    const { logo, budget } = world.tasks;
    await setVisibility(jonas, logo, 'internal', null);
    const asked = await setVisibility(jonas, logo, 'client', null);
    expect(asked.isDone).to.equal(false);
    expect((await findTask(jonas, logo)).visibility).to.equal('internal');
    expect((await setVisibility(jonas, logo, 'client', {})).isDone).to.equal(true);
    const plain = await setVisibility(jonas, budget, 'client', null);
    expect(plain.isDone, 'nothing else appears with it').to.equal(true);
    const events = await table('events').orderBy('id').select('name', 'visibility');
    expect(events).to.deep.equal([
      { name: 'task.hidden', visibility: 'internal' },
      { name: 'task.shared', visibility: 'client' },
      { name: 'task.shared', visibility: 'client' },
    ]);
    const { stored, counted } = await countsOf(world.projects.website);
    expect(stored).to.deep.equal(counted);
  });

  it('two people edit one task: the second is told, and nothing of the first is lost', async () => {
    const { logo } = world.tasks;
    const seen = (await findTask(jonas, logo)).updated_at;
    const text = {
      description: null,
      priority: 'normal',
      milestone_id: null,
      start_on: null,
      due_on: null,
    } as const;
    const first = await editTask(jonas, logo, seen, { ...text, title: 'The first was quicker' });
    expect(first.isSaved).to.equal(true);
    const second = await editTask(priya, logo, seen, { ...text, title: 'The second was slower' });
    expect(second.isSaved).to.equal(false);
    expect(second.task.title).to.equal('The first was quicker');
    expect((await findTask(priya, logo)).title).to.equal('The first was quicker');
    const again = second.task.updated_at;
    const third = await editTask(priya, logo, again, { ...text, title: 'Now with both in mind' });
    expect(third.isSaved).to.equal(true);
  });

  it('two edits within the same millisecond are two versions', async () => {
    const { logo } = world.tasks;
    const moment = Date.now() + 1000;
    setClock(() => moment);
    const text = {
      description: null,
      priority: 'normal',
      milestone_id: null,
      start_on: null,
      due_on: null,
    } as const;
    const { updated_at } = await findTask(jonas, logo);
    const first = await editTask(jonas, logo, updated_at, { ...text, title: 'One' });
    await editTask(jonas, logo, first.task.updated_at, { ...text, title: 'Two' });
    const stale = await editTask(priya, logo, first.task.updated_at, { ...text, title: 'Three' });
    expect(stale.isSaved).to.equal(false);
  });

  it('moving, sharing and assigning disturb nobody who is writing', async () => {
    const { logo } = world.tasks;
    const seen = (await findTask(jonas, logo)).updated_at;
    await moveTask(priya, logo, { columnId: world.columns.review });
    await setVisibility(priya, logo, 'internal', {});
    await assignTask(priya, logo, []);
    const text = {
      description: 'New',
      priority: 'normal',
      milestone_id: null,
      start_on: null,
      due_on: null,
    } as const;
    const edit = await editTask(jonas, logo, seen, { ...text, title: 'Still mine' });
    expect(edit.isSaved).to.equal(true);
  });
});
