import { expect } from 'chai';
import { insertRow, queryCount, table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

interface Row {
  id: number;
  user_id: number;
  name: string;
  roles: string;
  decision: string | null;
  decided_by_name: string | null;
  decided_at: number | null;
  note: string | null;
  is_admin: number;
  is_dormant: number;
  is_waiting: number;
  is_finished: number;
  exceptions_count: number;
}

describe('The access review', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    await app.close();
  });

  const begin = async (visitor = priya) => (await visitor.post('/access-review')).location;
  const rows = async () => (await table('access_review_rows').orderBy('id')) as unknown as Row[];
  const rowOf = async ({ userId }: Pick<Person, 'userId'>) => {
    const found = (await rows()).find((row) => row.user_id === userId);
    if (!found) throw new Error('They are not in the review');
    return found;
  };
  const decide = async (
    review: string,
    person: Pick<Person, 'userId'>,
    decision: string,
    { visitor = priya, ...more }: { visitor?: Visitor; note?: string; seen_at?: number } = {},
  ) => {
    const row = await rowOf(person);
    const fields = { _method: 'PATCH', decision, seen_at: row.decided_at ?? 0, ...more };
    return visitor.post(`${review}/rows/${row.id}`, fields);
  };
  const keepRest = async (review: string) => {
    const ids = (await rows()).filter((row) => row.decision === null).map(({ id }) => id);
    return priya.post(`${review}/kept`, { row_ids: ids });
  };

  it('S171 is found from the list of people, and says what to do before the first', async () => {
    expect((await priya.get('/users')).text).to.include('href="/access-review"');
    const { text } = await priya.get('/access-review');
    expect(text).to.include('Start the review').and.include('No review has been signed off yet');
  });

  it('S171 lists everybody with access on its day: roles, last sign-in, and who is worth a look', async () => {
    const { jonas, elin, tom, sofia } = world.people;
    await table('users')
      .where({ id: jonas.userId })
      .update({ last_sign_in_at: now() - 90 * day });
    await table('users').where({ id: elin.userId }).update({ last_sign_in_at: now() });
    await insertRow('permission_overrides', {
      membership_id: elin.membershipId,
      permission: 'users.view',
      effect: 'allow',
      scope: 'all',
      ends_at: null,
    });
    await table('memberships')
      .where({ id: tom.membershipId })
      .update({ status: 'pending', created_at: now() - 20 * day });
    await table('projects').where({ id: world.projects.website }).update({ status: 'completed' });
    const off = await makePerson(world.workspaceId, 'Off Already', [
      (await builtInRole(world.workspaceId, 'staff')).id,
    ]);
    await table('memberships').where({ id: off.membershipId }).update({ status: 'suspended' });
    await begin();
    const signs = (row: Row) =>
      [
        row.is_admin && 'admin',
        row.is_dormant && 'dormant',
        row.is_waiting && 'waiting',
        row.is_finished && 'finished',
        row.exceptions_count && 'exceptions',
      ].filter(Boolean);
    expect(signs(await rowOf(world.people.priya))).to.deep.equal(['admin']);
    expect(signs(await rowOf(jonas))).to.deep.equal(['dormant']);
    expect(signs(await rowOf(elin))).to.deep.equal(['exceptions']);
    expect(signs(await rowOf(tom))).to.deep.equal(['waiting', 'finished']);
    expect(signs(await rowOf(sofia))).to.deep.equal(['finished']);
    expect(signs(await rowOf(world.people.nora))).to.deep.equal([]);
    expect((await rowOf(jonas)).roles).to.equal('Staff');
    expect((await rows()).map((row) => row.name)).not.to.include('Off Already');
  });

  it('shows each part, searches, and leads through page by page', async () => {
    const review = await begin();
    const admins = await priya.get(`${review}?show=admins`);
    expect(admins.text).to.include('>Priya Raman</a>').and.not.include('>Jonas Okafor</a>');
    const found = await priya.get(`${review}?q=OKAFOR`);
    expect(found.text).to.include('>Jonas Okafor</a>').and.not.include('>Priya Raman</a>');
    expect((await priya.get(`${review}?q=zzz`)).text).to.include('Nobody matches');
  });

  it('is decided row by row: keep, change, deactivate, with a note, by name and moment', async () => {
    const review = await begin();
    const { jonas, elin, nora } = world.people;
    const kept = await decide(review, jonas, 'keep', { note: 'Lead of two projects' });
    expect(kept.location).to.equal(review);
    const changed = await decide(review, elin, 'change');
    expect(changed.location).to.equal(`/users/${elin.userId}`);
    const visitor = await app.signedIn(nora.userId);
    expect((await decide(review, nora, 'deactivate')).status).to.equal(303);
    expect((await visitor.get('/portal')).location).to.match(/^\/login/);
    const row = await rowOf(jonas);
    expect(row).to.include({
      decision: 'keep',
      note: 'Lead of two projects',
      decided_by_name: 'Priya Raman',
    });
    expect((await priya.get(review)).text).to.include('Deactivated since');
  });

  it('keeps several at once, but neither oneself nor whoever is decided already', async () => {
    const review = await begin();
    await decide(review, world.people.elin, 'change');
    const all = (await rows()).map(({ id }) => id);
    const page = await priya.submit(`${review}/kept`, { row_ids: all });
    expect(page.text).to.include('4 people keep their access');
    expect((await rowOf(world.people.elin)).decision).to.equal('change');
    expect((await rowOf(world.people.priya)).decision).to.equal(null);
    expect((await priya.post(`${review}/kept`)).status).to.equal(422);
  });

  it('lets nobody decide on themselves, nor take the last Admin away', async () => {
    const review = await begin();
    expect((await decide(review, world.people.priya, 'keep')).status).to.equal(403);
    const role = await makeRole(world.workspaceId, 'Reviewer', {
      'users.view': 'all',
      'users.deactivate': 'all',
      'clients.view': 'all',
    });
    const other = await makePerson(world.workspaceId, 'Rita Reviewer', [role]);
    const rita = await app.signedIn(other.userId);
    const answer = await decide(review, world.people.priya, 'deactivate', { visitor: rita });
    expect(answer.status).to.be.oneOf([403, 422]);
    expect((await rowOf(world.people.priya)).decision).to.equal(null);
    const kept = await decide(review, world.people.priya, 'keep', { visitor: rita });
    expect(kept.status).to.equal(303);
  });

  it('tells the second of two reviewers what the first has decided', async () => {
    const review = await begin();
    const { jonas } = world.people;
    await decide(review, jonas, 'keep');
    const answer = await decide(review, jonas, 'deactivate', { seen_at: 0 });
    expect(answer.status).to.equal(409);
    expect(answer.text).to.include('Somebody else has decided on this person meanwhile');
    expect((await rowOf(jonas)).decision).to.equal('keep');
  });

  it('says when access has changed since', async () => {
    const review = await begin();
    const staff = (await builtInRole(world.workspaceId, 'staff')).id;
    const admin = (await builtInRole(world.workspaceId, 'admin')).id;
    await priya.post(`/users/${world.people.jonas.userId}/roles`, {
      _method: 'PATCH',
      role_id: admin,
      step: 'save',
    });
    expect(staff).not.to.equal(admin);
    expect((await priya.get(`${review}?q=Jonas`)).text).to.include('Access changed since');
  });

  it('is signed off when all is decided but the signer, and is a record from then on', async () => {
    const review = await begin();
    const early = await priya.post(`${review}/signature`);
    expect(early.status).to.equal(422);
    expect(early.text).to.include('Some people are not decided yet');
    await keepRest(review);
    const record = await priya.submit(`${review}/signature`, { note: 'See Jonas in spring' });
    expect(record.text)
      .to.include('Signed off by Priya Raman')
      .and.include('See Jonas in spring')
      .and.include('sofia@example.com');
    await table('users').where({ id: world.people.jonas.userId }).update({ name: 'Renamed' });
    expect((await priya.get(`${review}/record`)).text).to.include('Jonas Okafor');
    expect((await decide(review, world.people.jonas, 'change')).status).to.equal(409);
    expect((await priya.post(review, { _method: 'DELETE' })).status).to.equal(409);
    expect((await priya.post(`${review}/signature`)).status).to.equal(409);
    expect((await rowOf(world.people.jonas)).decision).to.equal('keep');
    expect((await priya.get('/access-review')).text).to.include(`href="${review}"`);
  });

  it('is taken away as a table in which no name is a formula', async () => {
    const { jonas } = world.people;
    await table('users').where({ id: jonas.userId }).update({ name: '=HYPERLINK("x")' });
    const review = await begin();
    await decide(review, jonas, 'keep', { note: '+1' });
    const { text, headers } = await priya.post(`${review}/record`);
    expect(headers.get('content-type')).to.match(/^text\/csv/);
    expect(text.split('\n')).to.have.length(8);
    expect(text)
      .to.match(/^\uFEFF?Name,Email/)
      .and.include(`"'=HYPERLINK(""x"")"`);
    expect(text).to.include(`'+1`).and.include('Keep');
  });

  it('is begun once, also by two people at the same moment', async () => {
    const other = await makePerson(world.workspaceId, 'Second Admin', [
      (await builtInRole(world.workspaceId, 'admin')).id,
    ]);
    const second = await app.signedIn(other.userId);
    await Promise.all([priya.formToken(), second.formToken()]);
    const [one, two] = await Promise.all([begin(), begin(second)]);
    expect(one)
      .to.match(/^\/access-review\/\d+$/)
      .and.equal(two);
    expect(await rows()).to.have.length(7);
  });

  it('is thrown away unfinished after a question, and begun anew', async () => {
    const review = await begin();
    expect((await priya.get(review)).text).to.include('Throw it away');
    await priya.post(review, { _method: 'DELETE' });
    expect(await rows()).to.have.length(0);
    expect((await priya.get(review)).status).to.equal(404);
    expect(await begin()).not.to.equal(review);
  });

  it('SEC 55 shows no client to who does not see all of them, and leaves theirs to others', async () => {
    const role = await makeRole(world.workspaceId, 'Team only', {
      'users.view': 'all',
      'users.deactivate': 'all',
    });
    const person = await makePerson(world.workspaceId, 'Tia Team', [role]);
    const tia = await app.signedIn(person.userId);
    const review = await begin();
    const sofia = await rowOf(world.people.sofia);
    for (const path of [review, `${review}/record`, `${review}?q=Sofia`]) {
      const { text } = await tia.get(path);
      expect(text, path).not.to.include('Lindqvist');
    }
    expect((await tia.get(`${review}/rows/${sofia.id}`)).status).to.equal(404);
    expect((await decide(review, world.people.sofia, 'keep', { visitor: tia })).status).to.equal(
      404,
    );
    await tia.post(`${review}/kept`, { row_ids: sofia.id });
    expect((await rowOf(world.people.sofia)).decision).to.equal(null);
    expect((await tia.post(`${review}/record`)).text).not.to.include('Lindqvist');
    for (const { id } of await rows()) await tia.post(`${review}/kept`, { row_ids: id });
    expect((await tia.post(`${review}/signature`)).status).to.equal(422);
  });

  it('is nothing for staff and clients', async () => {
    const review = await begin();
    const staff = await app.signedIn(world.people.jonas.userId);
    const client = await app.signedIn(world.people.sofia.userId);
    expect((await staff.get(review)).status).to.equal(403);
    expect((await staff.get('/users')).text).not.to.include('/access-review');
    expect((await client.get(review)).status).to.equal(404);
  });

  it('takes few queries, however many people there are', async () => {
    const staff = (await builtInRole(world.workspaceId, 'staff')).id;
    for (let number = 0; number < 60; number += 1)
      await makePerson(world.workspaceId, `Crowd ${number}`, [staff]);
    const review = await begin();
    await priya.get(review);
    const before = queryCount();
    const { text } = await priya.get(review);
    expect(queryCount() - before).to.be.below(7);
    expect(text.match(/name="row_ids"/g)?.length ?? 0).to.be.within(40, 50);
    expect((await priya.get(`${review}?page=2`)).text).to.include('Crowd');
  });
});
