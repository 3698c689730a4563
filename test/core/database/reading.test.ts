import { expect } from 'chai';
import {
  besidesReading,
  insertRow,
  OnlyReadingError,
  onlyReading,
  raw,
  table,
  transaction,
} from '../../../server/core/database/index.js';
import { openTestDatabase } from '../../support/database.js';

describe('Work that may only read', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;

  before(async () => {
    database = await openTestDatabase();
  });
  beforeEach(() => table('rate_limits').delete());
  after(() => database.drop());

  const row = { key: 'a', points: 1, expire: 1 };
  const rows = async () => (await table('rate_limits')).length;
  const outcome = async (work: () => Promise<unknown>) => {
    try {
      await onlyReading(work);
      return 'done';
    } catch (error) {
      return (error as Error).name;
    }
  };

  it('reads, also in a transaction', async () => {
    expect(await outcome(() => rows())).to.equal('done');
    expect(await outcome(() => transaction(rows))).to.equal('done');
  });

  it('is refused every change, whichever way it takes, and changes nothing', async () => {
    await table('rate_limits').insert(row);
    const other = { ...row, key: 'b' };
    const changes: (() => Promise<unknown>)[] = [
      () => insertRow('jobs', { queue: 'x' }),
      async () => table('rate_limits').insert(other),
      async () => table('rate_limits').where({ key: 'a' }).update({ points: 2 }),
      async () => table('rate_limits').where({ key: 'a' }).increment('points', 1),
      async () => table('rate_limits').where({ key: 'a' }).delete(),
      async () => table('rate_limits').insert(other).onConflict('key').merge(),
      async () => raw('delete from rate_limits where points = 1'),
      () => transaction(async () => table('rate_limits').insert(other)),
    ];
    for (const change of changes) expect(await outcome(change)).to.equal(OnlyReadingError.name);
    const [kept, ...more] = (await table('rate_limits')) as { points: number }[];
    expect(more).to.deep.equal([]);
    expect(Number(kept?.points)).to.equal(1);
  });

  it('leaves other work alone that goes on at the same time', async () => {
    const writing = async () => table('rate_limits').insert(row);
    await Promise.all([outcome(rows), writing(), outcome(rows)]);
    expect(await rows()).to.equal(1);
  });

  it('lets the program keep its own marks meanwhile', async () => {
    const answer = await outcome(() =>
      besidesReading(async () => table('rate_limits').insert(row)),
    );
    expect(answer).to.equal('done');
    expect(await rows()).to.equal(1);
  });

  it('passes on what the work gives', async () => {
    expect(await onlyReading(() => 7)).to.equal(7);
  });
});
