import { expect } from 'chai';
import { hour, now } from '../../../server/core/dates/index.js';
import { systemActor } from '../../../server/core/permissions/index.js';
import {
  changeRoles,
  deactivateUser,
  reactivateUser,
  restoreMembership,
  setMembershipEnd,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { countLastingAdmins } from '../../../server/features/memberships/memberships.queries.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { actorOf, makePerson, outcomeOf } from './rights.js';

describe('The last Admin of the primary workspace', () => {
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

  it('S047 can be neither demoted, suspended, deactivated nor given an end, not even by the program', async () => {
    const { membershipId, userId } = world.people.priya;
    for (const attempt of [
      () => changeRoles(program(), membershipId, [staff]),
      () => changeRoles(program(), membershipId, [{ roleId: admin, endsAt: now() + hour }]),
      () => suspendMembership(program(), membershipId),
      () => setMembershipEnd(program(), membershipId, now() + hour),
      () => deactivateUser(program(), userId),
    ]) {
      expect(await outcomeOf(attempt())).to.equal('Invalid');
    }
    expect(await admins()).to.equal(1);
  });

  it('is not replaced by an Admin whose time ends', async () => {
    const guest = await makePerson(world.workspaceId, 'Guest Admin', [staff]);
    const actor = await actorOf(world.workspaceId, world.people.priya);
    await changeRoles(actor, guest.membershipId, [{ roleId: admin, endsAt: now() + hour }]);
    const attempt = changeRoles(
      await actorOf(world.workspaceId, guest),
      world.people.priya.membershipId,
      [staff],
    );
    expect(await outcomeOf(attempt)).to.equal('Invalid');
  });

  it('is not replaced by an Admin who cannot sign in', async () => {
    const off = await makePerson(world.workspaceId, 'Off Admin', [admin]);
    const actor = await actorOf(world.workspaceId, world.people.priya);
    await deactivateUser(actor, off.userId);
    const attempt = changeRoles(program(), world.people.priya.membershipId, [staff]);
    expect(await outcomeOf(attempt)).to.equal('Invalid');
    await reactivateUser(actor, off.userId);
    const again = changeRoles(program(), world.people.priya.membershipId, [staff]);
    expect(await outcomeOf(again)).to.equal('done');
  });

  it('may go once somebody else is Admin for good', async () => {
    const second = await makePerson(world.workspaceId, 'Second', [admin]);
    const actor = await actorOf(world.workspaceId, second);
    await changeRoles(actor, world.people.priya.membershipId, [staff]);
    expect(await admins()).to.equal(1);
  });

  it('is protected in the primary workspace only: a Super Admin can always mend the others', async () => {
    const other = await createWorkspace({ name: 'Branch', isPrimary: false });
    await createBuiltInRoles(other);
    const roles = [(await builtInRole(other, 'admin')).id, (await builtInRole(other, 'staff')).id];
    const only = await makePerson(other, 'Only There', roles.slice(0, 1));
    const attempt = changeRoles(systemActor(other), only.membershipId, roles.slice(1));
    expect(await outcomeOf(attempt)).to.equal('done');
  });

  it('CVE 52 SEC 58 stays when two Admins demote each other at the same moment, twenty times', async () => {
    const second = await makePerson(world.workspaceId, 'Second', [admin]);
    const pair = [world.people.priya, second];
    for (let trial = 0; trial < 20; trial += 1) {
      const [one, two] = await Promise.all(pair.map((who) => actorOf(world.workspaceId, who)));
      if (!one || !two) throw new Error('Two Admins are needed');
      const outcomes = await Promise.all([
        outcomeOf(changeRoles(one, second.membershipId, [staff])),
        outcomeOf(changeRoles(two, world.people.priya.membershipId, [staff])),
      ]);
      expect(outcomes.sort()).to.eql(['Invalid', 'done']);
      expect(await admins()).to.equal(1);
      for (const who of pair) await changeRoles(program(), who.membershipId, [admin]);
    }
  });

  it('CVE 52 SEC 58 stays when twenty Admins all send each other away in different ways at once', async () => {
    const crowd: Person[] = [world.people.priya];
    for (let number = 0; number < 19; number += 1)
      crowd.push(await makePerson(world.workspaceId, `Admin Number ${number}`, [admin]));
    const actors = await Promise.all(crowd.map((who) => actorOf(world.workspaceId, who)));
    const ways = [
      (by: number, of: Person) => changeRoles(actors[by] ?? program(), of.membershipId, [staff]),
      (by: number, of: Person) => suspendMembership(actors[by] ?? program(), of.membershipId),
      (by: number, of: Person) => deactivateUser(actors[by] ?? program(), of.userId),
      (by: number, of: Person) =>
        setMembershipEnd(actors[by] ?? program(), of.membershipId, now() + hour),
    ];
    const outcomes = await Promise.all(
      crowd.map((who, at) =>
        outcomeOf((ways[at % 4] ?? ways[0])?.((at + 1) % 20, who) ?? Promise.resolve()),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'done').length).to.equal(19);
    expect(await admins()).to.equal(1);
  });

  it('comes back as they were when a suspension is lifted', async () => {
    const second = await makePerson(world.workspaceId, 'Second', [admin]);
    const actor = await actorOf(world.workspaceId, world.people.priya);
    await suspendMembership(actor, second.membershipId);
    expect(await admins()).to.equal(1);
    await restoreMembership(actor, second.membershipId);
    expect(await admins()).to.equal(2);
  });
});
