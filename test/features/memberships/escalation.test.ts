import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, now } from '../../../server/core/dates/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { createUser } from '../../../server/features/accounts/index.js';
import { invite } from '../../../server/features/invitations/index.js';
import {
  changeRoles,
  createMembership,
  deactivateUser,
  mayChangeUser,
  restoreMembership,
  setMembershipEnd,
  setOverrides,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { actorOf, makePerson, makeRole, outcomeOf } from './rights.js';

describe('Nobody gives more than they have', () => {
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
  const rolesOf = async (person: Person) =>
    (await table('membership_roles')
      .where({ membership_id: person.membershipId })
      .orderBy('role_id')
      .pluck('role_id')) as number[];

  it('CVE 11 S047 only an Admin makes an Admin', async () => {
    const person = await makePerson(world.workspaceId, 'Climber', [roles.small]);
    expect(await outcomeOf(changeRoles(desk, person.membershipId, [roles.admin]))).to.equal(
      'Forbidden',
    );
    expect(await rolesOf(person)).to.eql([roles.small]);
    await changeRoles(await priya(), person.membershipId, [roles.admin]);
    expect(await rolesOf(person)).to.eql([roles.admin]);
    await changeRoles(await priya(), person.membershipId, [roles.small]);
  });

  it('CVE 11 SEC 58 gives a role only up to what they hold themselves', async () => {
    const person = await makePerson(world.workspaceId, 'Candidate', [roles.small]);
    const attempt = changeRoles(desk, person.membershipId, [roles.small, roles.wide]);
    expect(await outcomeOf(attempt)).to.equal('Forbidden');
    expect(await rolesOf(person)).to.eql([roles.small]);
    const none = await makeRole(world.workspaceId, 'Nothing', {});
    expect(await outcomeOf(changeRoles(desk, person.membershipId, [none]))).to.equal('done');
  });

  it('CVE 11 does not take a role from somebody that is beyond them', async () => {
    const person = await makePerson(world.workspaceId, 'Above', [roles.small, roles.wide]);
    expect(await outcomeOf(changeRoles(desk, person.membershipId, [roles.small]))).to.equal(
      'Forbidden',
    );
  });

  it('CVE 11 does not lengthen a role that is beyond them', async () => {
    const person = await makePerson(world.workspaceId, 'Short Time', [roles.small]);
    const soon = { roleId: roles.wide, endsAt: now() + hour };
    await changeRoles(await priya(), person.membershipId, [roles.small, soon]);
    const attempt = changeRoles(desk, person.membershipId, [roles.small, roles.wide]);
    expect(await outcomeOf(attempt)).to.equal('Forbidden');
  });

  it('CVE 11 nobody changes their own roles, rights, status or end, not even an Admin', async () => {
    const actor = await priya();
    const own = world.people.priya;
    for (const attempt of [
      () => changeRoles(actor, own.membershipId, [roles.admin, roles.staff]),
      () => setOverrides(actor, own.membershipId, []),
      () => suspendMembership(actor, own.membershipId),
      () => setMembershipEnd(actor, own.membershipId, now() + hour),
      () => deactivateUser(actor, own.userId),
    ]) {
      expect(await outcomeOf(attempt())).to.equal('Forbidden');
    }
  });

  it('CVE 11 nobody but an Admin touches an Admin', async () => {
    const target = await makePerson(world.workspaceId, 'Second Admin', [roles.admin]);
    for (const attempt of [
      () => changeRoles(desk, target.membershipId, [roles.small]),
      () => setOverrides(desk, target.membershipId, []),
      () => suspendMembership(desk, target.membershipId),
      () => restoreMembership(desk, target.membershipId),
      () => setMembershipEnd(desk, target.membershipId, now() + hour),
      () => deactivateUser(desk, target.userId),
    ]) {
      expect(await outcomeOf(attempt())).to.equal('Forbidden');
    }
    expect(await mayChangeUser(desk, target.userId, 'edit')).to.equal(false);
  });

  it('CVE 11 allows one person only what they hold themselves, up to its scope', async () => {
    const person = await makePerson(world.workspaceId, 'Favourite', [roles.small]);
    const allow = (permission: string, scope: 'own' | 'assigned' | 'all') =>
      outcomeOf(setOverrides(desk, person.membershipId, [{ permission, effect: 'allow', scope }]));
    expect(await allow('files.view', 'assigned')).to.equal('done');
    expect(await allow('files.view', 'all')).to.equal('Forbidden');
    expect(await allow('invoices.view', 'all')).to.equal('Forbidden');
    expect(await allow('tasks.view', 'own')).to.equal('done');
    expect(await allow('settings.general', 'all')).to.equal('Forbidden');
  });

  it('CVE 11 does not lift a denial that hides more than they hold', async () => {
    const person = await makePerson(world.workspaceId, 'Denied', [roles.wide]);
    await setOverrides(await priya(), person.membershipId, [
      { permission: 'files.view', effect: 'deny', scope: 'none' },
    ]);
    expect(await outcomeOf(setOverrides(desk, person.membershipId, []))).to.equal('Forbidden');
  });

  it('refuses overrides that make no sense', async () => {
    const actor = await priya();
    const { membershipId } = world.people.sofia;
    const set = (permission: string, scope: 'own' | 'assigned' | 'all') =>
      outcomeOf(setOverrides(actor, membershipId, [{ permission, effect: 'allow', scope }]));
    expect(await set('users.edit', 'all')).to.equal('Invalid');
    expect(await set('no.such', 'all')).to.equal('Invalid');
    expect(await set('files.upload', 'assigned')).to.equal('done');
    expect(await set('projects.view', 'own')).to.equal('Invalid');
  });

  it('S044 denies nothing to an Admin, and lifts old denials from who becomes one', async () => {
    const person = await makePerson(world.workspaceId, 'Promoted', [roles.staff]);
    const denial = { permission: 'users.edit', effect: 'deny', scope: 'none' } as const;
    await setOverrides(await priya(), person.membershipId, [denial]);
    await changeRoles(await priya(), person.membershipId, [roles.admin]);
    const attempt = setOverrides(await priya(), person.membershipId, [denial]);
    expect(await outcomeOf(attempt)).to.equal('Invalid');
    const left = await table('permission_overrides').where({ membership_id: person.membershipId });
    expect(left).to.eql([]);
  });

  it('CVE 25 does not lend an invitation that opens more than they hold', async () => {
    const userId = await createUser({
      name: 'Coming Admin',
      email: 'coming.admin@example.com',
      status: 'pending',
    });
    const membershipId = await createMembership({
      workspaceId: world.workspaceId,
      userId,
      audience: 'team',
      roleIds: [roles.admin],
      status: 'pending',
    });
    expect(await outcomeOf(invite(desk, membershipId))).to.equal('Forbidden');
    expect(await outcomeOf(invite(await priya(), membershipId))).to.equal('done');
  });

  it('adds somebody with roles beyond their own only as an Admin', async () => {
    const userId = await createUser({ name: 'New', email: 'new@example.com', status: 'pending' });
    const member = {
      workspaceId: world.workspaceId,
      userId,
      audience: 'team',
      status: 'pending',
    } as const;
    const attempt = createMembership({ ...member, roleIds: [roles.wide], grantedBy: desk });
    expect(await outcomeOf(attempt)).to.equal('Forbidden');
    expect(await table('memberships').where({ user_id: userId })).to.eql([]);
    const fair = createMembership({ ...member, roleIds: [roles.small], grantedBy: desk });
    expect(await outcomeOf(fair)).to.equal('done');
  });
});
