import { expect } from 'chai';
import fc from 'fast-check';
import { table } from '../../../server/core/database/index.js';
import { addDays, today } from '../../../server/core/dates/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { editColumn, removeColumn } from '../../../server/features/columns/columns.service.js';
import { listColumns } from '../../../server/features/columns/index.js';
import { listMyTasks } from '../../../server/features/overview/overview.queries.js';
import { createProject } from '../../../server/features/projects/projects.service.js';
import { assignTask } from '../../../server/features/tasks/task-assignment.service.js';
import { moveTask } from '../../../server/features/tasks/task-moves.service.js';
import {
  createTask,
  deleteTask,
  editTask,
  restoreTask,
} from '../../../server/features/tasks/tasks.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { isLong, noteTrial, testSeed } from '../../support/trials.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, putOn } from '../tasks/people.js';

const runs = isLong ? 300 : 12;
const kinds = [
  'add',
  'assign',
  'assign',
  'date',
  'date',
  'date',
  'move',
  'move',
  'delete',
  'restore',
  'restore',
  'turn',
  'remove',
] as const;
const text = {
  title: 'Card',
  description: null,
  priority: 'normal',
  milestone_id: null,
  start_on: null,
} as const;

interface Task {
  id: number;
  column_id: number;
  due_on: string | null;
  completed_at: number | null;
  deleted_at: number | null;
  updated_at: number;
}

describe('My tasks on the start page', () => {
  let app: TestApp;
  let world: World;
  let actor: Actor;
  let projectId: number;

  after(() => noteTrial(`My tasks: ${runs} sequences of changes`));
  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    actor = await actorOf(world, world.people.priya);
    await putOn(world.projects.website, world.people.priya.membershipId);
  });
  afterEach(() => app.close());

  const tasks = async () =>
    (await table('tasks').where({ project_id: projectId }).orderBy('id')) as unknown as Task[];

  const add = (columnId: number | undefined, days: number, membershipIds: readonly number[]) =>
    createTask(actor, {
      ...text,
      projectId,
      columnId,
      due_on: dueIn(days),
      visibility: 'internal',
      membershipIds: [...membershipIds],
    });

  const step = fc.record({
    kind: fc.constantFrom(...kinds),
    task: fc.nat(12),
    column: fc.nat(5),
    people: fc.nat(3),
    days: fc.integer({ min: -3, max: 4 }),
  });
  type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

  /** Nobody, the person, somebody else, both. */
  const chosen = ({ people: number }: Step) => {
    const { priya, jonas } = world.people;
    const others = number & 2 ? [jonas.membershipId] : [];
    return number & 1 ? [priya.membershipId, ...others] : others;
  };

  async function change(one: Step): Promise<void> {
    const [all, columns] = [await tasks(), await listColumns(projectId)];
    const task = all[one.task % Math.max(all.length, 1)];
    const column = columns[one.column % columns.length];
    if (one.kind === 'turn' && column) {
      const { name, client_name, task_limit, is_done } = column;
      const details = { name, client_name, hue: 'teal' as const, task_limit };
      await editColumn(actor, column.id, { ...details, is_approved: 0, is_done: 1 - is_done });
    }
    const other = columns.find(({ id }) => id !== column?.id);
    if (one.kind === 'remove') {
      if (column && other) await removeColumn(actor, column.id, other.id);
    } else if (one.kind === 'add' || !task) await add(column?.id, one.days, chosen(one));
    else if (one.kind === 'restore' && task.deleted_at) await restoreTask(actor, task.id);
    else if (task.deleted_at === null) await changeTask(one, task, column?.id);
  }

  async function changeTask(one: Step, task: Task, columnId: number | undefined): Promise<void> {
    if (one.kind === 'delete') await deleteTask(actor, task.id);
    if (one.kind === 'move' && columnId) await moveTask(actor, task.id, { columnId });
    if (one.kind === 'assign') await assignTask(actor, task.id, chosen(one));
    if (one.kind === 'date')
      await editTask(actor, task.id, task.updated_at, { ...text, due_on: dueIn(one.days) });
  }

  /** What the list must be, found by looking at everything. */
  async function expected(): Promise<number[]> {
    const mine = (await table('task_assignees')
      .where({ membership_id: world.people.priya.membershipId })
      .pluck('task_id')) as unknown as number[];
    const order = ({ due_on, id }: Task) => `${due_on ?? '~'} ${String(id).padStart(9, '0')}`;
    return (await tasks())
      .filter((task) => mine.includes(task.id))
      .filter((task) => task.completed_at === null && task.deleted_at === null)
      .sort((one, other) => (order(one) < order(other) ? -1 : 1))
      .map((task) => task.id);
  }

  it('are the open ones in the order of their dates, whatever was done to tasks, people and columns', async function () {
    this.timeout(isLong ? 1_200_000 : 60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const both = [world.people.priya.membershipId, world.people.jonas.membershipId];
        projectId = await createProject(
          actor,
          {
            name: 'Mine',
            company_id: null,
            description: null,
            status: 'active',
            hue: 'teal',
            start_on: null,
            due_on: null,
          },
          { membershipIds: both, teamIds: [] },
        );
        for (let at = 0; at < 8; at += 1) await add(undefined, (at % 8) - 3, both);
        for (const one of steps) await change(one);
        const shown = (await listMyTasks(actor, 100_000)).filter(
          (row) => row.project_id === projectId,
        );
        expect(shown.map(({ id }) => id)).to.deep.equal(await expected());
      }),
      { seed: testSeed, numRuns: runs },
    );
  });

  it('no task is lost to its assignee where one person finishes it while another assigns it', async function () {
    this.timeout(60_000);
    projectId = world.projects.website;
    const { todo, done } = world.columns;
    for (let round = 0; round < 10; round += 1) {
      const id = await add(todo, 0, []);
      await Promise.all([
        moveTask(actor, id, { columnId: done }),
        assignTask(actor, id, [world.people.priya.membershipId]),
      ]);
      if (round % 2) await moveTask(actor, id, { columnId: todo });
    }
    const shown = (await listMyTasks(actor, 100_000)).filter((row) => row.project_id === projectId);
    expect(shown.map(({ id }) => id)).to.deep.equal(await expected());
  });
});

/** A due date some days from now; none for 4. */
function dueIn(days: number): string | null {
  return days === 4 ? null : addDays(today('UTC'), days);
}
