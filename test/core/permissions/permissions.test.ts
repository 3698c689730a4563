import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Actor,
  allowedFor,
  can,
  decide,
  defaultScope,
  effectiveGrants,
  holds,
  type Override,
  type Permission,
  permissionEntry,
  permissions,
  reaches,
  type Scope,
  scopeOf,
  systemActor,
  widest,
} from '../../../server/core/permissions/index.js';

const scopes: Scope[] = ['none', 'own', 'assigned', 'all'];

function actorWith(
  audience: 'team' | 'client',
  roles: Partial<Record<Permission, Scope>>[],
  overrides: Override[] = [],
): Actor {
  const grants = effectiveGrants(
    audience,
    roles.map((role, at) => ({
      name: `Role ${at}`,
      endsAt: null,
      scopes: new Map(Object.entries(role) as [Permission, Scope][]),
    })),
    overrides,
  );
  return { ...systemActor(1), kind: audience, grants };
}

function builtIn(role: 'admin' | 'staff' | 'client'): Actor {
  const scopesOf = Object.fromEntries(
    permissions.map((permission) => [permission, defaultScope(role, permission)]),
  );
  return actorWith(role === 'client' ? 'client' : 'team', [scopesOf]);
}

describe('The permission catalogue', () => {
  it('S044: gives an Admin everything that a team member can hold, as wide as it goes', () => {
    const admin = builtIn('admin');
    for (const permission of permissions.filter((name) => allowedFor('team', name))) {
      expect(scopeOf(admin, permission), permission).to.equal('all');
    }
  });

  it('S071: gives Staff no finances, no users, no settings and no reports', () => {
    const staff = builtIn('staff');
    const closed = permissions.filter((name) =>
      /^(invoices|payments|revenue|users|roles|teams|settings|workspaces|reports|audit)\./.test(
        name,
      ),
    );
    expect(closed.length).to.be.greaterThan(25);
    for (const permission of closed) expect(holds(staff, permission), permission).to.equal(false);
  });

  it('S072: does not let Staff create projects', () => {
    expect(holds(builtIn('staff'), 'projects.create')).to.equal(false);
  });

  it('lets only clients pay, never the team', () => {
    expect(holds(builtIn('admin'), 'invoices.pay')).to.equal(false);
    expect(scopeOf(builtIn('client'), 'invoices.pay')).to.equal('own');
  });

  it('gives every built-in role only scopes that the permission has', () => {
    for (const permission of permissions) {
      for (const role of ['admin', 'staff', 'client'] as const) {
        const scope = defaultScope(role, permission);
        if (scope !== 'none')
          expect(permissionEntry(permission).scopes, `${role} ${permission}`).to.include(scope);
      }
    }
  });

  it('leaves the settings of the installation to the primary workspace', () => {
    const admin = { ...builtIn('admin'), isPrimaryWorkspace: false };
    expect(holds(admin, 'settings.email')).to.equal(false);
    expect(holds(admin, 'settings.general')).to.equal(true);
  });
});

describe('What somebody may do', () => {
  const everywhere = { own: true, assigned: true };

  it('is the union of their roles, the widest scope of each', () => {
    const actor = actorWith('team', [
      { 'tasks.edit': 'own' },
      { 'tasks.edit': 'all', 'tasks.view': 'assigned' },
    ]);
    expect(scopeOf(actor, 'tasks.edit')).to.equal('all');
    expect(scopeOf(actor, 'tasks.view')).to.equal('assigned');
  });

  it('is widened by an allowance and taken by a denial, which wins', () => {
    const allow: Override = {
      permission: 'tasks.edit',
      effect: 'allow',
      scope: 'all',
      endsAt: null,
    };
    const deny: Override = {
      permission: 'tasks.edit',
      effect: 'deny',
      scope: 'none',
      endsAt: null,
    };
    expect(scopeOf(actorWith('team', [{ 'tasks.edit': 'own' }], [allow]), 'tasks.edit')).to.equal(
      'all',
    );
    expect(
      scopeOf(actorWith('team', [{ 'tasks.edit': 'all' }], [allow, deny]), 'tasks.edit'),
    ).to.equal('none');
  });

  it('PRODUCT 3.1.6: never holds for a client what is not marked for clients, whatever is stored', () => {
    const stored = Object.fromEntries(
      permissions.map((permission) => [permission, 'all' as const]),
    );
    const client = actorWith(
      'client',
      [stored],
      [{ permission: 'users.view', effect: 'allow', scope: 'all', endsAt: null }],
    );
    for (const permission of permissions) {
      if (!permissionEntry(permission).forClients)
        expect(holds(client, permission), permission).to.equal(false);
    }
  });

  it('reaches as far as the scope says: own lies inside assigned, assigned inside all', () => {
    const own = actorWith('team', [{ 'tasks.edit': 'own' }]);
    expect(can(own, 'tasks.edit', everywhere)).to.equal(true);
    expect(can(own, 'tasks.edit', { own: true, assigned: false })).to.equal(false);
    expect(can(own, 'tasks.edit', { own: false, assigned: true })).to.equal(false);
    const assigned = actorWith('team', [{ 'tasks.edit': 'assigned' }]);
    expect(can(assigned, 'tasks.edit', { own: false, assigned: true })).to.equal(true);
    expect(can(assigned, 'tasks.edit', { own: false, assigned: false })).to.equal(false);
    expect(
      can(actorWith('team', [{ 'tasks.edit': 'all' }]), 'tasks.edit', {
        own: false,
        assigned: false,
      }),
    ).to.equal(true);
  });

  it('is explained by the function that decides: the role that gives it, the denial that takes it', () => {
    const actor = actorWith(
      'team',
      [{ 'tasks.edit': 'assigned' }],
      [{ permission: 'tasks.delete', effect: 'deny', scope: 'none', endsAt: null }],
    );
    expect(decide(actor, 'tasks.edit', everywhere).reasons[0]).to.include({
      kind: 'role',
      scope: 'assigned',
    });
    expect(decide(actor, 'tasks.delete', everywhere).reasons[0]).to.include({
      kind: 'override',
      scope: 'none',
    });
    expect(decide(actor, 'tasks.edit', { own: false, assigned: false }).reasons[0]).to.include({
      kind: 'out-of-scope',
    });
  });

  it('never shrinks when a role is added and never grows by a denial', () => {
    const role = fc.dictionary(fc.constantFrom(...permissions), fc.constantFrom(...scopes), {
      maxKeys: 30,
    });
    fc.assert(
      fc.property(role, role, fc.constantFrom(...permissions), (first, second, denied) => {
        const one = actorWith('team', [first as Partial<Record<Permission, Scope>>]);
        const both = actorWith('team', [first, second] as Partial<Record<Permission, Scope>>[]);
        for (const permission of permissions)
          expect(reaches(scopeOf(both, permission), scopeOf(one, permission))).to.equal(true);
        const deny: Override = { permission: denied, effect: 'deny', scope: 'none', endsAt: null };
        const less = actorWith('team', [first] as Partial<Record<Permission, Scope>>[], [deny]);
        expect(holds(less, denied)).to.equal(false);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('orders scopes from none to all', () => {
    expect(widest('own', 'assigned')).to.equal('assigned');
    expect(reaches('all', 'assigned')).to.equal(true);
    expect(reaches('own', 'assigned')).to.equal(false);
  });
});
