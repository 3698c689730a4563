import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, hour, minute, setClock } from '../../../server/core/dates/index.js';
import {
  listRecurringJobs,
  recurring,
  startWorker,
  workOff,
} from '../../../server/core/jobs/index.js';
import { openTestDatabase } from '../../support/database.js';

let turns = 0;
let isBroken = false;
recurring('test.hourly', '17 * * * *', async () => {
  turns += 1;
  if (isBroken) throw new Error('no luck');
});

/** 12:00 UTC on a day without anything special. */
const noon = Date.UTC(2026, 10, 22, 12);

describe('The schedule', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let moment = noon;

  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    await table('jobs').delete();
    turns = 0;
    isBroken = false;
    moment = noon;
    setClock(() => moment);
    await place();
  });
  afterEach(() => setClock());

  /** What every start does: exactly the scheduled jobs of this version have a row. */
  async function place() {
    const worker = startWorker({ pollMs: 5 });
    while ((await names()) !== 'test.hourly') await new Promise(setImmediate);
    await worker.stop();
  }

  const names = async () => (await listRecurringJobs()).map((job) => job.name).join();

  it('is shown with its next turn', async () => {
    const [job] = await listRecurringJobs();
    expect(job?.name).to.equal('test.hourly');
    expect(job?.runAt).to.equal(noon + 17 * minute);
  });

  it('runs a job once at each of its turns', async () => {
    await workOff('jobs');
    expect(turns).to.equal(0);
    moment = noon + 17 * minute;
    await workOff('jobs');
    await workOff('jobs');
    expect(turns).to.equal(1);
    moment = noon + 77 * minute;
    await workOff('jobs');
    expect(turns).to.equal(2);
  });

  it('FAULTS 21 makes up once, not thirty times, for the time the program was down', async () => {
    moment = noon + 30 * hour;
    await workOff('jobs');
    expect(turns).to.equal(1);
    expect((await listRecurringJobs())[0]?.runAt).to.equal(noon + 30 * hour + 17 * minute);
  });

  it('FAULTS 21 goes on at the next turn after the clock had jumped a year ahead', async () => {
    moment = noon + 365 * day;
    await workOff('jobs');
    moment = noon + minute;
    const worker = startWorker({ pollMs: 5 });
    while ((await listRecurringJobs())[0]?.runAt !== noon + 17 * minute) {
      await new Promise(setImmediate);
    }
    await worker.stop();
  });

  it('goes on after a failure and keeps its reason in sight', async () => {
    isBroken = true;
    moment = noon + 17 * minute;
    await workOff('jobs');
    const [job] = await listRecurringJobs();
    expect(job?.status).to.equal('waiting');
    expect(job?.lastError).to.contain('no luck');
    expect(job?.runAt).to.equal(noon + 77 * minute);
    isBroken = false;
    moment = noon + 77 * minute;
    await workOff('jobs');
    expect((await listRecurringJobs())[0]?.lastError).to.equal(null);
  });

  it('forgets jobs that this version no longer has', async () => {
    await table('jobs').update({ name: 'test.gone', unique_key: 'recurring:test.gone' });
    await table('jobs').insert({
      name: 'test.gone-too',
      data: 'null',
      unique_key: 'recurring:test.gone-too',
      run_at: noon + day,
      attempts: 0,
      max_attempts: 1,
      status: 'waiting',
      created_at: noon,
    });
    await place();
    expect(await names()).to.equal('test.hourly');
  });

  it('refuses what is no schedule', () => {
    expect(() => recurring('test.never', 'every now and then', async () => {})).to.throw();
  });
});
