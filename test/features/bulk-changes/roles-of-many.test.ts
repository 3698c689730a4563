import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { fieldsOf, roleNamed, setUpMail } from '../people/forms.js';
import { addPerson } from '../tasks/people.js';

import { roleNamesOf, ticked, undo } from './pressing.js';

describe('Changes of the roles of many', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: number;
  let elin: number;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    jonas = world.people.jonas.membershipId;
    elin = world.people.elin.membershipId;
    await addPerson(world, 'Nadia Weber', { 'users.view': 'all', 'revenue.view': 'all' });
  });
  afterEach(() => app.close());

  const everybody = () => ticked(jonas, elin, world.people.priya.membershipId);

  const leads = 'Role of Nadia Weber';

  it('say by name who gains and who loses what before anything changes', async () => {
    const form = await priya.get(`/bulk-changes/roles?${everybody()}`);
    expect(form.text).to.include('Jonas Okafor').and.include('Elin Sandberg');
    expect(form.text).to.include('You cannot change your own access.');
    const review = await priya.post('/bulk-changes/roles', {
      ...fieldsOf(form.text),
      mode: 'replace',
      role_id: await roleNamed(leads),
      step: 'review',
    });
    expect(review.status).to.equal(200);
    expect(review.text).to.include('Change the roles of 2 people?');
    expect(review.text).to.include('Jonas Okafor, Elin Sandberg');
    expect(review.text).to.include('What they can do besides or further');
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });

  it('give a role besides the others, take it, or give it instead', async () => {
    const role_id = await roleNamed(leads);
    const send = (mode: string, id = role_id) =>
      priya.post('/bulk-changes/roles', {
        member: [jonas, elin],
        mode,
        role_id: id,
        step: 'save',
      });
    expect((await send('add')).location).to.equal('/users');
    for (const id of [jonas, elin]) expect(await roleNamesOf(id)).to.deep.equal([leads, 'Staff']);
    await send('take');
    for (const id of [jonas, elin]) expect(await roleNamesOf(id)).to.deep.equal(['Staff']);
    await send('replace');
    for (const id of [jonas, elin]) expect(await roleNamesOf(id)).to.deep.equal([leads]);
  });

  it('count from the very next request on', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    expect((await visitor.get('/roles')).status).to.equal(403);
    await priya.post('/bulk-changes/roles', {
      member: [jonas, elin],
      mode: 'add',
      role_id: await roleNamed('Admin'),
      step: 'save',
    });
    expect((await visitor.get('/roles')).status).to.equal(200);
  });

  it('are taken back at once by the undo, with the ends the roles had', async () => {
    const endsAt = Date.now() + 86_400_000;
    await table('membership_roles').where({ membership_id: elin }).update({ ends_at: endsAt });
    await priya.post('/bulk-changes/roles', {
      member: [jonas, elin],
      mode: 'replace',
      role_id: await roleNamed(leads),
      step: 'save',
    });
    await undo(priya);
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
    const row = (await table('membership_roles').where({ membership_id: elin }).first()) as {
      ends_at: number;
    };
    expect(Number(row.ends_at)).to.equal(endsAt);
  });

  it('leave nobody without a role', async () => {
    const answer = await priya.post('/bulk-changes/roles', {
      member: [jonas],
      mode: 'take',
      role_id: await roleNamed('Staff'),
      step: 'save',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('There is nobody to whom this could be done.');
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });

  it('tell each of them by mail, once', async () => {
    await setUpMail();
    await priya.post('/bulk-changes/roles', {
      member: [jonas, elin],
      mode: 'add',
      role_id: await roleNamed(leads),
      step: 'save',
    });
    const rows = await table('outbox').whereIn('to_address', [
      'jonas@example.com',
      'elin@example.com',
    ]);
    expect(rows).to.have.length(2);
  });

  it('note the change of each person by itself', async () => {
    await priya.post('/bulk-changes/roles', {
      member: [jonas, elin],
      mode: 'add',
      role_id: await roleNamed(leads),
      step: 'save',
    });
    await workOff();
    const noted = await table('audit_entries')
      .where({ action: 'membership.role_changed' })
      .pluck('subject_id');
    expect(noted.map(Number)).to.have.members([
      world.people.jonas.userId,
      world.people.elin.userId,
    ]);
  });

  it('never lend a role beyond what the changer holds, nor touch an Admin', async () => {
    const lead = await addPerson(world, 'Mara Lind', {
      'users.view': 'all',
      'users.edit': 'all',
    });
    const mara = await app.signedIn(lead.userId);
    const admin = await mara.post('/bulk-changes/roles', {
      member: [jonas],
      mode: 'add',
      role_id: await roleNamed('Admin'),
      step: 'save',
    });
    expect(admin.status).to.equal(422);
    const own = await roleNamed('Role of Mara Lind');
    const priyaId = world.people.priya.membershipId;
    await mara.post('/bulk-changes/roles', {
      member: [jonas, priyaId, lead.membershipId],
      mode: 'add',
      role_id: own,
      step: 'save',
    });
    expect(await roleNamesOf(jonas)).to.deep.equal(['Role of Mara Lind', 'Staff']);
    expect(await roleNamesOf(priyaId)).to.deep.equal(['Admin']);
    expect(await roleNamesOf(lead.membershipId)).to.deep.equal(['Role of Mara Lind']);
  });

  it('do not take from anybody a role that the changer could not give', async () => {
    const lead = await addPerson(world, 'Mara Lind', {
      'users.view': 'all',
      'users.edit': 'all',
    });
    const mara = await app.signedIn(lead.userId);
    const answer = await mara.post('/bulk-changes/roles', {
      member: [jonas],
      mode: 'replace',
      role_id: await roleNamed('Role of Mara Lind'),
      step: 'save',
    });
    expect(answer.status).to.equal(422);
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });

  it('take an undo of roles for no more than a request to change them', async () => {
    const lead = await addPerson(world, 'Mara Lind', {
      'users.view': 'all',
      'users.edit': 'all',
    });
    const mara = await app.signedIn(lead.userId);
    const forged = `${lead.membershipId}:${await roleNamed('Admin')}`;
    for (const held of [forged, `${jonas}:${await roleNamed('Admin')}`, 'nonsense', ''])
      expect((await mara.post('/bulk-changes/roles/restoration', { held })).status).to.equal(422);
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
    expect(await roleNamesOf(lead.membershipId)).to.deep.equal(['Role of Mara Lind']);
  });

  it('pass over contacts of clients and people of other workspaces, as if they were not there', async () => {
    const sofia = world.people.sofia.membershipId;
    const form = await priya.get(`/bulk-changes/roles?${ticked(jonas, sofia, 999_999)}`);
    expect(form.text).to.include('Jonas Okafor').and.not.include('Sofia Lindqvist');
    await priya.post('/bulk-changes/roles', {
      member: [jonas, sofia],
      mode: 'add',
      role_id: await roleNamed(leads),
      step: 'save',
    });
    expect(await roleNamesOf(sofia)).not.to.include(leads);
  });
});
