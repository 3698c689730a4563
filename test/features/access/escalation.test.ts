import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import {
  allowedFor,
  type Permission,
  permissionEntry,
  permissions,
  type Scope,
} from '../../../server/core/permissions/index.js';
import { builtInRole, roleScopes } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

/** What somebody holds who manages roles without being an Admin. */
const held: Partial<Record<Permission, Scope>> = {
  'roles.manage': 'all',
  'users.view': 'all',
  'users.edit': 'all',
  'users.create': 'all',
  'projects.view': 'assigned',
  'tasks.view': 'assigned',
  'tasks.edit': 'own',
};

describe('PRODUCT 3.1.3: who manages roles without being an Admin', () => {
  let app: TestApp;
  let world: World;
  let keeper: Person;
  let keeperRole: number;
  let visitor: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    keeperRole = await makeRole(world.workspaceId, 'Keeper', held);
    keeper = await makePerson(world.workspaceId, 'Kim Keeper', [keeperRole]);
  });
  beforeEach(async () => {
    visitor = await app.signedIn(keeper.userId);
  });
  afterEach(() => setClock());
  after(() => app.close());

  const scopesOf = async (id: number) => (await roleScopes([id])).get(id) ?? new Map();
  const change = async (id: number, fields: Record<string, string>) =>
    visitor.post(`/roles/${id}`, {
      _method: 'PATCH',
      step: 'save',
      seen_at: Number((await table('roles').where({ id }).first('updated_at'))?.updated_at),
      name: `Role ${id}`,
      ...fields,
    });

  it('makes no role that gives more than they hold, of any permission', async () => {
    for (const permission of permissions.filter((key) => allowedFor('team', key))) {
      for (const scope of permissionEntry(permission).scopes) {
        const name = `${permission} ${scope}`;
        const answer = await visitor.post('/roles', {
          from: 'empty-team',
          name,
          [`grant.${permission}`]: scope,
        });
        const mayGive = widths[held[permission] ?? 'none'] >= widths[scope];
        expect(answer.status, name).to.equal(mayGive ? 303 : 403);
        expect(await table('roles').where({ name })).to.have.length(mayGive ? 1 : 0);
      }
    }
  });

  it('changes no grant of another role beyond what they hold, neither up nor down', async () => {
    const role = await makeRole(world.workspaceId, 'Strong', {
      'projects.view': 'all',
      'invoices.view': 'all',
      'tasks.view': 'own',
    });
    const before = [...(await scopesOf(role))];
    for (const fields of [
      { 'grant.projects.view': 'assigned' },
      { 'grant.invoices.view': 'none' },
      { 'grant.tasks.view': 'all' },
      { 'grant.payments.refund': 'all' },
    ])
      expect((await change(role, fields)).status, JSON.stringify(fields)).to.equal(403);
    expect([...(await scopesOf(role))]).to.deep.equal(before);
    expect((await change(role, { 'grant.tasks.view': 'assigned' })).status).to.equal(303);
  });

  it('does not change the role they have themselves; nor does an Admin one of theirs', async () => {
    expect((await visitor.get(`/roles/${keeperRole}/edit`)).status).to.equal(403);
    expect((await change(keeperRole, { 'grant.tasks.edit': 'none' })).status).to.equal(403);
    const removal = await visitor.post(`/roles/${keeperRole}/removal`, { step: 'save' });
    expect(removal.status).to.equal(403);
    const admin = await builtInRole(world.workspaceId, 'admin');
    const extra = await makeRole(world.workspaceId, 'Extra', {});
    const other = await makePerson(world.workspaceId, 'Alma Admin', [admin.id, extra]);
    visitor = await app.signedIn(other.userId);
    expect((await change(extra, { 'grant.payments.refund': 'all' })).status).to.equal(403);
  });

  it('gives themselves nothing by copying a stronger role, and cannot give its copy on', async () => {
    const admin = await builtInRole(world.workspaceId, 'admin');
    const form = await visitor.get(`/roles/new?from=role-${admin.id}`);
    expect(form.text).to.include('Some of it was left out');
    const made = await visitor.post('/roles', { from: `role-${admin.id}`, name: 'Shadow admin' });
    const id = Number(made.location.slice('/roles/'.length));
    for (const [permission, scope] of await scopesOf(id))
      expect(widths[held[permission as Permission] ?? 'none']).to.be.at.least(
        widths[scope as Scope],
      );
    const roles = `/users/${keeper.userId}/roles`;
    const own = await visitor.post(roles, { _method: 'PATCH', role_id: id, step: 'save' });
    expect(own.status).to.equal(403);
  });

  it('moves nobody into a stronger role by deleting a weak one', async () => {
    const weak = await makeRole(world.workspaceId, 'Weak', { 'tasks.view': 'own' });
    const strong = await makeRole(world.workspaceId, 'Too strong', { 'invoices.view': 'all' });
    const person = await makePerson(world.workspaceId, 'Pat Pawn', [weak]);
    const admin = await builtInRole(world.workspaceId, 'admin');
    for (const target of [strong, admin.id]) {
      const answer = await visitor.post(`/roles/${weak}/removal`, {
        role_id: target,
        step: 'save',
      });
      expect(answer.status).to.equal(403);
    }
    const rows = await table('membership_roles').where({ membership_id: person.membershipId });
    expect(rows.map((row) => row.role_id)).to.deep.equal([weak]);
  });

  it('touches Admin by no request at all, and neither does an Admin', async () => {
    const admin = await builtInRole(world.workspaceId, 'admin');
    for (const person of [keeper, world.people.priya]) {
      visitor = await app.signedIn(person.userId);
      expect((await change(admin.id, { 'grant.tasks.view': 'none' })).status).to.equal(403);
      expect((await visitor.post(`/roles/${admin.id}/reset`)).status).to.equal(403);
    }
    expect((await scopesOf(admin.id)).get('tasks.view')).to.equal('all');
  });

  it('PRODUCT 3.1.6: gives roles of clients nothing that only the team can hold', async () => {
    visitor = await app.signedIn(world.people.priya.userId);
    for (const permission of permissions.filter((key) => !allowedFor('client', key))) {
      const answer = await visitor.post('/roles', {
        from: 'empty-client',
        name: permission,
        [`grant.${permission}`]: 'all',
      });
      expect(answer.status, permission).to.equal(422);
    }
  });

  it('gives roles of clients only what they hold, unless they edit every client', async () => {
    const fields = { from: 'empty-client', name: 'Payer', 'grant.invoices.pay': 'own' };
    expect((await visitor.post('/roles', fields)).status).to.equal(403);
    const role = await makeRole(world.workspaceId, 'Client keeper', {
      'roles.manage': 'all',
      'clients.edit': 'all',
    });
    const person = await makePerson(world.workspaceId, 'Cleo Keeper', [role]);
    visitor = await app.signedIn(person.userId);
    expect((await visitor.post('/roles', fields)).status).to.equal(303);
  });

  it('SEC 53: is asked for the password again before any of it', async () => {
    const pages = ['/roles/new', `/roles/${keeperRole}/edit`, `/roles/${keeperRole}/removal`];
    const later = now() + 3 * hour;
    setClock(() => later);
    for (const path of pages)
      expect((await visitor.get(path)).location, path).to.match(/^\/confirm-password/);
    const answer = await visitor.post('/roles', { from: 'empty-team', name: 'Late' });
    expect(answer.location).to.match(/^\/confirm-password/);
    expect(await table('roles').where({ name: 'Late' })).to.have.length(0);
  });
});

const widths: Record<Scope, number> = { none: 0, own: 1, assigned: 2, all: 3 };
