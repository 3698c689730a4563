import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import {
  type BuiltInRole,
  type Permission,
  permissions,
  type Scope,
} from '../../../server/core/permissions/index.js';
import {
  builtInRole,
  createBuiltInRoles,
  findRole,
  grantableRoles,
  listRoles,
  roleScopes,
} from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, makePerson, makeRole, outcomeOf } from '../memberships/rights.js';

/** The table that users know, and where each of its lines stands: Admin, Staff, Client. */
const comparison = [
  ['View all projects', 'See projects', 'Everything', 'In their projects', 'In their projects'],
  ['Create projects', 'Create projects', 'Yes', 'No', '–'],
  ['Manage tasks', 'Edit tasks', 'Everything', 'In their projects', '–'],
  ['Kanban', 'Move tasks and complete them', 'Everything', 'In their projects', '–'],
  ['Upload files', 'Upload files', 'Everything', 'In their projects', 'No'],
  [
    'Chat',
    'Take part in project discussions',
    'Everything',
    'In their projects',
    'In their projects',
  ],
  ['Create invoices', 'Create invoices', 'Yes', 'No', '–'],
  ['View invoices', 'See invoices', 'Everything', 'No', 'Own'],
  ['Make payments', 'Pay invoices', '–', '–', 'Yes'],
  ['Manage users', 'Edit team members', 'Yes', 'No', '–'],
  ['System settings', 'General settings', 'Yes', 'No', '–'],
  ['Branding and white-label', 'Branding', 'Yes', 'No', '–'],
  ['Payment gateway config', 'Payment settings', 'Yes', 'No', '–'],
  ['View team activity', 'Team activity', 'Yes', 'No', '–'],
  ['View client activity', 'Client activity', 'Yes', 'No', '–'],
] as const;

/** What the first three roles hold of a permission, as the page says it. */
function rowOf(html: string, permission: string): string[] {
  const row = html.split(`<tr><th scope="row">${permission}</th>`)[1]?.split('</tr>')[0] ?? '';
  const cells = [...row.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => cell);
  return cells
    .slice(0, 3)
    .map((cell) => cell.replaceAll(/<svg[\s\S]*?<\/svg>|<[^>]+>/g, '').trim());
}

