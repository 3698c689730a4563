import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { catalogue } from '../../server/core/permissions/catalogue.js';
import type { Permission, Scope } from '../../server/core/permissions/index.js';
import { addPerson, contractorGrants } from '../features/tasks/people.js';
import { allRoutes, dump, fillPath, parametersOf } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { calm } from '../support/calm.js';
import type { Answer, Fields, Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';
import { comment, file } from '../support/world-parts.js';

/** The id of nothing. */
const nothing = 999_999;

type Asked = (path: string) => Promise<Answer>;

/** What an answer tells, apart from what was asked for. */
function told({ status, text, location }: Answer, asked: readonly (string | number)[]): string {
  const words = asked.flatMap((word) => [String(word), encodeURIComponent(word)]);
  const echo = new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'g');
  return `${status} ${location} ${calm(text)}`.replaceAll(echo, '#');
}

describe('What is hidden looks as if it were not there', () => {
  let app: TestApp;
  let world: World;
  let foreign: { columnId: number; commentId: number; fileId: number };
  let lead: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    const author = world.people.priya.userId;
    const [column] = (await table('columns')
      .where({ project_id: world.projects.campaign })
      .select('id')) as [{ id: number }];
    const { workspaceId, campaignTask } = world;
    foreign = {
      columnId: column.id,
      commentId: await comment(workspaceId, campaignTask, author, 'client', 'For Northwind'),
      fileId: await file(workspaceId, campaignTask, author, 'client', 'poster.txt', 'Poster'),
    };
    const person = await addPerson(world, 'Lead', assignedToAll(), [world.projects.website]);
    lead = await app.signedIn(person.userId);
  });
  after(() => app.close());

  async function expectAlike(ask: Asked, hit: string, miss: string, asked: (string | number)[]) {
    const [one, other] = [await ask(hit), await ask(miss)];
    expect(told(one, asked), hit).to.equal(told(other, asked));
    expect(one.headers.get('content-type'), hit).to.equal(other.headers.get('content-type'));
  }

  it('CVE 5 a search that hits something hidden answers as one that hits nothing', async () => {
    const { website } = world.projects;
    const contractor = await addPerson(world, 'Cleo Marsh', contractorGrants, [website]);
    const readers: [reader: Visitor, path: string, hit: string, miss: string][] = [
      [lead, '/projects?q=', 'Kestrel', 'Kistrel'],
      [lead, '/clients?q=', 'Quist', 'Quost'],
      [lead, '/clients?q=', 'nora@', 'nura@'],
      [lead, '/companies?q=', 'Northwind', 'Northwund'],
      [lead, '/companies?status=archived&q=', 'Northwind', 'Northwund'],
    ];
    const cleo = await app.signedIn(contractor.userId);
    for (const page of ['board', 'list'])
      readers.push([cleo, `/projects/${website}/${page}?q=`, 'Budget', 'Bodget']);
    for (const [reader, path, hit, miss] of readers) {
      await expectAlike((at) => reader.get(at), path + hit, path + miss, [hit, miss]);
      const seen = await (await app.signedIn(world.people.priya.userId)).get(path + hit);
      if (!path.includes('archived'))
        expect(seen.text, path).not.to.match(/No \w+ match|Nobody matches/);
    }
  });

  it('CVE 5 a filter by something hidden answers as one by nothing', async () => {
    const filters: [path: string, id: number][] = [
      ['/projects?company_id=', world.companies.northwind],
      ['/clients?company=', world.companies.northwind],
      ['/tasks/new?project_id=', world.projects.campaign],
      [`/tasks/new?project_id=${world.projects.website}&column_id=`, foreign.columnId],
      ['/clients/new?company=', world.companies.northwind],
      ['/projects/new?company_id=', world.companies.northwind],
      ['/comments?subject_type=task&subject_id=', world.campaignTask],
      ['/files/new?subject_type=task&subject_id=', world.campaignTask],
      [`/projects/${world.projects.website}/board?show=100&column=`, foreign.columnId],
    ];
    for (const [path, id] of filters)
      await expectAlike((at) => lead.get(at), path + id, path + nothing, [id, nothing]);
    const sofia = await app.signedIn(world.people.sofia.userId);
    for (const path of [
      '/comments?subject_type=task&subject_id=',
      '/files/new?subject_type=task&subject_id=',
    ])
      for (const id of [world.tasks.budget, world.campaignTask])
        await expectAlike((at) => sofia.get(at), path + id, path + nothing, [id, nothing]);
  });

  it('SEC 55 CVE 5 the address of something hidden answers as that of nothing, on every route', async () => {
    const hidden: Record<string, number> = {
      projectId: world.projects.campaign,
      taskId: world.campaignTask,
      companyId: world.companies.northwind,
      ...foreign,
    };
    const readers = [lead, await app.signedIn(world.people.sofia.userId)];
    const single = allRoutes().filter(({ path }) =>
      parametersOf(path).some((name) => name in hidden),
    );
    expect(single).to.have.length.above(40);
    const before = await dump();
    for (const { method, path } of single) {
      const [name = '', ...others] = parametersOf(path);
      expect(others, `${path} names two things: try both of its ids here`).to.deep.equal([]);
      for (const reader of readers) {
        const ask: Asked = (at) =>
          method === 'get' ? reader.get(at) : reader.post(at, { _method: method });
        const [hit, miss] = [hidden[name] as number, nothing].map((id) =>
          fillPath(path, { [name]: id }),
        ) as [string, string];
        await expectAlike(ask, hit, miss, [hidden[name] as number, nothing]);
      }
    }
    expect(await dump()).to.equal(before);
  });

  it('SEC 55 SEC 14 CVE 2 CVE 3 a form that names something hidden is refused as one that names nothing', async () => {
    const before = await dump();
    for (const { path, fields, field, hidden } of forms()) {
      const send: Asked = (id) => lead.post(path, { ...fields, [field]: id });
      await expectAlike(send, String(hidden), String(nothing), [hidden, nothing]);
      expect((await send(String(hidden))).status, path).to.be.oneOf([404, 422]);
      expect(await dump(), `${path} ${field}`).to.equal(before);
    }
  });

  it('CVE 5 a name that only a hidden company has is free', async () => {
    const path = `/companies/${world.companies.harbour}`;
    const fields = { _method: 'PATCH', name: 'Northwind Travel' };
    const priya = await app.signedIn(world.people.priya.userId);
    expect((await priya.post(path, fields)).status).to.equal(422);
    expect((await lead.post(path, fields)).status).to.equal(303);
  });

  it('and the same forms are taken with what is there to be seen', async () => {
    for (const { path, fields, field, own } of forms()) {
      const answer = await lead.post(path, { ...fields, [field]: own });
      expect(answer.status, `${path} ${field} ${answer.text.slice(0, 200)}`).to.equal(303);
    }
  });

  /** Forms with a field that names another thing: one that the lead sees, and one that they do not. */
  function forms(): { path: string; fields: Fields; field: string; hidden: number; own: number }[] {
    const { website, campaign } = world.projects;
    const { logo, budget } = world.tasks;
    const { jonas, nora, sofia } = world.people;
    const task = { project_id: website, title: 'A new one' };
    const contact = `/clients/${sofia.userId}`;
    const { northwind, harbour } = world.companies;
    const { columnId } = foreign;
    const { review, done } = world.columns;
    const project = { _method: 'PATCH', name: 'Website relaunch', status: 'active', hue: 'teal' };
    const person = { _method: 'PATCH', name: sofia.name, email: sofia.email };
    const said = { subject_type: 'task', body: 'Hello', visibility: 'internal' };
    return [
      { path: '/tasks', fields: task, field: 'project_id', hidden: campaign, own: website },
      { path: '/tasks', fields: task, field: 'column_id', hidden: columnId, own: review },
      {
        path: '/tasks',
        fields: task,
        field: 'membership_ids',
        hidden: nora.membershipId,
        own: jonas.membershipId,
      },
      {
        path: `/tasks/${logo}/move`,
        fields: {},
        field: 'column_id',
        hidden: columnId,
        own: review,
      },
      {
        path: `/tasks/${budget}/assignees`,
        fields: {},
        field: 'membership_ids',
        hidden: nora.membershipId,
        own: jonas.membershipId,
      },
      {
        path: '/comments',
        fields: said,
        field: 'subject_id',
        hidden: world.campaignTask,
        own: logo,
      },
      { path: contact, fields: person, field: 'company_id', hidden: northwind, own: harbour },
      {
        path: `/projects/${website}`,
        fields: project,
        field: 'company_id',
        hidden: northwind,
        own: harbour,
      },
      {
        path: `/columns/${world.columns.todo}`,
        fields: { _method: 'DELETE' },
        field: 'target_id',
        hidden: columnId,
        own: done,
      },
      {
        path: `/projects/${website}/people`,
        fields: {},
        field: 'membership_ids',
        hidden: nora.membershipId,
        own: jonas.membershipId,
      },
    ];
  }
});

/** Everything that can be held for the projects one is on, and no more. */
function assignedToAll(): Partial<Record<Permission, Scope>> {
  const entries = Object.entries(catalogue).filter(([, { scopes }]) =>
    (scopes as readonly string[]).includes('assigned'),
  );
  return Object.fromEntries(entries.map(([name]) => [name, 'assigned']));
}
