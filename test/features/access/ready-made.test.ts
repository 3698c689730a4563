import { expect } from 'chai';
import {
  type Permission,
  permissions,
  type Scope,
} from '../../../server/core/permissions/index.js';
import {
  builtInScopes,
  type ReadyMadeKey,
  readyMadeKeys,
  readyMadeScopes,
} from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';

const money = /^(invoices|payments|revenue)\./;

function held(key: ReadyMadeKey): [Permission, Scope][] {
  return [...readyMadeScopes(key)].filter(([, scope]) => scope !== 'none');
}

function scope(key: ReadyMadeKey, permission: Permission): Scope {
  return readyMadeScopes(key).get(permission) ?? 'none';
}

describe('Ready-made roles', () => {
  let app: TestApp;
  let world: World;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  after(() => app.close());

  it('S060: a project manager has all projects, tasks and files, and no settings, money or users', () => {
    for (const permission of [
      'projects.view',
      'projects.manage_access',
      'tasks.view',
      'tasks.create',
      'tasks.edit',
      'tasks.assign',
      'tasks.change_status',
      'files.view',
      'files.upload',
      'files.delete',
      'files.share',
      'reports.team_activity',
    ] as const)
      expect(scope('project_manager', permission), permission).to.equal('all');
    for (const [permission] of held('project_manager'))
      expect(permission).not.to.match(/^(settings|users|roles|invoices|payments|revenue)\./);
  });

  it('S061: bookkeeper and finance have invoices, payments, revenue and the clients, and nothing else', () => {
    for (const key of ['bookkeeper', 'finance'] as const) {
      const others = held(key).filter(([permission]) => !money.test(permission));
      const expected = key === 'finance' ? ['clients.view', 'reports.dashboard'] : ['clients.view'];
      expect(others.map(([permission]) => permission)).to.have.members(expected);
      expect(scope(key, 'invoices.send')).to.equal('all');
      expect(scope(key, 'payments.record')).to.equal('all');
      for (const permission of ['invoices.delete', 'payments.refund'] as const)
        expect(scope(key, permission), permission).to.equal('none');
    }
  });

  it('S062: a senior designer has all of tasks and files in their projects, and no clients', () => {
    for (const permission of permissions) {
      if (/^(tasks|files)\./.test(permission) && permission !== 'tasks.review')
        expect(scope('senior_designer', permission), permission).to.equal('assigned');
    }
    expect(scope('senior_designer', 'chat.team')).to.equal('all');
    expect(scope('senior_designer', 'clients.view')).to.equal('none');
  });

  it('S063: an external contractor has their own tasks in their projects, and nothing else', () => {
    expect(Object.fromEntries(held('external_contractor'))).to.deep.equal({
      'projects.view': 'assigned',
      'tasks.view': 'own',
      'tasks.change_status': 'own',
      'tasks.comment': 'own',
      'files.view': 'own',
      'files.upload': 'own',
      'chat.discussions': 'assigned',
    });
  });

  it('S064: a director sees everything and changes nothing', () => {
    for (const [permission, reach] of held('director')) {
      expect(permission).to.match(/\.view$|^reports\./);
      expect(reach).to.equal('all');
    }
    for (const permission of [
      'projects.view',
      'tasks.view',
      'invoices.view',
      'reports.client_activity',
    ] as const)
      expect(scope('director', permission), permission).to.equal('all');
  });

  it('a team member is Staff under another name', () => {
    expect([...readyMadeScopes('team_member')]).to.deep.equal([...builtInScopes('staff')]);
  });

  it('S048 are all offered as what a new role begins with, and make just that role', async () => {
    const priya = await app.signedIn(world.people.priya.userId);
    const start = await priya.get('/roles/new');
    for (const key of readyMadeKeys) {
      expect(start.text, key).to.include(`href="/roles/new?from=${key}"`);
      expect((await priya.get(`/roles/new?from=${key}`)).status, key).to.equal(200);
      const made = await priya.submit('/roles', {
        from: key,
        name: `Made from ${key}`,
        step: 'save',
      });
      expect(made.text, key).to.include(`<h1>Made from ${key}</h1>`);
      expect(made.text, key).not.to.include('in the role it was made from');
    }
  });
});