describe('Roles', () => {
  let app: TestApp;
  let world: World;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  after(() => app.close());

  const scopesOf = async (key: BuiltInRole) => {
    const { id } = await builtInRole(world.workspaceId, key);
    return (await roleScopes([id])).get(id) ?? new Map<Permission, Scope>();
  };

  it('come with Admin, Staff and Client in each workspace, once', async () => {
    await createBuiltInRoles(world.workspaceId);
    const roles = await listRoles(world.workspaceId);
    expect(roles.map((role) => [role.key, role.audience])).to.eql([
      ['admin', 'team'],
      ['staff', 'team'],
      ['client', 'client'],
    ]);
  });

  it('S044 give an Admin everything there is, but what only clients do', async () => {
    const scopes = await scopesOf('admin');
    for (const permission of permissions) {
      const isClients = permission === 'tasks.review' || permission === 'invoices.pay';
      expect(scopes.has(permission), permission).to.equal(!isClients);
      if (!isClients) expect(scopes.get(permission), permission).to.equal('all');
    }
  });

  it('S071 S072 S073 S074 give Staff the work in their projects and nothing of money, people or settings', async () => {
    const scopes = await scopesOf('staff');
    for (const permission of ['projects.view', 'tasks.view', 'tasks.edit', 'clients.view'] as const)
      expect(scopes.get(permission), permission).to.equal('assigned');
    for (const permission of permissions) {
      if (/^(invoices|payments|revenue|users|roles|settings|reports|audit)\./.test(permission))
        expect(scopes.get(permission) ?? 'none', permission).to.equal('none');
    }
    expect(scopes.get('projects.create')).to.equal('none');
  });

  it('S075 S076 S077 give Client what is shared in their projects, and uploading only when allowed', async () => {
    const scopes = await scopesOf('client');
    expect(scopes.get('tasks.view')).to.equal('assigned');
    expect(scopes.get('tasks.review')).to.equal('assigned');
    expect(scopes.get('invoices.pay')).to.equal('own');
    expect(scopes.get('files.upload')).to.equal('none');
    expect(scopes.has('tasks.edit')).to.equal(false);
    expect(scopes.has('users.view')).to.equal(false);
  });

  it('follow the catalogue but for the differences that are stored; Admin has none', async () => {
    const staff = await builtInRole(world.workspaceId, 'staff');
    const admin = await builtInRole(world.workspaceId, 'admin');
    await insertRow('role_grants', {
      role_id: staff.id,
      permission: 'projects.create',
      scope: 'all',
    });
    await insertRow('role_grants', {
      role_id: staff.id,
      permission: 'tasks.delete',
      scope: 'none',
    });
    await insertRow('role_grants', { role_id: admin.id, permission: 'users.edit', scope: 'none' });
    const scopes = await roleScopes([staff.id, admin.id]);
    expect(scopes.get(staff.id)?.get('projects.create')).to.equal('all');
    expect(scopes.get(staff.id)?.get('tasks.delete')).to.equal('none');
    expect(scopes.get(staff.id)?.get('tasks.edit')).to.equal('assigned');
    expect(scopes.get(admin.id)?.get('users.edit')).to.equal('all');
    await table('role_grants').delete();
  });

  it('CVE 15 of nobody are none: an empty list of roles gives an empty answer', async () => {
    expect((await roleScopes([])).size).to.equal(0);
  });

  it('are found only in the actor’s own workspace', async () => {
    const other = await createWorkspace({ name: 'Elsewhere', isPrimary: false });
    await createBuiltInRoles(other);
    const foreign = await builtInRole(other, 'staff');
    const priya = await actorOf(world.workspaceId, world.people.priya);
    expect(await outcomeOf(findRole(priya, foreign.id))).to.equal('NotFound');
    expect(await grantableRoles(priya, [foreign])).to.have.length(0);
  });

  it('CVE 11 are given by clients to nobody', async () => {
    const sofia = await actorOf(world.workspaceId, world.people.sofia);
    const client = await builtInRole(world.workspaceId, 'client');
    expect(await grantableRoles(sofia, [client])).to.have.length(0);
  });

  it('of clients are given by whoever may edit clients', async () => {
    const role = await makeRole(world.workspaceId, 'Reception', { 'clients.edit': 'all' });
    const person = await makePerson(world.workspaceId, 'Reception Person', [role]);
    const actor = await actorOf(world.workspaceId, person);
    const [client, staff] = [
      await builtInRole(world.workspaceId, 'client'),
      await builtInRole(world.workspaceId, 'staff'),
    ];
    expect(await grantableRoles(actor, [client])).to.have.length(1);
    expect(await grantableRoles(actor, [staff])).to.have.length(0);
  });

  describe('on their page', () => {
    it('S049 S079 stand side by side with every permission, who holds them and how far they reach', async () => {
      const priya = await app.signedIn(world.people.priya.userId);
      const page = await priya.get('/roles/compare');
      expect(page.status).to.equal(200);
      for (const text of ['Admin', 'Staff', 'Client', 'Create invoices'])
        expect(page.text).to.include(text);
      expect((await priya.get('/roles')).text).to.include('Jonas Okafor');
      const rows = page.text.match(/<tr><th scope="row">/g) ?? [];
      expect(rows.length).to.equal(permissions.length);
      expect(page.text, 'every permission has its words').not.to.match(/permissions\.names\./);
      for (const [capability, permission, ...held] of comparison)
        expect(rowOf(page.text, permission), capability).to.deep.equal(held);
    });

    it('S049 are found under Settings, and beside the team by who sees it', async () => {
      const priya = await app.signedIn(world.people.priya.userId);
      for (const path of ['/settings', '/users'])
        expect((await priya.get(path)).text, path).to.match(
          /href="\/roles"[^>]*>[\s\S]{0,300}?Roles/,
        );
      const role = await makeRole(world.workspaceId, 'Keeper of roles', { 'roles.manage': 'all' });
      const keeper = await makePerson(world.workspaceId, 'Keeper', [role]);
      const visitor = await app.signedIn(keeper.userId);
      expect((await visitor.get('/settings')).text).to.include('href="/roles"');
      expect((await visitor.get('/roles/compare')).status).to.equal(200);
      const jonas = await app.signedIn(world.people.jonas.userId);
      expect((await jonas.get('/settings')).text).not.to.include('href="/roles"');
    });

    it('count everybody who holds a role, and name the first twelve', async () => {
      const role = await makeRole(world.workspaceId, 'Crowded', { 'files.view': 'own' });
      for (let number = 10; number < 25; number += 1)
        await makePerson(world.workspaceId, `Holder ${number}`, [role]);
      const priya = await app.signedIn(world.people.priya.userId);
      const page = await priya.get('/roles');
      expect(page.text).to.include('15 people hold it').and.include('and 3 more');
      expect(page.text).to.include('Holder 21').and.not.include('Holder 22');
    });

    it('are for who manages roles, and for nobody else', async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      expect((await jonas.get('/roles/compare')).status).to.equal(403);
      const sofia = await app.signedIn(world.people.sofia.userId);
      expect((await sofia.get('/roles/compare')).status).to.equal(404);
    });

    it('CVE 31 show the name of a custom role as plain text', async () => {
      await makeRole(world.workspaceId, '<script>alert(1)</script>', { 'files.view': 'own' });
      const priya = await app.signedIn(world.people.priya.userId);
      const page = await priya.get('/roles/compare');
      expect(page.text).not.to.include('<script>alert');
      expect(page.text).to.include('&lt;script&gt;alert');
    });
  });
});
