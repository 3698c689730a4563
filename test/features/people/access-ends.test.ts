import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { day, hour, localTime, minute, now, setClock } from '../../../server/core/dates/index.js';
import { announceEndings, noteEndings } from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

describe('Access that ends by itself', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let staff: number;
  let admin: number;
  let nia: Person;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    staff = (await builtInRole(world.workspaceId, 'staff')).id;
    admin = (await builtInRole(world.workspaceId, 'admin')).id;
  });
  beforeEach(async () => {
    priya = await app.signedIn(world.people.priya.userId);
    nia = await makePerson(world.workspaceId, `Nia ${Math.random()}`, [staff]);
  });
  afterEach(() => setClock());
  after(() => app.close());

  const wholeMinute = (moment: number) => Math.ceil(moment / minute) * minute;
  const local = (moment: number) => localTime(moment, 'UTC');
  const save = (person: Person, fields: Record<string, string>, house = 'users') =>
    priya.post(`/${house}/${person.userId}/ends`, { _method: 'PATCH', ...fields });

  it('S081 lets nobody in from the minute on at which all their access ends', async () => {
    const end = wholeMinute(now() + hour);
    const visitor = await app.signedIn(nia.userId);
    const answer = await save(nia, { membership_until: local(end), [`role_until.${staff}`]: '' });
    expect(answer.location).to.equal(`/users/${nia.userId}`);
    expect((await priya.get(answer.location)).text).to.include('All access ends');
    setClock(() => end - 1);
    expect((await visitor.get('/projects')).status).to.equal(200);
    setClock(() => end);
    expect((await visitor.get('/projects')).location).to.match(/^\/login/);
  });

  it('takes a role away at its minute and leaves the others: Admin until tonight', async () => {
    await insertRow('membership_roles', {
      membership_id: nia.membershipId,
      role_id: admin,
      ends_at: null,
    });
    const end = wholeMinute(now() + hour);
    await save(nia, { membership_until: '', [`role_until.${admin}`]: local(end) });
    const visitor = await app.signedIn(nia.userId);
    expect((await visitor.get('/users')).status).to.equal(200);
    setClock(() => end);
    expect((await visitor.get('/users')).status).to.equal(403);
    expect((await visitor.get('/projects')).status).to.equal(200);
  });

  it('is taken back by emptying the field, and then lasts', async () => {
    await save(nia, { membership_until: local(now() + day) });
    await save(nia, { membership_until: '' });
    const row = await table('memberships').where({ id: nia.membershipId }).first('ends_at');
    expect(row?.ends_at).to.equal(null);
  });

  it('works for contacts as well', async () => {
    const { nora } = world.people;
    const end = wholeMinute(now() + hour);
    await save(nora, { membership_until: local(end) }, 'clients');
    expect((await priya.get(`/clients/${nora.userId}`)).text).to.include('All access ends');
    await save(nora, { membership_until: '' }, 'clients');
  });

  it('keeps what was typed when the moment is over or no date', async () => {
    for (const [text, problem] of [
      ['2020-01-01T10:00', 'This moment is over.'],
      ['soon', 'Type a date that exists.'],
    ] as const) {
      const answer = await save(nia, { membership_until: text });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(problem).and.include(`value="${text}"`);
    }
  });

  it('is given to nobody’s own access, nor to the last Admin', async () => {
    const own = await save(world.people.priya, { membership_until: local(now() + day) });
    expect(own.status).to.equal(403);
    const other = await makePerson(world.workspaceId, `Ana ${Math.random()}`, [admin]);
    const ana = await app.signedIn(other.userId);
    const ends = `/users/${world.people.priya.userId}/ends`;
    const fields = { _method: 'PATCH', membership_until: local(now() + day) };
    expect((await ana.post(ends, fields)).status, 'Ana is left').to.equal(303);
    const last = await save(other, { membership_until: local(now() + day) });
    expect(last.status).to.equal(422);
    expect((await ana.post(ends, { ...fields, membership_until: '' })).status).to.equal(303);
    await table('users').where({ id: other.userId }).update({ status: 'inactive' });
  });

  it('is noted in the audit trail once, when it has come: all access, a role and an exception', async () => {
    const start = now();
    setClock(() => start);
    await noteEndings();
    const at = start + hour;
    await table('memberships').where({ id: nia.membershipId }).update({ ends_at: at });
    await table('membership_roles')
      .where({ membership_id: nia.membershipId })
      .update({ ends_at: at });
    await insertRow('permission_overrides', {
      membership_id: nia.membershipId,
      permission: 'users.view',
      effect: 'allow',
      scope: 'all',
      ends_at: at,
    });
    const noted = async () =>
      (
        (await table('audit_entries')
          .where({ subject_id: nia.userId })
          .whereIn('action', [
            'membership.ended',
            'membership.role_ended',
            'membership.exception_ended',
          ])
          .orderBy('action')) as { action: string; actor_kind: string }[]
      ).map(({ action, actor_kind }) => `${action} by ${actor_kind}`);
    setClock(() => at - 1);
    await noteEndings();
    expect(await noted()).to.deep.equal([]);
    setClock(() => at + 5 * minute);
    await noteEndings();
    await noteEndings();
    expect(await noted()).to.deep.equal([
      'membership.ended by program',
      'membership.exception_ended by program',
      'membership.role_ended by program',
    ]);
    setClock();
    const page = await priya.get(`/audit?person=${nia.userId}`);
    expect(page.text).to.include('ended by itself');
  });

  it('is announced once by e-mail, to whom it ends for and to the Admins, also when the job runs late', async () => {
    const role = await makeRole(world.workspaceId, `Temp ${Math.random()}`, {});
    const temp = await makePerson(world.workspaceId, `Tim ${Math.random()}`, [role]);
    await announceEndings();
    const start = now();
    await table('membership_roles')
      .where({ membership_id: temp.membershipId })
      .update({ ends_at: start + 3 * day });
    await table('memberships')
      .where({ id: nia.membershipId })
      .update({ ends_at: start + 5 * day });
    const told = async (template: string, person: Person) =>
      (await table('outbox').where({ template, to_address: person.email })).length;
    const earlier = await told('access-ends-soon', world.people.priya);
    await announceEndings();
    expect(await told('access-ends', temp), 'not yet').to.equal(0);
    setClock(() => start + 26 * hour);
    await announceEndings();
    await announceEndings();
    expect(await told('access-ends', temp)).to.equal(1);
    expect(await told('access-ends', nia)).to.equal(0);
    expect(await told('access-ends-soon', world.people.priya)).to.equal(earlier + 1);
    setClock(() => start + 4 * day);
    await announceEndings();
    expect(await told('access-ends', nia)).to.equal(1);
    expect(await told('access-ends', temp)).to.equal(1);
  });
});
