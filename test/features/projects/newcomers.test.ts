import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { type OverrideChoice, setOverrides } from '../../../server/features/memberships/index.js';
import { visibleTasks } from '../../../server/features/tasks/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { makePerson } from '../memberships/rights.js';
import { actorOf } from '../tasks/people.js';

describe('Before contacts come onto a project', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const address = () => `/projects/${world.projects.website}/people`;
  const chosen = () => [
    world.people.jonas.membershipId,
    world.people.sofia.membershipId,
    world.people.tom.membershipId,
  ];
  const on = async (project = world.projects.website) =>
    (await table('project_assignments')
      .where({ project_id: project })
      .orderBy('membership_id')
      .pluck('membership_id')) as unknown as number[];
  const choose = (people: readonly Person[], more: Record<string, string> = {}) =>
    priya.post(address(), {
      membership_ids: [...chosen(), ...people.map(({ membershipId }) => membershipId)],
      ...more,
    });
  const linesOf = ({ text }: Answer) =>
    [...text.matchAll(/<p class="b">(.*?)<\/p>(.*?)<\/div><\/div>/gs)].map(([, names, sees]) => [
      names,
      ...[...(sees ?? '').matchAll(/<span>(.*?)<\/span>/g)].map(([, line]) => line),
    ]);
  const deny = (person: Person, permission: OverrideChoice['permission']) =>
    actorOf(world, world.people.priya).then((actor) =>
      setOverrides(actor, person.membershipId, [{ permission, effect: 'deny', scope: 'none' }]),
    );

  it('it is said who will see how much there, and nothing has changed yet', async () => {
    const before = await dump();
    const answer = await choose([world.people.nora]);
    expect(answer.status).to.equal(200);
    expect(answer.text).to.include('Show “Website relaunch” to 1 more contact?');
    expect(linesOf(answer)).to.deep.equal([
      ['Nora Quist', '2 tasks', '1 milestone', '1 file', '1 discussion', '1 comment'],
    ]);
    expect(answer.text).to.include(`/projects/${world.projects.website}/readers`);
    for (const secret of world.secrets) expect(answer.text).not.to.include(secret);
    expect(await dump()).to.deep.equal(before);
  });

  it('is promised exactly what they see afterwards', async () => {
    const { nora } = world.people;
    await choose([nora], { step: 'confirmed' });
    const seen = visibleTasks(await actorOf(world, nora)).where(
      'tasks.project_id',
      world.projects.website,
    );
    expect(await seen.select('tasks.id')).to.have.length(2);
  });

  it('everybody is named with what their own permissions let through', async () => {
    const { nora } = world.people;
    const client = (await table('roles').where({ key: 'client' }).first('id')) as { id: number };
    const other = await makePerson(world.workspaceId, 'Abel Contact', [client.id], 'client');
    const third = await makePerson(world.workspaceId, 'Cleo Contact', [client.id], 'client');
    await deny(nora, 'files.view');
    await deny(third, 'tasks.view');
    const lines = linesOf(await choose([nora, other, third]));
    expect(lines[0]).to.deep.equal([
      'Abel Contact',
      '2 tasks',
      '1 milestone',
      '1 file',
      '1 discussion',
      '1 comment',
    ]);
    expect(lines[1]).to.deep.equal([
      'Nora Quist',
      '2 tasks',
      '1 milestone',
      '1 discussion',
      '1 comment',
    ]);
    expect(lines[2]?.[0]).to.equal('Cleo Contact');
    expect(lines).to.have.length(3);
  });

  it('a yes puts them there, and the undo asks nothing when it brings them back', async () => {
    const before = await on();
    const { nora } = world.people;
    const asked = await choose([nora]);
    expect(asked.text).to.include('name="step" value="confirmed"');
    const fields = [...asked.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    expect(fields.filter(([, name]) => name === 'membership_ids')).to.have.length(4);
    const answer = await choose([nora], { step: 'confirmed' });
    expect(answer.status).to.equal(303);
    expect(await on()).to.deep.equal([...before, nora.membershipId].sort((a, b) => a - b));
    await priya.post(address(), { membership_ids: chosen() });
    const page = await priya.get(`/projects/${world.projects.website}`);
    expect(page.text).to.match(/name="step" value="confirmed"/);
  });

  it('the way back to the form keeps what was chosen', async () => {
    const { nora, elin } = world.people;
    const form = await choose([nora, elin], { step: 'change' });
    expect(form.status).to.equal(200);
    for (const { membershipId } of [nora, elin])
      expect(form.text).to.match(new RegExp(`value="${membershipId}" checked`));
    expect(await on()).not.to.include(nora.membershipId);
  });

  it('nobody is asked where nothing is shown to clients, nor about the team or who is there', async () => {
    expect((await choose([world.people.elin])).status).to.equal(303);
    await table('tasks').update({ visibility: 'internal' });
    await table('files').update({ visibility: 'internal' });
    await table('comments').update({ visibility: 'internal' });
    await table('milestones').update({ visibility: 'internal' });
    await table('discussions').update({ visibility: 'internal' });
    expect((await choose([world.people.elin, world.people.nora])).status).to.equal(303);
    expect(await on()).to.include(world.people.nora.membershipId);
  });

  it('the contacts of a company that is newly chosen are asked about as well', async () => {
    const { website } = world.projects;
    const fields = {
      name: 'Website relaunch',
      company_id: String(world.companies.northwind),
      status: 'active',
      hue: 'teal',
    };
    const asked = await priya.post(`/projects/${website}`, { ...fields, _method: 'PATCH' });
    expect(asked.text).to.include('Nora Quist').and.include('2 tasks');
    expect(asked.text).to.include('name="_method" value="PATCH"');
    expect(await on()).not.to.include(world.people.nora.membershipId);
    const back = await priya.post(`/projects/${website}`, {
      ...fields,
      _method: 'PATCH',
      step: 'change',
    });
    expect(back.text).to.match(/<option value="\d+" selected>Northwind Travel/);
    const answer = await priya.post(`/projects/${website}`, {
      ...fields,
      _method: 'PATCH',
      step: 'confirmed',
    });
    expect(answer.status).to.equal(303);
    expect(await on()).to.include(world.people.nora.membershipId);
  });

  it('costs as many queries for sixty as for two', async () => {
    const client = (await table('roles').where({ key: 'client' }).first('id')) as { id: number };
    const crowd: Person[] = [];
    for (let number = 0; number < 60; number += 1)
      crowd.push(await makePerson(world.workspaceId, `Contact ${number}`, [client.id], 'client'));
    const cost = async (people: readonly Person[]) => {
      const before = queryCount();
      expect((await choose(people)).status).to.equal(200);
      return queryCount() - before;
    };
    await cost(crowd.slice(0, 2));
    const few = await cost(crowd.slice(0, 2));
    expect(await cost(crowd)).to.equal(few);
  });

  it('the review of a new contact says what the projects show to clients now', async () => {
    const answer = await priya.post('/clients', {
      name: 'Ruth Newcomer',
      email: 'ruth@example.com',
      access: 'invitation',
      role_id: String(
        ((await table('roles').where({ key: 'client' }).first('id')) as { id: number }).id,
      ),
      company_id: String(world.companies.harbour),
      project_ids: [String(world.projects.website)],
      switches: ['projects', 'tasks', 'files'],
      step: 'review',
    });
    expect(answer.text).to.include('What is shown to clients there now').and.include('2 tasks');
  });
});
