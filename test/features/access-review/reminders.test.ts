import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { remindOfReviews } from '../../../server/features/access-review/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('The access review, when nobody thinks of it,', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  after(async () => {
    setClock();
    await app.close();
  });

  it('is reminded of each quarter, once, until it was signed off', async () => {
    const start = now();
    const mails = async () =>
      (await table('outbox').where({ template: 'access-review-due' })).length;
    await remindOfReviews();
    expect(await mails(), 'the installation is new').to.equal(0);
    setClock(() => start + 91 * day);
    await remindOfReviews();
    await remindOfReviews();
    expect(await mails()).to.equal(1);
    setClock(() => start + 100 * day);
    await remindOfReviews();
    expect(await mails()).to.equal(1);
    priya = await app.signedIn(world.people.priya.userId);
    expect((await priya.get('/users')).text).to.include('A review of access is due');
    const { location: review } = await priya.post('/access-review');
    const rows = (await table('access_review_rows').select('id')) as { id: number }[];
    await priya.post(`${review}/kept`, { row_ids: rows.map(({ id }) => id) });
    await priya.post(`${review}/signature`);
    expect((await priya.get('/users')).text).not.to.include('A review of access is due');
    setClock(() => start + 185 * day);
    await remindOfReviews();
    expect(await mails(), 'signed off within the quarter').to.equal(1);
    setClock(() => start + 200 * day);
    await remindOfReviews();
    expect(await mails()).to.equal(2);
    await saveInstallationSettings({ 'security.access_review_days': 0 });
    setClock(() => start + 900 * day);
    await remindOfReviews();
    expect(await mails(), 'turned off').to.equal(2);
  });
});
