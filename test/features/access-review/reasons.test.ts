import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Why somebody is worth a look in an access review', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  it('says of an Admin whether a password alone lets them in, and lists everybody of whom that is true', async () => {
    const { priya: admin, jonas, elin } = world.people;
    await table('users').where({ id: jonas.userId }).update({ second_factor_at: now() });
    await table('memberships')
      .where({ id: elin.membershipId })
      .update({ ends_at: now() + 10 * day });
    const review = (await priya.post('/access-review')).location;
    const unprotected = await priya.get(`${review}?show=unprotected`);
    expect(unprotected.text).to.include(admin.name).and.not.include(jonas.name);
    expect(unprotected.text).to.include('No two-factor');
    const ending = await priya.get(`${review}?show=ending`);
    expect(ending.text).to.include(elin.name).and.not.include(jonas.name);
    expect((await priya.get(`${review}/record`)).text).to.include('Admin; No two-factor');
    const { text } = await priya.post(`${review}/record`);
    expect(text).to.include('Worth a look').and.include('Admin; No two-factor');
  });
});
