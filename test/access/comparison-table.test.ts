import { expect } from 'chai';
import { type Actor, type Permission, scopeOf } from '../../server/core/permissions/index.js';
import { actorOf } from '../features/tasks/people.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

/** How far each built-in role reaches: Admin, Staff, Client. */
type Reach = readonly [admin: string, staff: string, client: string];

interface Line {
  capability: string;
  /** The promise, where one has the number of this line alone. */
  promise: string;
  grants: Partial<Record<Permission, Reach>>;
  /** Addresses of the capability, with the answer each of the three gets. */
  answers?: (world: World) => Record<string, readonly [number, number, number]>;
}

const adminOnly: Reach = ['all', 'none', 'none'];
const worked: Reach = ['all', 'assigned', 'none'];

/** The seed's table of what the built-in roles can do, line by line, in its order. */
const lines: readonly Line[] = [
  {
    capability: 'View all projects: Admin yes, Staff and Client assigned only',
    promise: 'S071',
    grants: { 'projects.view': ['all', 'assigned', 'assigned'] },
    answers: ({ projects }) => ({
      [`/projects/${projects.website}`]: [200, 200, 404],
      [`/portal/projects/${projects.website}`]: [404, 404, 200],
      [`/projects/${projects.campaign}`]: [200, 404, 404],
      [`/portal/projects/${projects.campaign}`]: [404, 404, 404],
      [`/projects/${projects.internal}`]: [200, 404, 404],
    }),
  },
  {
    capability: 'Create projects: Admin yes, Staff not by default, Client no',
    promise: 'S072',
    grants: { 'projects.create': adminOnly },
    answers: () => ({ '/projects/new': [200, 403, 404] }),
  },
  {
    capability: 'Manage tasks: Admin all, Staff within assigned projects, Client views the visible',
    promise: 'S073',
    grants: {
      'tasks.view': ['all', 'assigned', 'assigned'],
      'tasks.create': worked,
      'tasks.edit': worked,
      'tasks.assign': worked,
      'tasks.change_status': worked,
    },
    answers: ({ tasks, campaignTask }) => ({
      [`/tasks/${tasks.budget}/edit`]: [200, 200, 404],
      [`/tasks/${campaignTask}/edit`]: [200, 404, 404],
      [`/portal/tasks/${tasks.logo}`]: [404, 404, 200],
      [`/portal/tasks/${tasks.budget}`]: [404, 404, 404],
    }),
  },
  {
    capability: 'Kanban board: Admin yes, Staff in assigned projects, Client no',
    promise: 'S074',
    grants: {},
    answers: ({ projects }) => ({
      [`/projects/${projects.website}/board`]: [200, 200, 404],
      [`/projects/${projects.campaign}/board`]: [200, 404, 404],
    }),
  },
  {
    capability: 'Upload files: Admin yes, Staff in assigned projects, Client where it is allowed',
    promise: 'S045',
    grants: { 'files.upload': worked },
    answers: ({ tasks, campaignTask }) => ({
      [`/files/new?subject_type=task&subject_id=${tasks.logo}`]: [200, 200, 404],
      [`/files/new?subject_type=task&subject_id=${campaignTask}`]: [200, 404, 404],
    }),
  },
  {
    capability:
      'Chat and discussions: Admin all, Staff assigned projects and team, Client assigned',
    promise: 'S045',
    grants: {
      'chat.discussions': ['all', 'assigned', 'assigned'],
      'chat.team': ['all', 'all', 'none'],
      'chat.direct': ['all', 'all', 'all'],
      'tasks.comment': ['all', 'assigned', 'assigned'],
    },
    answers: ({ tasks }) => ({
      [`/comments?subject_type=task&subject_id=${tasks.logo}`]: [200, 200, 200],
      [`/comments?subject_type=task&subject_id=${tasks.budget}`]: [200, 200, 404],
    }),
  },
  {
    capability: 'Create invoices: Admin yes, Staff and Client no',
    promise: 'S046',
    grants: {
      'invoices.create': adminOnly,
      'invoices.edit': adminOnly,
      'invoices.send': adminOnly,
      'invoices.delete': adminOnly,
    },
  },
  {
    capability: 'View invoices: Admin all, Staff no, Client their own',
    promise: 'S075',
    grants: { 'invoices.view': ['all', 'none', 'own'] },
  },
  {
    capability: 'Make payments: Admin no, Staff no, Client their own invoices',
    promise: 'S075',
    grants: { 'invoices.pay': ['none', 'none', 'own'] },
  },
  {
    capability: 'Manage users: Admin yes, Staff and Client no',
    promise: 'S046',
    grants: {
      'users.view': adminOnly,
      'users.create': adminOnly,
      'users.edit': adminOnly,
      'users.deactivate': adminOnly,
      'users.delete': adminOnly,
      'roles.manage': adminOnly,
      'teams.manage': adminOnly,
    },
    answers: ({ people }) => ({
      '/users': [200, 403, 404],
      '/users/new': [200, 403, 404],
      [`/users/${people.elin.userId}/edit`]: [200, 403, 404],
      '/invitations': [200, 403, 404],
      '/roles': [200, 403, 404],
      '/teams': [200, 403, 404],
    }),
  },
  {
    capability: 'System settings: Admin yes, Staff and Client no',
    promise: 'S046',
    grants: {
      'settings.general': adminOnly,
      'settings.email': adminOnly,
      'settings.security': adminOnly,
      'settings.license': adminOnly,
      'settings.maintenance': adminOnly,
    },
    answers: () => ({
      '/settings/general': [200, 403, 404],
      '/settings/email': [200, 403, 404],
      '/settings/security': [200, 403, 404],
      '/settings/license': [200, 403, 404],
      '/settings/maintenance': [200, 403, 404],
    }),
  },
  {
    capability: 'Branding and white label: Admin yes, Staff and Client no',
    promise: 'S046',
    grants: { 'settings.branding': adminOnly, 'settings.templates': adminOnly },
    answers: () => ({ '/settings/branding': [200, 403, 404] }),
  },
  {
    capability: 'Payment gateways: Admin yes, Staff and Client no',
    promise: 'S046',
    grants: { 'settings.payments': adminOnly, 'settings.integrations': adminOnly },
  },
  {
    capability: 'View team activity: Admin yes, Staff and Client no',
    promise: 'S046',
    grants: { 'reports.team_activity': adminOnly, 'reports.dashboard': adminOnly },
    answers: () => ({ '/audit': [200, 403, 404] }),
  },
  {
    capability: 'View client activity: Admin yes, Staff and Client no',
    promise: 'S046',
    grants: { 'reports.client_activity': adminOnly },
  },
];

describe('The comparison of the built-in roles, line by line', () => {
  let app: TestApp;
  let world: World;
  let actors: Actor[];
  let visitors: Visitor[];

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    const people = [world.people.priya, world.people.jonas, world.people.sofia];
    actors = await Promise.all(people.map((person) => actorOf(world, person)));
    visitors = await Promise.all(people.map(({ userId }) => app.signedIn(userId)));
  });
  after(() => app.close());

  for (const { capability, promise, grants, answers } of lines)
    it(`${promise} ${capability}`, async () => {
      for (const [permission, reach] of Object.entries(grants))
        expect(
          actors.map((actor) => scopeOf(actor, permission as Permission)),
          permission,
        ).to.deep.equal([...reach]);
      for (const [path, statuses] of Object.entries(answers?.(world) ?? {})) {
        const got: number[] = [];
        for (const visitor of visitors) got.push((await visitor.get(path)).status);
        expect(got, path).to.deep.equal([...statuses]);
      }
      expect(Object.keys(grants).length + (answers ? 1 : 0)).to.be.greaterThan(0);
    });
});
