import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import {
  type Audience,
  allowedFor,
  permissionEntry,
  permissions,
} from '../../../server/core/permissions/index.js';
import { explainRecord, recordAt } from '../../../server/features/access/explain-records.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { testRandom, testSeed } from '../../support/trials.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { assign, assignTask } from '../../support/world-parts.js';
import { actorOf, makePerson, makeRole } from '../memberships/rights.js';

const random = testRandom();
const pick = <Item>(items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

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
    expect(line(text, 'See tasks')).to.include(`href="/tasks/${world.tasks.budget}"`);
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
      expect(answer.text).to.include('There is no project or task at this address');
      return answer.text;
    };
    for (const about of [task(world.tasks.budget), task(999_999), 'nonsense', '/invoices/1'])
      expect(await ask(about)).not.to.include('Secret-Task-Budget');
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

  it(`and enforcement are one: whatever is granted, set, assigned and shared, both say the same (seed ${testSeed})`, async function () {
    this.timeout(60_000);
    const people = [];
    for (let number = 0; number < 24; number += 1) people.push(await randomPerson(number));
    const records = [
      ...Object.values(world.projects).map((id) => `/projects/${id}`),
      ...Object.values(world.tasks).map(task),
      task(world.campaignTask),
    ];
    const asker = await actorOf(world.workspaceId, world.people.priya);
    const verdicts = new Set<boolean>();
    for (const { person, audience } of people) {
      const them = await actorOf(world.workspaceId, person);
      const visitor = await app.signedIn(person.userId);
      for (const address of records) {
        const answers = await explainRecord(them, await recordAt(asker, address));
        for (const { permission, allowed, causes } of answers) {
          const told =
            causes.length > 0 &&
            causes.every((cause) => 'source' in cause && cause.kind !== 'denied');
          expect(told, `${person.name} ${permission} ${address}`).to.equal(allowed);
        }
        const path = audience === 'client' ? `/portal${address}` : address;
        const isSeen = (await visitor.get(path)).status === 200;
        expect(isSeen, `${person.name} ${path}`).to.equal(answers[0]?.allowed);
        verdicts.add(isSeen);
      }
    }
    expect(verdicts.size, 'some see and some do not').to.equal(2);
  });

  async function randomPerson(number: number): Promise<{ person: Person; audience: Audience }> {
    const audience = pick<Audience>(['team', 'team', 'client']);
    const possible = permissions.filter((key) => allowedFor(audience, key));
    const grants = possible.flatMap((key) =>
      random() < 0.6 ? [[key, pick(permissionEntry(key).scopes)] as const] : [],
    );
    const role = await makeRole(
      world.workspaceId,
      `Random ${number}`,
      Object.fromEntries(grants),
      audience,
    );
    const roles =
      random() < 0.3 && audience === 'client'
        ? [role, (await builtInRole(world.workspaceId, 'client')).id]
        : [role];
    const person = await makePerson(world.workspaceId, `Random ${number}`, roles, audience);
    for (const permission of ['projects.view', 'tasks.view', 'tasks.edit'] as const) {
      if (random() > 0.25 || !allowedFor(audience, permission)) continue;
      const isDenied = random() < 0.5;
      await insertRow('permission_overrides', {
        membership_id: person.membershipId,
        permission,
        effect: isDenied ? 'deny' : 'allow',
        scope: isDenied ? 'none' : pick(permissionEntry(permission).scopes),
        ends_at: pick([null, now() + day, now() - day]),
      });
    }
    for (const projectId of Object.values(world.projects))
      if (random() < 0.5) await assign(projectId, [person]);
    for (const taskId of Object.values(world.tasks))
      if (random() < 0.4 && audience === 'team') await assignTask(taskId, person);
    return { person, audience };
  }
});

/** The line of a permission on the page. */
function line(html: string, label: string): string {
  return html.split(`<li><span>${label}<`)[1]?.split('</li>')[0] ?? '';
}
