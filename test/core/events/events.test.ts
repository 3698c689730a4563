import { expect } from 'chai';
import { table, transaction } from '../../../server/core/database/index.js';
import { setClock } from '../../../server/core/dates/index.js';
import {
  countFailedDeliveries,
  defineEvent,
  type HappenedEvent,
  history,
  historyOf,
  listFailedDeliveries,
  publish,
  readEvent,
  subscribe,
} from '../../../server/core/events/index.js';
import { defineJob, enqueue, startWorker, workOff } from '../../../server/core/jobs/index.js';
import { openTestDatabase } from '../../support/database.js';

const planted = defineEvent<{ title: string }>('test-tree.planted');
const felled = defineEvent<{ title: string }>('test-tree.felled');
const watered = defineJob<{ title: string }>('test.water', async () => {});

const heard: HappenedEvent<{ title: string }>[] = [];
let isDeaf = false;
subscribe(planted, 'remember', async (event) => {
  heard.push(event);
});
subscribe(planted, 'order water', async (event) => {
  await enqueue(watered, { title: event.data.title });
  if (isDeaf) throw new Error('no water');
});

const anna = { kind: 'team', userId: 7, workspaceId: 1, name: 'Anna' } as const;
const announcement = (title: string) => ({
  actor: anna,
  subject: { type: 'tree', id: 3 },
  projectId: 5,
  visibility: 'internal' as const,
  data: { title },
});

describe('Events', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;

  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    for (const name of ['event_deliveries', 'events', 'jobs']) await table(name).delete();
    heard.length = 0;
    isDeaf = false;
  });
  afterEach(() => setClock());

  it('reach every subscriber once, after the commit', async () => {
    await transaction(async () => {
      await publish(planted, announcement('Oak'));
      expect(heard).to.deep.equal([]);
    });
    await workOff('events');
    await workOff('events');
    expect(heard).to.have.length(1);
    const [event] = heard;
    expect(event).to.deep.include({
      name: 'test-tree.planted',
      workspaceId: 1,
      subject: { type: 'tree', id: 3 },
      projectId: 5,
      actorUserId: 7,
      actorName: 'Anna',
      visibility: 'internal',
      data: { title: 'Oak' },
    });
    expect(await table('jobs')).to.have.length(1);
  });

  it('never happened when the change was taken back', async () => {
    const failing = transaction(async () => {
      await publish(planted, announcement('Oak'));
      throw new Error('no');
    });
    await failing.catch(() => {});
    await workOff('events');
    expect(heard).to.deep.equal([]);
    expect(await table('events')).to.deep.equal([]);
  });

  it('are only announced inside a transaction', async () => {
    const failure = await publish(planted, announcement('Oak')).catch((error: Error) => error);
    expect(String(failure)).to.contain('outside a transaction');
  });

  it('FAULTS 1 that fail for one subscriber are tried again for that one alone, and nothing it did stays twice', async () => {
    const start = Date.now();
    isDeaf = true;
    await transaction(() => publish(planted, announcement('Oak')));
    await workOff('events');
    expect(await table('jobs'), 'what the failed try queued is taken back').to.deep.equal([]);
    isDeaf = false;
    setClock(() => start + 60_000);
    await workOff('events');
    expect(heard).to.have.length(1);
    expect(await table('jobs')).to.have.length(1);
  });

  it('FAULTS 1 of a killed process are delivered by the next one', async () => {
    await transaction(() => publish(planted, announcement('Oak')));
    await table('event_deliveries').update({
      lease_token: 'killed',
      next_attempt_at: Date.now() + 60_000,
    });
    await workOff('events');
    expect(heard).to.deep.equal([]);
    const worker = startWorker({ pollMs: 5, alone: true });
    while (heard.length === 0) await new Promise(setImmediate);
    await worker.stop();
    expect(heard).to.have.length(1);
  });

  it('that nobody can react to any more are kept as failed, with the reason', async () => {
    await transaction(() => publish(planted, announcement('Oak')));
    await table('event_deliveries')
      .where('subscriber', 'remember')
      .update({ subscriber: 'gone', attempts: 13 });
    await workOff('events');
    expect(await countFailedDeliveries()).to.equal(1);
    const [failed] = await listFailedDeliveries();
    expect(failed?.lastError).to.contain('"gone"');
  });

  it('are written once and read as history: all for the team, the shared ones for clients', async () => {
    await transaction(async () => {
      await publish(planted, announcement('Oak'));
      await publish(felled, { ...announcement('Elm'), visibility: 'client' });
      await publish(felled, {
        ...announcement('Ash'),
        actor: { ...anna, workspaceId: 2 },
        visibility: 'client',
      });
      await publish(felled, {
        ...announcement('Fir'),
        visibility: 'client',
        subject: { type: 'tree', id: 4 },
      });
    });
    const team = await history(anna).orderBy('id');
    expect(team.map((row) => readEvent(row).data.title)).to.deep.equal(['Oak', 'Elm', 'Fir']);
    const client = { kind: 'client', workspaceId: 1 } as const;
    const shared = await history(client).whereIn('project_id', [5]).orderBy('id');
    expect(shared.map((row) => readEvent(row).data.title)).to.deep.equal(['Elm', 'Fir']);
    const ofTree = await historyOf(client, { type: 'tree', id: 3 });
    expect(ofTree.map((row) => readEvent(row).data.title)).to.deep.equal(['Elm']);
    expect(await history(client).whereIn('project_id', [])).to.deep.equal([]);
  });

  it('of the program itself name no person', async () => {
    const system = { kind: 'system' as const, userId: 0, workspaceId: 1, name: 'System' };
    await transaction(() => publish(felled, { ...announcement('Oak'), actor: system }));
    const [row] = await history(anna);
    expect(row?.actor_user_id).to.equal(null);
  });

  it('and their subscribers have one name each', () => {
    expect(() => defineEvent('test-tree.planted')).to.throw('twice');
    expect(() => defineEvent('Planted')).to.throw('not a name');
    expect(() => subscribe(planted, 'remember', async () => {})).to.throw('twice');
  });
});
