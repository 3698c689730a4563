import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { systemActor } from '../../../server/core/permissions/index.js';
import { lookUpUser } from '../../../server/features/accounts/index.js';
import {
  deletePerson,
  restorePerson,
} from '../../../server/features/departures/departures.service.js';
import { erasePerson } from '../../../server/features/departures/erasure.service.js';
import { changeRoles } from '../../../server/features/memberships/index.js';
import { countLastingAdmins } from '../../../server/features/memberships/memberships.queries.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { actorOf, makePerson, outcomeOf } from '../memberships/rights.js';

describe('Deleting at the same moment, and the last Admin', () => {
  let app: TestApp;
  let world: World;
  let admin: number;
  let staff: number;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = (await builtInRole(world.workspaceId, 'admin')).id;
    staff = (await builtInRole(world.workspaceId, 'staff')).id;
  });
  afterEach(() => app.close());

  const program = () => systemActor(world.workspaceId);
  const admins = () => countLastingAdmins(world.workspaceId, 0);
  const isDeleted = async ({ userId }: Person) =>
    (await table('departures').where({ user_id: userId })).length > 0;

  it('S047 cannot be deleted, not even by the program', async () => {
    const { userId, name } = world.people.priya;
    expect(await outcomeOf(deletePerson(program(), userId, name))).to.equal('Invalid');
    expect(await admins()).to.equal(1);
    expect(await isDeleted(world.people.priya)).to.equal(false);
  });

  it('CVE 52 SEC 58 stays when one Admin deletes the other while the other demotes the one, ten times', async () => {
    const second = await makePerson(world.workspaceId, 'Second', [admin]);
    const { priya } = world.people;
    for (let trial = 0; trial < 10; trial += 1) {
      const one = await actorOf(world.workspaceId, priya);
      const two = await actorOf(world.workspaceId, second);
      const outcomes = await Promise.all([
        outcomeOf(deletePerson(one, second.userId, second.name)),
        outcomeOf(changeRoles(two, priya.membershipId, [staff])),
      ]);
      expect(outcomes.sort()).to.eql(['Invalid', 'done']);
      expect(await admins()).to.equal(1);
      if (await isDeleted(second)) await restorePerson(program(), second.userId);
      else await changeRoles(program(), priya.membershipId, [admin]);
    }
  });

  it('CVE 52 stays when two Admins delete each other at the same moment', async () => {
    const second = await makePerson(world.workspaceId, 'Second', [admin]);
    const pair = [world.people.priya, second];
    const [one, two] = await Promise.all(pair.map((who) => actorOf(world.workspaceId, who)));
    if (!one || !two) throw new Error('Two Admins are needed');
    const outcomes = await Promise.all([
      outcomeOf(deletePerson(one, second.userId, second.name)),
      outcomeOf(deletePerson(two, world.people.priya.userId, world.people.priya.name)),
    ]);
    expect(outcomes.sort()).to.eql(['Invalid', 'done']);
    expect(await admins()).to.equal(1);
  });

  it('is either back or erased when both are asked for at the same moment', async () => {
    const { jonas, priya } = world.people;
    const actor = await actorOf(world.workspaceId, priya);
    await deletePerson(actor, jonas.userId, jonas.name);
    const outcomes = await Promise.all([
      outcomeOf(restorePerson(actor, jonas.userId)),
      outcomeOf(erasePerson(actor, jonas.userId, jonas.name)),
    ]);
    expect([...outcomes].sort()).to.eql(['NotFound', 'done']);
    const user = await lookUpUser(jonas.userId);
    const isBack = outcomes[0] === 'done';
    expect(user?.name === jonas.name).to.equal(isBack);
    expect(user?.status === 'active').to.equal(isBack);
  });

  it('is not in two trashes: of two who delete the same person, one comes too late', async () => {
    const { userId, name } = world.people.jonas;
    const actor = await actorOf(world.workspaceId, world.people.priya);
    const outcomes = await Promise.all([
      outcomeOf(deletePerson(actor, userId, name)),
      outcomeOf(deletePerson(actor, userId, name)),
    ]);
    expect(outcomes.sort()).to.eql(['NotFound', 'done']);
  });
});
