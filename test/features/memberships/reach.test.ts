import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { invite } from '../../../server/features/invitations/index.js';
import {
  changeRoles,
  createMembership,
  deactivateUser,
  mayChangeUser,
  reactivateUser,
  setOverrides,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { actorOf, makePerson, makeRole, outcomeOf } from './rights.js';

describe('How far a change of people reaches', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let roles: { admin: number; staff: number; client: number; small: number; wide: number };
  /** Edits and deactivates users, holds little else. */
  let office: Person;
  let desk: Actor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
    const id = world.workspaceId;
    roles = {
      admin: (await builtInRole(id, 'admin')).id,
      staff: (await builtInRole(id, 'staff')).id,
      client: (await builtInRole(id, 'client')).id,
      small: await makeRole(id, 'Small', { 'users.view': 'all', 'files.view': 'assigned' }),
      wide: await makeRole(id, 'Wide', { 'files.view': 'all' }),
    };
    const officeRole = await makeRole(id, 'Office', {
      'users.view': 'all',
      'users.create': 'all',
      'users.edit': 'all',
      'users.deactivate': 'all',
      'files.view': 'assigned',
      'tasks.view': 'own',
    });
    office = await makePerson(id, 'Office Person', [officeRole]);
    desk = await actorOf(id, office);
  });
  after(async () => {
    await mailbox.close();
    await app.close();
  });

  const priya = () => actorOf(world.workspaceId, world.people.priya);
  it('refuses roles of another audience or workspace, and none at all', async () => {
    const person = await makePerson(world.workspaceId, 'Choosy', [roles.staff]);
    const other = await createWorkspace({ name: 'Second house', isPrimary: false });
    await createBuiltInRoles(other);
    const foreign = await builtInRole(other, 'staff');
    const actor = await priya();
    for (const choice of [
      [roles.client],
      [foreign.id],
      [],
      [999_999],
      [roles.staff, roles.staff],
    ]) {
      expect(await outcomeOf(changeRoles(actor, person.membershipId, choice))).to.equal('Invalid');
    }
  });

  it('CVE 1 reaches nobody of another workspace', async () => {
    const other = await createWorkspace({ name: 'Third house', isPrimary: false });
    await createBuiltInRoles(other);
    const staff = await builtInRole(other, 'staff');
    const stranger = await makePerson(other, 'Stranger There', [staff.id]);
    const actor = await priya();
    for (const attempt of [
      () => changeRoles(actor, stranger.membershipId, [roles.staff]),
      () => suspendMembership(actor, stranger.membershipId),
      () => setOverrides(actor, stranger.membershipId, []),
      () => deactivateUser(actor, stranger.userId),
      () => invite(actor, stranger.membershipId),
    ]) {
      expect(await outcomeOf(attempt())).to.equal('NotFound');
    }
  });

  it('S088 an Admin of another workspace rules that workspace only', async () => {
    const other = await createWorkspace({ name: 'Fourth house', isPrimary: false });
    await createBuiltInRoles(other);
    const admin = await builtInRole(other, 'admin');
    const ruler = await makePerson(other, 'Ruler There', [admin.id]);
    const staff = await builtInRole(other, 'staff');
    const membershipId = await createMembership({
      workspaceId: other,
      userId: world.people.elin.userId,
      audience: 'team',
      roleIds: [staff.id],
      status: 'active',
    });
    const actor = await actorOf(other, ruler);
    expect(await mayChangeUser(actor, world.people.elin.userId, 'edit')).to.equal(false);
    const elin = world.people.elin;
    expect(await outcomeOf(deactivateUser(actor, elin.userId))).to.equal('Forbidden');
    expect(await outcomeOf(suspendMembership(actor, membershipId))).to.equal('done');
    expect(await mayChangeUser(await priya(), elin.userId, 'edit')).to.equal(true);
    await table('membership_roles').where({ membership_id: membershipId }).delete();
    await table('memberships').where({ id: membershipId }).delete();
  });

  it('changes the account of a colleague only for who holds all that the colleague holds', async () => {
    const below = await makePerson(world.workspaceId, 'Below', [roles.small]);
    const above = await makePerson(world.workspaceId, 'Way Above', [roles.wide]);
    expect(await mayChangeUser(desk, below.userId, 'edit')).to.equal(true);
    expect(await mayChangeUser(desk, above.userId, 'edit')).to.equal(false);
  });

  it('whoever may edit clients changes contacts, but only those in reach', async () => {
    const role = await makeRole(world.workspaceId, 'Client desk', { 'clients.edit': 'assigned' });
    const keeper = await makePerson(world.workspaceId, 'Client Keeper', [role]);
    const actor = await actorOf(world.workspaceId, keeper);
    const upload = { permission: 'files.upload', effect: 'allow', scope: 'assigned' } as const;
    const { sofia } = world.people;
    expect(await outcomeOf(setOverrides(actor, sofia.membershipId, [upload]))).to.equal('NotFound');
    await table('project_assignments').insert({
      project_id: world.projects.website,
      membership_id: keeper.membershipId,
      ends_at: null,
      created_at: now(),
    });
    await setOverrides(await priya(), sofia.membershipId, []);
    expect(await outcomeOf(setOverrides(actor, sofia.membershipId, [upload]))).to.equal('done');
    expect(
      await outcomeOf(changeRoles(actor, world.people.jonas.membershipId, [roles.staff])),
    ).to.equal('Forbidden');
  });

  it('CVE 11 a client changes nobody, whatever they send', async () => {
    const actor = await actorOf(world.workspaceId, world.people.sofia);
    for (const attempt of [
      () => changeRoles(actor, world.people.tom.membershipId, [roles.client]),
      () => setOverrides(actor, world.people.tom.membershipId, []),
      () => suspendMembership(actor, world.people.tom.membershipId),
    ]) {
      expect(await outcomeOf(attempt())).to.equal('NotFound');
    }
    expect(await mayChangeUser(actor, world.people.tom.userId, 'edit')).to.equal(false);
  });

  it('SEC 65 writes down who changed what, and tells the person by mail', async () => {
    await mailbox.clear();
    const { elin } = world.people;
    await changeRoles(await priya(), elin.membershipId, [roles.staff, roles.small]);
    const event = await table('events')
      .where({ name: 'membership.role_changed' })
      .orderBy('id', 'desc')
      .first();
    expect(event).to.include({
      actor_name: 'Priya Raman',
      visibility: 'internal',
      subject_id: elin.userId,
    });
    expect(JSON.parse(String(event?.data))).to.eql({
      name: 'Elin Sandberg',
      before: 'Staff',
      roles: 'Staff, Small',
    });
    const letter = await mailbox.lastTo(elin.email);
    expect(letter.text).to.include('from Staff to Staff, Small').and.include('Priya Raman');
    await changeRoles(await priya(), elin.membershipId, [roles.staff]);
  });

  it('S019 S022 S084 tells somebody whose access was closed, keeps what they did, and writes it down', async () => {
    await mailbox.clear();
    const leaver = await makePerson(world.workspaceId, 'Leaver', [roles.staff]);
    await suspendMembership(await priya(), leaver.membershipId);
    const letter = await mailbox.lastTo(leaver.email);
    expect(letter.subject).to.include('deactivated');
    await deactivateUser(await priya(), world.people.tom.userId);
    const { subject } = await mailbox.lastTo(world.people.tom.email);
    expect(subject).to.include('deactivated');
    const names = await table('events').where('name', 'like', '%d').pluck('name');
    expect(names).to.include.members(['membership.suspended', 'user.deactivated']);
    const assigned = await table('project_assignments').where({
      membership_id: world.people.tom.membershipId,
    });
    expect(assigned.length).to.equal(1);
  });

  it('S020 lets a deactivated person in again as they were', async () => {
    await reactivateUser(await priya(), world.people.tom.userId);
    const tom = await actorOf(world.workspaceId, world.people.tom);
    expect(tom.roleNames).to.eql(['Client']);
    const visitor = await app.signedIn(world.people.tom.userId);
    expect((await visitor.get('/profile')).status).to.equal(200);
  });

  it('changes nothing and tells nobody when nothing is different', async () => {
    await mailbox.clear();
    const before = await table('memberships')
      .where({ id: world.people.jonas.membershipId })
      .first();
    await changeRoles(await priya(), world.people.jonas.membershipId, [roles.staff]);
    const after = await table('memberships').where({ id: world.people.jonas.membershipId }).first();
    expect(after).to.eql(before);
    expect((await mailbox.collect()).length).to.equal(0);
  });
});
