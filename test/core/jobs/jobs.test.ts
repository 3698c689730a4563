import { expect } from 'chai';
import { table, transaction } from '../../../server/core/database/index.js';
import { hour, minute, setClock } from '../../../server/core/dates/index.js';
import {
  countFailedJobs,
  defineJob,
  deleteFailedJob,
  enqueue,
  listUnfinishedJobs,
  retryJob,
  startWorker,
  workOff,
} from '../../../server/core/jobs/index.js';
import { openTestDatabase } from '../../support/database.js';

const done: string[] = [];
let failures = 0;
let release: () => void = () => {};
/** A job is taken a moment before it begins: only then is there something to release. */
let isLingering = false;

const greet = defineJob<{ name: string }>('test.greet', async ({ name }) => {
  done.push(name);
});
const stumble = defineJob<null>(
  'test.stumble',
  async () => {
    failures += 1;
    throw new Error(`stumbled ${failures}`);
  },
  { maxAttempts: 3 },
);
const linger = defineJob<null>('test.linger', async () => {
  await new Promise<void>((resolve) => {
    release = resolve;
    isLingering = true;
  });
  isLingering = false;
  done.push('lingered');
});

describe('Jobs', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;

  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    await table('jobs').delete();
    done.length = 0;
    failures = 0;
  });
  afterEach(() => setClock());

  const rows = () =>
    table('jobs').whereNull('unique_key').orderBy('id') as unknown as Promise<
      Record<string, unknown>[]
    >;

  it('are done once and then forgotten', async () => {
    await enqueue(greet, { name: 'Anna' });
    await workOff('jobs');
    await workOff('jobs');
    expect(done).to.deep.equal(['Anna']);
    expect(await rows()).to.deep.equal([]);
  });

  it('never start when the change that ordered them was taken back', async () => {
    const failing = transaction(async () => {
      await enqueue(greet, { name: 'Anna' });
      throw new Error('no');
    });
    await failing.catch(() => {});
    await workOff('jobs');
    expect(done).to.deep.equal([]);
  });

  it('wait for their moment', async () => {
    const start = Date.now();
    await enqueue(greet, { name: 'later' }, { runAt: start + hour });
    await workOff('jobs');
    expect(done).to.deep.equal([]);
    setClock(() => start + hour);
    await workOff('jobs');
    expect(done).to.deep.equal(['later']);
  });

  it('of one key exist once, also when ordered inside one transaction', async () => {
    await transaction(async () => {
      await enqueue(greet, { name: 'first' }, { uniqueKey: 'digest 7' });
      await enqueue(greet, { name: 'second' }, { uniqueKey: 'digest 7' });
    });
    await enqueue(greet, { name: 'third' }, { uniqueKey: 'digest 7' });
    await workOff('jobs');
    expect(done).to.deep.equal(['first']);
    await enqueue(greet, { name: 'next day' }, { uniqueKey: 'digest 7' });
    await workOff('jobs');
    expect(done).to.deep.equal(['first', 'next day']);
  });

  it('that fail are tried again with growing pauses, then kept with the reason', async () => {
    const start = Date.now();
    let moment = start;
    setClock(() => moment);
    await enqueue(stumble, null);
    await workOff('jobs');
    expect(failures).to.equal(1);
    expect(Number((await rows())[0]?.run_at) - start).to.equal(5_000);
    moment += 5_000;
    await workOff('jobs');
    expect(Number((await rows())[0]?.run_at) - moment).to.equal(10_000);
    moment += 10_000;
    await workOff('jobs');
    moment += 10 * hour;
    await workOff('jobs');
    expect(failures).to.equal(3);
    const [failed] = await listUnfinishedJobs();
    expect(failed?.status).to.equal('failed');
    expect(failed?.lastError).to.contain('stumbled 3');
    expect(await countFailedJobs()).to.equal(1);
  });

  it('that failed can be tried again or removed by a person', async () => {
    await enqueue(stumble, null);
    await table('jobs').update({ status: 'failed', attempts: 3 });
    const [failed] = await listUnfinishedJobs();
    expect(await retryJob(failed?.id ?? 0)).to.equal(true);
    expect(await retryJob(failed?.id ?? 0)).to.equal(false);
    await workOff('jobs');
    expect(failures).to.equal(1);
    expect(await deleteFailedJob(failed?.id ?? 0)).to.equal(false);
    await table('jobs').update({ status: 'failed' });
    expect(await deleteFailedJob(failed?.id ?? 0)).to.equal(true);
    expect(await countFailedJobs()).to.equal(0);
  });

  it('that this version does not know are kept and said', async () => {
    await enqueue({ name: 'test.from-tomorrow', maxAttempts: 5, run: async () => {} }, null);
    await workOff('jobs');
    const [failed] = await listUnfinishedJobs();
    expect(failed?.status).to.equal('failed');
    expect(failed?.lastError).to.contain('does not know this job');
  });

  it('cannot be defined twice under one name', () => {
    expect(() => defineJob('test.greet', async () => {})).to.throw('defined twice');
  });

  it('FAULTS 1 of a killed process are done by the next one when its lease ends', async () => {
    const start = Date.now();
    await enqueue(greet, { name: 'Anna' });
    await table('jobs').update({
      status: 'running',
      attempts: 1,
      lease_token: 'killed',
      leased_until: start + minute,
      run_at: start + minute,
    });
    await workOff('jobs');
    expect(done, 'the other process may still be at it').to.deep.equal([]);
    setClock(() => start + minute);
    await workOff('jobs');
    expect(done).to.deep.equal(['Anna']);
  });

  it('FAULTS 1 that take the process down each time are given up', async () => {
    await enqueue(stumble, null);
    await table('jobs').update({ status: 'running', attempts: 3, lease_token: 'killed' });
    await workOff('jobs');
    expect(failures).to.equal(0);
    expect((await listUnfinishedJobs())[0]?.lastError).to.contain('Interrupted too often');
  });

  it('are not done by a process that lost its lease, and its word does not count', async () => {
    await enqueue(linger, null);
    const running = workOff('jobs');
    await until(async () => isLingering);
    await table('jobs').update({ lease_token: 'taken over by another process' });
    release();
    await running;
    expect((await rows())[0]?.lease_token).to.equal('taken over by another process');
  });

  describe('with a running worker', () => {
    it('are done at once when ordered in this process, long before the next poll', async () => {
      const worker = startWorker({ pollMs: 3_600_000 });
      await until(async () => true);
      await transaction(() => enqueue(greet, { name: 'at once' }));
      await until(async () => done.length === 1);
      await worker.stop();
    });

    it('are done once each, however many come at the same time', async () => {
      const worker = startWorker({ pollMs: 20 });
      const other = startWorker({ pollMs: 20, alone: false });
      await Promise.all(
        Array.from({ length: 40 }, (_, at) => enqueue(greet, { name: String(at) })),
      );
      await until(async () => (await rows()).length === 0);
      await Promise.all([worker.stop(), other.stop()]);
      expect(done).to.have.length(40);
      expect(new Set(done).size).to.equal(40);
    });

    it('FAULTS 31 let people go first while many wait, and are done when they have their answers', async () => {
      const many = 40;
      for (let at = 0; at < many; at++) await enqueue(greet, { name: String(at) });
      const worker = startWorker({ pollMs: 20 });
      await keepBusy(10);
      const meanwhile = done.length;
      await until(async () => (await rows()).length === 0);
      await worker.stop();
      expect(meanwhile).to.be.below(many);
      expect(done).to.have.length(many);
    });

    it('FAULTS 36 are finished before the program stops', async () => {
      const worker = startWorker({ pollMs: 20 });
      await enqueue(linger, null);
      await until(async () => isLingering);
      const stopping = worker.stop();
      await enqueue(greet, { name: 'too late' });
      release();
      await stopping;
      expect(done).to.include('lingered');
      // A look for work that was under way may still have found it: then it is finished as well.
      const left = (await rows()).map((row) => row.name);
      expect(left).to.deep.equal(done.includes('too late') ? [] : ['test.greet']);
    });

    it('FAULTS 1 go on at once after a restart where only one process uses the database', async () => {
      await enqueue(greet, { name: 'Anna' });
      await table('jobs').update({
        status: 'running',
        lease_token: 'killed',
        run_at: Date.now() + minute,
      });
      const worker = startWorker({ pollMs: 20, alone: true });
      await until(async () => done.length === 1);
      await worker.stop();
    });

    it('FAULTS 21 made while the clock ran a year ahead do not wait for a year', async () => {
      const start = Date.now();
      setClock(() => start + 365 * 24 * hour);
      await enqueue(greet, { name: 'soon' });
      await enqueue(greet, { name: 'in an hour' }, { runAt: start + 365 * 24 * hour + hour });
      setClock();
      const worker = startWorker({ pollMs: 20 });
      await until(async () => done.length === 1);
      await worker.stop();
      const [later] = await rows();
      expect(done).to.deep.equal(['soon']);
      expect(Number(later?.run_at) - start).to.be.within(hour, hour + 5 * minute);
    });
  });
});

/** So many rounds of the event loop in each of which others have their hands full. */
async function keepBusy(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await new Promise(setImmediate);
    const until = performance.now() + 120;
    while (performance.now() < until);
  }
}

/** Waits for a condition by asking again and again; mocha's own limit ends a wait for ever. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}
