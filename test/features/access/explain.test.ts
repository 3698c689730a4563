import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { allowedFor, permissions } from '../../../server/core/permissions/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { assign } from '../../support/world-parts.js';
import { makePerson, makeRole } from '../memberships/rights.js';

describe('Explain', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const page = (person: Person, about: string, house = 'users') =>
    priya.get(`/${house}/${person.userId}/explain?about=${encodeURIComponent(about)}`);
  const task = (id: number) => `/tasks/${id}`;

  it('names the role that lets somebody see and do something', async () => {
    const { text } = await page(world.people.jonas, task(world.tasks.logo));
    expect(line(text, 'See tasks')).to.include('The role Staff gives').and.include('Yes');
    expect(line(text, 'Delete tasks'))
      .to.include('reaches only what Jonas Okafor made')
      .and.include('No');
  });

  it('says that somebody is not on the project, and leads to where that is changed', async () => {
    const { text } = await page(world.people.elin, task(world.tasks.logo));
    expect(line(text, 'See tasks')).to.include('Elin Sandberg is not on this project');
    expect(line(text, 'See tasks')).to.include(`href="/projects/${world.projects.website}/people"`);
    expect(line(text, 'Edit tasks')).to.include('Not without seeing it');
  });

  it('says that a thing is internal to a client who is on the project', async () => {
    const { text } = await page(world.people.sofia, task(world.tasks.budget), 'clients');
    expect(line(text, 'See tasks')).to.include('It is internal');
    expect(line(text, 'See tasks')).to.include(`href="/tasks/${world.tasks.budget}/visibility"`);
    const shared = await page(world.people.sofia, task(world.tasks.logo), 'clients');
    expect(line(shared.text, 'See tasks')).to.include('The role Client gives');
  });

  it('S170 says what lets nobody, an exception or an end decides', async () => {
    const role = await makeRole(world.workspaceId, 'Half', { 'projects.view': 'all' });
    const person = await makePerson(world.workspaceId, 'Hana Half', [role]);
    const none = await page(person, task(world.tasks.logo));
    expect(line(none.text, 'See tasks')).to.include('No role or exception of Hana Half gives');
    expect(line(none.text, 'See tasks')).to.include(`/users/${person.userId}/exceptions`);
    const exception = { permission: 'tasks.view', membership_id: person.membershipId };
    await insertRow('permission_overrides', {
      ...exception,
      effect: 'allow',
      scope: 'all',
      ends_at: now() + day,
    });
    const allowed = await page(person, task(world.tasks.logo));
    expect(line(allowed.text, 'See tasks')).to.match(
      /An exception for Hana Half allows[^<]*Until /,
    );
    await table('permission_overrides').where(exception).update({ effect: 'deny', scope: 'none' });
    const denied = await page(person, task(world.tasks.logo));
    expect(line(denied.text, 'See tasks')).to.include('An exception for Hana Half says never');
  });

  it('tells everything a person holds when it is asked about nothing', async () => {
    const { text } = await page(world.people.jonas, '');
    for (const permission of permissions.filter((key) => allowedFor('team', key)))
      expect(text, permission).not.to.include(`permissions.names.${permission}`);
    expect(line(text, 'Edit tasks')).to.include('In their projects').and.include('The role Staff');
    expect(line(text, 'Create invoices')).to.include('No role or exception of Jonas Okafor');
  });

  it('says who cannot come in at all', async () => {
    const { userId } = world.people.tom;
    await table('users').where({ id: userId }).update({ status: 'inactive' });
    const { text } = await page(world.people.tom, '', 'clients');
    expect(text).to.include('Tom Becker cannot come in').and.include('This person is inactive');
    await table('users').where({ id: userId }).update({ status: 'active' });
  });

  it('explains nothing that its reader does not see, in the same words as what is not there', async () => {
    const role = await makeRole(world.workspaceId, 'People reader', {
      'users.view': 'all',
      'tasks.view': 'assigned',
      'projects.view': 'assigned',
    });
    const reader = await makePerson(world.workspaceId, 'Rea Reader', [role]);
    const visitor = await app.signedIn(reader.userId);
    const ask = async (about: string) => {
      const answer = await visitor.get(
        `/users/${world.people.jonas.userId}/explain?about=${encodeURIComponent(about)}`,
      );
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('There is nothing at this address');
      return answer.text;
    };
    for (const about of [task(world.tasks.budget), task(999_999), 'nonsense', '/invoices/1'])
      expect(await ask(about)).not.to.include('Secret-Task-Budget');
  });

  it('tells of files and comments, and leads to the mark that hides them', async () => {
    const { sofia, jonas, elin } = world.people;
    const secret = await page(sofia, `/files/${world.files.secret}`, 'clients');
    expect(line(secret.text, 'See and download files')).to.include('It is internal');
    expect(line(secret.text, 'See and download files')).to.include(
      `href="/files/${world.files.secret}"`,
    );
    const shared = await page(sofia, `/files/${world.files.shared}`, 'clients');
    expect(line(shared.text, 'See and download files')).to.include('Yes');
    const own = await page(jonas, `/files/${world.files.shared}`);
    expect(line(own.text, 'Delete files')).to.include('reaches only what Jonas Okafor made');
    const comment = await page(
      elin,
      `https://portal.example/tasks/7#comment-${world.comments.shared}`,
    );
    expect(line(comment.text, 'See tasks')).to.include('Elin Sandberg is not on this project');
    const written = await page(jonas, `/comments/${world.comments.shared}`);
    expect(line(written.text, 'Comment on tasks')).to.include('Jonas Okafor did not write it');
  });

  it('tells of companies and people', async () => {
    const { jonas, elin, priya: admin, sofia } = world.people;
    const met = await page(jonas, `/companies/${world.companies.harbour}`);
    expect(line(met.text, 'See clients')).to.include('Yes');
    const stranger = await page(elin, `/companies/${world.companies.harbour}`);
    expect(line(stranger.text, 'See clients')).to.include('this is none of them');
    expect((await page(jonas, `/clients/${sofia.userId}`)).text).to.include('Sofia Lindqvist');
    const colleague = await page(jonas, `/users/${elin.userId}`);
    expect(line(colleague.text, 'See the team')).to.include('No role or exception of Jonas Okafor');
    const self = await page(admin, `/users/${admin.userId}`);
    expect(line(self.text, 'Edit team members')).to.include('Nobody changes their own access');
    const role = await makeRole(world.workspaceId, 'People keeper', {
      'users.view': 'all',
      'users.edit': 'all',
    });
    const keeper = await makePerson(world.workspaceId, 'Kim Keeper', [role]);
    const over = await page(keeper, `/users/${admin.userId}`);
    expect(line(over.text, 'Edit team members')).to.include('Only an Admin changes an Admin');
  });

  it('names the team through which somebody is on a project, or an end of their own', async () => {
    const { elin, jonas } = world.people;
    const { internal, website } = world.projects;
    const through = await page(elin, `/projects/${internal}`);
    expect(line(through.text, 'See projects')).to.include('through a team: Secret-Team-Lighthouse');
    expect(line(through.text, 'See projects')).to.include(`href="/teams/${world.teams.kestrel}"`);
    await table('project_assignments')
      .where({ project_id: website, membership_id: jonas.membershipId })
      .update({ ends_at: now() + day });
    const byHand = await page(jonas, `/projects/${website}`);
    expect(line(byHand.text, 'See projects')).to.match(/Jonas Okafor is on the project. Until /);
    await table('project_assignments')
      .where({ project_id: website, membership_id: jonas.membershipId })
      .update({ ends_at: null });
  });

  it('says nothing of a team to who may not know of teams', async () => {
    const role = await makeRole(world.workspaceId, 'Client reader', {
      'clients.view': 'all',
      'projects.view': 'all',
    });
    const reader = await makePerson(world.workspaceId, 'Cora Reader', [role]);
    await assign(world.projects.internal, [world.people.nora]);
    const visitor = await app.signedIn(reader.userId);
    const { text } = await visitor.get(
      `/clients/${world.people.nora.userId}/explain?about=/projects/${world.projects.internal}`,
    );
    expect(text).not.to.include('Secret-Team-Lighthouse');
  });

  it('offers a change only to who may make it', async () => {
    const role = await makeRole(world.workspaceId, 'Looks only', {
      'users.view': 'all',
      'projects.view': 'all',
      'tasks.view': 'all',
    });
    const reader = await makePerson(world.workspaceId, 'Lou Looker', [role]);
    const visitor = await app.signedIn(reader.userId);
    const address = `/users/${world.people.elin.userId}/explain?about=${task(world.tasks.logo)}`;
    const { text } = await visitor.get(address);
    expect(line(text, 'See tasks')).to.include('is not on this project').and.not.include('<a ');
  });
});

/** The line of a permission on the page. */
function line(html: string, label: string): string {
  return html.split(`<li><span>${label}<`)[1]?.split('</li>')[0] ?? '';
}
