import { expect } from 'chai';
import fc from 'fast-check';
import { table, transaction } from '../../../server/core/database/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { hostOf } from '../../../server/core/subjects/index.js';
import { removeColumn } from '../../../server/features/columns/columns.service.js';
import { listColumns } from '../../../server/features/columns/index.js';
import { createProject } from '../../../server/features/projects/projects.service.js';
import { positionIn } from '../../../server/features/tasks/positions.queries.js';
import { moveTask } from '../../../server/features/tasks/task-moves.service.js';
import { setVisibility } from '../../../server/features/tasks/task-sharing.service.js';
import {
  createTask,
  deleteTask,
  restoreTask,
} from '../../../server/features/tasks/tasks.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { isLong, noteTrial, testSeed } from '../../support/trials.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, countsOf } from './people.js';

const runs = isLong ? 300 : 5;

interface Card {
  id: number;
  column_id: number;
  position: string;
  deleted_at: number | null;
}

const newProject = {
  name: 'Order',
  company_id: null,
  description: null,
  status: 'active',
  hue: 'teal',
  start_on: null,
  due_on: null,
} as const;

const text = {
  description: null,
  priority: 'normal',
  milestone_id: null,
  start_on: null,
  due_on: null,
} as const;

describe('The order of cards', () => {
  let app: TestApp;
  let world: World;
  let actor: Actor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    actor = await actorOf(world, world.people.priya);
  });
  after(async () => {
    noteTrial(`The order of cards: ${runs} sequences of changes`);
    await app.close();
  });

  async function makeBoard(cards: number): Promise<{ projectId: number; columns: number[] }> {
    const projectId = await createProject(actor, newProject, { membershipIds: [], teamIds: [] });
    const columns = (await listColumns(projectId)).map((column) => column.id);
    for (let at = 0; at < cards; at += 1) await makeCard(projectId, columns[at % columns.length]);
    return { projectId, columns };
  }

  function makeCard(projectId: number, columnId: number | undefined): Promise<number> {
    const visibility = columnId && columnId % 2 ? 'client' : 'internal';
    const input = { ...text, projectId, columnId, title: 'Card', visibility, membershipIds: [] };
    return createTask(actor, { ...input, visibility: visibility as 'client' | 'internal' });
  }

  async function cardsOf(projectId: number): Promise<Card[]> {
    return (await table('tasks')
      .where({ project_id: projectId })
      .orderBy('position')
      .select('id', 'column_id', 'position', 'deleted_at')) as unknown as Card[];
  }

  async function expectWhole(projectId: number, ids: readonly number[]): Promise<void> {
    const cards = await cardsOf(projectId);
    expect(cards.map((card) => card.id).sort()).to.deep.equal([...ids].sort());
    const places = new Set(cards.map((card) => `${card.column_id} ${card.position}`));
    expect(places.size, 'no two cards share a place').to.equal(cards.length);
    const { stored, counted } = await countsOf(projectId);
    expect(stored, 'the stored counts are what counting says').to.deep.equal(counted);
  }

  const step = fc.record({
    kind: fc.constantFrom('move', 'move', 'move', 'move', 'add', 'delete', 'restore', 'share'),
    card: fc.nat(30),
    column: fc.nat(3),
    other: fc.nat(30),
    by: fc.constantFrom('before', 'after', 'place', 'end'),
  });

  it('S104 no sequence of changes loses or doubles a card, gives two the same place, or miscounts', async function () {
    this.timeout(isLong ? 1_200_000 : 60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const { projectId, columns } = await makeBoard(8);
        const ids = (await cardsOf(projectId)).map((card) => card.id);
        for (const { kind, card, column, other, by } of steps) {
          const id = ids[card % ids.length] as number;
          const neighbour = ids[other % ids.length] as number;
          const columnId = columns[column] as number;
          const isGone = (await cardsOf(projectId)).find((row) => row.id === id)?.deleted_at;
          if (kind === 'add') ids.push(await makeCard(projectId, columnId));
          else if (kind === 'restore' && isGone) await restoreTask(actor, id);
          else if (isGone) continue;
          else if (kind === 'delete') await deleteTask(actor, id);
          else if (kind === 'share') {
            await setVisibility(actor, id, other % 2 ? 'client' : 'internal', {});
          } else {
            await moveTask(actor, id, {
              columnId,
              ...(by === 'before' ? { beforeId: neighbour } : {}),
              ...(by === 'after' ? { afterId: neighbour } : {}),
              ...(by === 'place' ? { place: 1 + (other % 5) } : {}),
            });
          }
        }
        await expectWhole(projectId, ids);
      }),
      { seed: testSeed, numRuns: runs },
    );
  });

  it('S104 the board is in the order in which a person moved its cards', async function () {
    this.timeout(isLong ? 600_000 : 60_000);
    const move = fc.record({ card: fc.nat(5), place: fc.integer({ min: 1, max: 6 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 25 }), async (moves) => {
        const { projectId, columns } = await makeBoard(0);
        const columnId = columns[0] as number;
        const model: number[] = [];
        for (let at = 0; at < 6; at += 1) model.push(await makeCard(projectId, columnId));
        const ids = [...model];
        for (const { card, place } of moves) {
          const id = ids[card] as number;
          await moveTask(actor, id, { columnId, place });
          model.splice(model.indexOf(id), 1);
          model.splice(place - 1, 0, id);
        }
        expect((await cardsOf(projectId)).map((row) => row.id)).to.deep.equal(model);
      }),
      { seed: testSeed, numRuns: runs },
    );
  });

  it('S104 people who move at once get a place each, and no card is lost', async function () {
    this.timeout(60_000);
    const { projectId, columns } = await makeBoard(12);
    const ids = (await cardsOf(projectId)).map((card) => card.id);
    const target = columns[2] as number;
    const first = (await cardsOf(projectId)).find((card) => card.column_id === target)?.id;
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        ids.map((id, at) =>
          moveTask(actor, id, {
            columnId: at % 3 ? target : (columns[at % 4] as number),
            beforeId: first,
          }),
        ),
      );
      await expectWhole(projectId, ids);
    }
  });

  it('S104 two people who move the same card at once leave it in one place', async () => {
    const { projectId, columns } = await makeBoard(4);
    const ids = (await cardsOf(projectId)).map((card) => card.id);
    const id = ids[0] as number;
    await Promise.all(columns.map((columnId) => moveTask(actor, id, { columnId })));
    await expectWhole(projectId, ids);
  });

  it('a thousand moves into the same gap keep their order and short keys', async function () {
    this.timeout(60_000);
    const { projectId, columns } = await makeBoard(0);
    const columnId = columns[0] as number;
    const a = await makeCard(projectId, columnId);
    const b = await makeCard(projectId, columnId);
    const c = await makeCard(projectId, columnId);
    await transaction(async () => {
      for (let at = 0; at < 1000; at += 1) {
        // The two lower cards take turns right below the first: the gap halves each time.
        const id = at % 2 ? b : c;
        const position = await positionIn(columnId, id, { afterId: a });
        await table('tasks').where({ id }).update({ position });
      }
    });
    const cards = await cardsOf(projectId);
    expect(cards.map((card) => card.id)).to.deep.equal([a, b, c]);
    expect(Math.max(...cards.map((card) => card.position.length))).to.be.lessThan(160);
  });

  it('a card cannot take the place that a deleted card keeps', async () => {
    const { projectId, columns } = await makeBoard(0);
    const columnId = columns[0] as number;
    const first = await makeCard(projectId, columnId);
    const second = await makeCard(projectId, columnId);
    const third = await makeCard(projectId, columnId);
    await deleteTask(actor, second);
    await moveTask(actor, third, { columnId, afterId: first });
    await restoreTask(actor, second);
    await expectWhole(projectId, [first, second, third]);
  });

  it('the tasks of a removed column come to the end of another, deleted ones too', async () => {
    const { projectId, columns } = await makeBoard(9);
    const ids = (await cardsOf(projectId)).map((card) => card.id);
    const gone = (await cardsOf(projectId)).find((card) => card.column_id === columns[0])?.id;
    await deleteTask(actor, gone as number);
    await removeColumn(actor, columns[0] as number, columns[3] as number);
    await restoreTask(actor, gone as number);
    await expectWhole(projectId, ids);
    const held = (await cardsOf(projectId)).filter((card) => card.column_id === columns[3]);
    expect(held).to.have.length(5);
  });

  it('SEC 18 numbers within a project are given once, also to people who create at once', async () => {
    const { projectId, columns } = await makeBoard(0);
    await Promise.all(Array.from({ length: 12 }, () => makeCard(projectId, columns[0])));
    const rows = (await table('tasks').where({ project_id: projectId }).select('number')) as {
      number: number;
    }[];
    expect(rows.map((row) => row.number).sort((x, y) => x - y)).to.deep.equal(
      Array.from({ length: 12 }, (_, at) => at + 1),
    );
  });

  it('stored counts of comments and files follow what hangs on a task', async () => {
    const { projectId, columns } = await makeBoard(0);
    const id = await makeCard(projectId, columns[0]);
    const change = (kind: 'comment' | 'file', all: 0 | 1 | -1, client: 0 | 1 | -1) =>
      hostOf('task').attached?.({ kind, id: 1, subjectId: id, all, client });
    await change('comment', 1, 1);
    await change('comment', 1, 0);
    await change('file', 1, 0);
    await change('comment', 0, -1);
    const row = await table('tasks').where({ id }).first();
    expect(row).to.include({
      comments_count: 2,
      client_comments_count: 0,
      files_count: 1,
      client_files_count: 0,
    });
  });
});
