import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { shareFile } from '../../../server/features/files/files.service.js';
import { invite, revoke } from '../../../server/features/invitations/index.js';
import {
  changeRoles,
  deactivateUser,
  reactivateUser,
  restoreMembership,
  setMembershipEnd,
  setOverrides,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { setPeople } from '../../../server/features/projects/project-access.service.js';
import {
  builtInRole,
  createRole,
  deleteRole,
  findRole,
  updateRole,
} from '../../../server/features/roles/index.js';
import { setVisibility } from '../../../server/features/tasks/task-sharing.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { goodPassword, inviteGuest } from '../invitations/guests.js';
import { actorOf } from '../memberships/rights.js';
import { entryOf, leftBy } from './entries.js';

describe('S082 The audit trail keeps every change of access', () => {
  let app: TestApp;
  let world: World;
  let priya: Actor;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await actorOf(world.workspaceId, world.people.priya);
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const role = async (key: 'admin' | 'staff' | 'client') =>
    (await builtInRole(world.workspaceId, key)).id;
  const who = 'Priya Raman';

  it('a role given and taken, with its end', async () => {
    const { membershipId } = world.people.jonas;
    const endsAt = Date.UTC(2030, 4, 31, 16, 30);
    const choices = [await role('staff'), { roleId: await role('admin'), endsAt }];
    expect(await entryOf(() => changeRoles(priya, membershipId, choices))).to.deep.equal({
      action: 'membership.role_changed',
      who,
      whom: 'Jonas Okafor',
      before: { roles: ['Staff'] },
      after: { roles: ['Admin (2030-05-31 16:30 UTC)', 'Staff'] },
    });
  });

  it('a switch turned for one person, and denials lifted from who becomes Admin', async () => {
    const { sofia, jonas } = world.people;
    const denied = { permission: 'tasks.comment', effect: 'deny', scope: 'none' } as const;
    expect(await entryOf(() => setOverrides(priya, sofia.membershipId, [denied]))).to.deep.equal({
      action: 'membership.overrides_changed',
      who,
      whom: 'Sofia Lindqvist',
      before: { 'tasks.comment': null },
      after: { 'tasks.comment': 'deny' },
    });
    await setOverrides(priya, jonas.membershipId, [denied]);
    const promoted = await entryOf(async () =>
      changeRoles(priya, jonas.membershipId, [await role('admin')]),
    );
    expect(promoted.before).to.deep.equal({ roles: ['Staff'], 'tasks.comment': 'deny' });
    expect(promoted.after).to.deep.equal({ roles: ['Admin'], 'tasks.comment': null });
  });

  it('somebody kept out, let in again, and given an end', async () => {
    const { membershipId, userId } = world.people.jonas;
    const endsAt = now() + day;
    const entries = await leftBy(async () => {
      await suspendMembership(priya, membershipId);
      await restoreMembership(priya, membershipId);
      await setMembershipEnd(priya, membershipId, endsAt);
      await deactivateUser(priya, userId);
      await table('users').where({ id: userId }).update({ password_hash: 'x' });
      await reactivateUser(priya, userId);
    });
    expect(entries.map(({ action, before, after }) => [action, before, after])).to.deep.equal([
      ['membership.suspended', { membership_status: 'active' }, { membership_status: 'suspended' }],
      ['membership.restored', { membership_status: 'suspended' }, { membership_status: 'active' }],
      ['membership.end_changed', { ends_at: null }, { ends_at: endsAt }],
      ['user.deactivated', { user_status: 'active' }, { user_status: 'inactive' }],
      ['user.reactivated', { user_status: 'inactive' }, { user_status: 'active' }],
    ]);
    expect(new Set(entries.map(({ whom }) => whom))).to.deep.equal(new Set(['Jonas Okafor']));
  });

  it('somebody added, with the company, the roles, the projects and the way in', async () => {
    const entries = await leftBy(async () => {
      const fields = {
        name: 'Ada Quill',
        email: 'ada@harbour.example',
        role_id: await role('client'),
        company_id: world.companies.harbour,
        project_ids: world.projects.website,
        access: 'invitation',
        step: 'save',
      };
      expect((await admin.post('/clients', fields)).status).to.equal(303);
    });
    expect(entries.map(({ action }) => action)).to.include.members([
      'user.added',
      'project.person_added',
      'invitation.sent',
    ]);
    const added = entries.find(({ action }) => action === 'user.added');
    expect(added?.after).to.deep.equal({
      email: 'ada@harbour.example',
      roles: ['Client'],
      company: 'Harbour Coffee Roasters',
      way_in: 'invitation',
    });
    const put = entries.find(({ action }) => action === 'project.person_added');
    expect(put).to.deep.include({ whom: 'Ada Quill', after: { project: 'Website relaunch' } });
  });

  it('an invitation sent, sent anew, taken back and accepted', async () => {
    const guest = await inviteGuest(world);
    const sentAnew = await entryOf(() => invite(priya, guest.membershipId));
    expect(sentAnew).to.include({ action: 'invitation.resent', who });
    expect(sentAnew.whom).to.match(/^Guest \d+$/);
    expect(sentAnew.after).to.deep.equal({ email: guest.email, roles: ['Staff'] });
    const revoked = await entryOf(() => revoke(priya, guest.membershipId));
    expect(revoked).to.include({ action: 'invitation.revoked', who, whom: sentAnew.whom });
    const other = await inviteGuest(world);
    const accepted = await leftBy(async () => {
      const visitor = app.visitor();
      await visitor.get(other.path);
      const fields = { name: 'Gus Newcomer', password: goodPassword };
      expect((await visitor.post(other.path, fields)).status).to.equal(303);
    });
    expect(accepted.map((entry) => [entry.action, entry.who, entry.row.ip_address])).to.deep.equal([
      ['invitation.accepted', 'Gus Newcomer', '127.0.0.1'],
      ['user.signed_in', 'Gus Newcomer', '127.0.0.1'],
    ]);
  });

  it('people put on a project and taken off it', async () => {
    const { jonas, elin } = world.people;
    const entries = await leftBy(() =>
      setPeople(priya, world.projects.website, {
        membershipIds: [jonas.membershipId, elin.membershipId],
        teamIds: [],
      }),
    );
    expect(entries.map(({ action, whom }) => [action, whom])).to.deep.equal([
      ['project.person_added', 'Elin Sandberg'],
      ['project.person_removed', 'Sofia Lindqvist'],
      ['project.person_removed', 'Tom Becker'],
    ]);
    expect(entries[1]?.before).to.deep.equal({ project: 'Website relaunch' });
  });

  it('a task and a file shown to clients or hidden from them', async () => {
    const shared = await entryOf(() => setVisibility(priya, world.tasks.budget, 'client', {}));
    expect(shared).to.deep.include({
      action: 'task.shared',
      before: { visibility: 'internal' },
      after: { visibility: 'client' },
    });
    const hidden = await entryOf(() => shareFile(priya, world.files.shared, 'internal'));
    expect(hidden).to.deep.include({
      action: 'file.hidden',
      whom: 'logo-draft.txt',
      before: { visibility: 'client' },
      after: { visibility: 'internal' },
    });
  });

  it('another e-mail or company of somebody, but not another telephone', async () => {
    const path = `/clients/${world.people.tom.userId}`;
    const fields = { _method: 'PATCH', name: 'Tom Becker', company_id: world.companies.northwind };
    const entry = await entryOf(() =>
      admin.post(path, { ...fields, email: 'tom@northwind.example', phone: '1' }),
    );
    expect(entry).to.deep.equal({
      action: 'user.changed',
      who,
      whom: 'Tom Becker',
      before: { email: 'tom@example.com', company: 'Harbour Coffee Roasters' },
      after: { email: 'tom@northwind.example', company: 'Northwind Travel' },
    });
    const unchanged = await leftBy(() =>
      admin.post(path, { ...fields, email: 'tom@northwind.example', phone: '2' }),
    );
    expect(unchanged).to.deep.equal([]);
  });

  it('a role made, changed and deleted, with what it gives', async () => {
    const scopes = new Map([['tasks.view', 'all']] as const);
    let id = 0;
    const entries = await leftBy(async () => {
      const origin = { key: null, roleId: null };
      const made = { name: 'Helper', description: null, audience: 'team' as const, origin };
      id = await createRole(priya, { ...made, scopes });
      const { updated_at: seenAt } = await findRole(priya, id);
      const wider = new Map([['users.view', 'all']] as const);
      await updateRole(priya, id, { name: 'Aide', description: null, scopes: wider, seenAt });
      await deleteRole(priya, id);
    });
    expect(entries.map(({ action, before, after }) => [action, before, after])).to.deep.equal([
      ['role.created', {}, { audience: 'team', 'tasks.view': 'all' }],
      [
        'role.changed',
        { name: 'Helper', 'tasks.view': 'all', 'users.view': 'none' },
        { name: 'Aide', 'tasks.view': 'none', 'users.view': 'all' },
      ],
      ['role.deleted', { audience: 'team', 'users.view': 'all' }, {}],
    ]);
    const { text } = await admin.get('/audit');
    expect(text).to.match(/<dt>See the team<\/dt><dd><del>.*no<\/del>.*yes<\/ins>/);
  });

  it('nothing where the change was refused', async () => {
    const jonas = await actorOf(world.workspaceId, world.people.jonas);
    const refused = await leftBy(async () => {
      await deactivateUser(jonas, world.people.elin.userId).catch(() => {});
      await changeRoles(priya, priya.membershipId, [await role('staff')]).catch(() => {});
    });
    expect(refused).to.deep.equal([]);
  });
});
