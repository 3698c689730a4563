import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import type { TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import type { World } from '../../support/world.js';
import { fieldsOf, roleNamed, setUpMail } from '../people/forms.js';
import { addPerson } from '../tasks/people.js';
import { beginChanging, type Changing, roleNamesOf, sendRoles, ticked } from './changing.js';

describe('Changes of the roles of many', () => {
  let changing: Changing;
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: number;
  let elin: number;
  let everybody: string;

  beforeEach(async () => {
    changing = await beginChanging();
    ({ app, world, priya, jonas, elin, everybody } = changing);
    await addPerson(world, 'Nadia Weber', { 'users.view': 'all', 'revenue.view': 'all' });
  });
  afterEach(() => app.close());

  const leads = 'Role of Nadia Weber';

  it('say by name who gains and who loses what before anything changes', async () => {
    const form = await priya.get(`/bulk-changes/roles?${everybody}`);
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
      sendRoles(priya, { member: [jonas, elin], mode, role_id: id });
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
    await sendRoles(priya, { member: [jonas, elin], role_id: await roleNamed('Admin') });
    expect((await visitor.get('/roles')).status).to.equal(200);
  });

  it('leave nobody without a role', async () => {
    const answer = await sendRoles(priya, {
      member: [jonas],
      mode: 'take',
      role_id: await roleNamed('Staff'),
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('There is nobody to whom this could be done.');
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });

  it('tell each of them by mail, once', async () => {
    await setUpMail();
    await sendRoles(priya, { member: [jonas, elin], role_id: await roleNamed(leads) });
    const rows = await table('outbox').whereIn('to_address', [
      'jonas@example.com',
      'elin@example.com',
    ]);
    expect(rows).to.have.length(2);
  });

  it('note the change of each person by itself', async () => {
    await sendRoles(priya, { member: [jonas, elin], role_id: await roleNamed(leads) });
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
    const { lead, mara } = await changing.addLead('users.edit');
    const admin = await sendRoles(mara, { member: [jonas], role_id: await roleNamed('Admin') });
    expect(admin.status).to.equal(422);
    const own = await roleNamed('Role of Mara Lind');
    const priyaId = world.people.priya.membershipId;
    await sendRoles(mara, { member: [jonas, priyaId, lead.membershipId], role_id: own });
    expect(await roleNamesOf(jonas)).to.deep.equal(['Role of Mara Lind', 'Staff']);
    expect(await roleNamesOf(priyaId)).to.deep.equal(['Admin']);
    expect(await roleNamesOf(lead.membershipId)).to.deep.equal(['Role of Mara Lind']);
  });

  it('do not take from anybody a role that the changer could not give', async () => {
    const { mara } = await changing.addLead('users.edit');
    const answer = await sendRoles(mara, {
      member: [jonas],
      mode: 'replace',
      role_id: await roleNamed('Role of Mara Lind'),
    });
    expect(answer.status).to.equal(422);
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });

  it('pass over contacts of clients and people of other workspaces, as if they were not there', async () => {
    const sofia = world.people.sofia.membershipId;
    const form = await priya.get(`/bulk-changes/roles?${ticked(jonas, sofia, 999_999)}`);
    expect(form.text).to.include('Jonas Okafor').and.not.include('Sofia Lindqvist');
    await sendRoles(priya, { member: [jonas, sofia], role_id: await roleNamed(leads) });
    expect(await roleNamesOf(sofia)).not.to.include(leads);
  });
});
