import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import { hashPassword } from '../../../server/features/accounts/index.js';
import { cleanRoleChanges } from '../../../server/features/bulk-changes/index.js';
import type { TestApp } from '../../support/app.js';
import { makeSecondWorkspace } from '../../support/second-workspace.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { type World, worldPassword } from '../../support/world.js';
import { addCrowd } from '../people/crowd.js';
import { fieldsOf, roleNamed } from '../people/forms.js';
import { addPerson } from '../tasks/people.js';
import {
  beginChanging,
  type Changing,
  forgetConfirmations,
  pressUndo,
  roleNamesOf,
  sendRoles,
  undo,
} from './changing.js';

const tooLate = 'This can no longer be undone.';
const leads = 'Role of Nadia Weber';

describe('The undo of a change of the roles of many', () => {
  let changing: Changing;
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: number;
  let elin: number;
  let role_id: number;

  beforeEach(async () => {
    changing = await beginChanging();
    ({ app, world, priya, jonas, elin } = changing);
    await addPerson(world, 'Nadia Weber', { 'users.view': 'all', 'revenue.view': 'all' });
    role_id = await roleNamed(leads);
  });
  afterEach(() => app.close());

  const change = (visitor = priya) =>
    sendRoles(visitor, { member: [jonas, elin], mode: 'replace', role_id });

  const undoBy = (visitor: Visitor, id: string | number): Promise<Answer> =>
    visitor.post('/bulk-changes/roles/restoration', { change_id: id });

  async function lastChange(): Promise<number> {
    const row = await table('bulk_role_changes').orderBy('id', 'desc').first('id');
    return (row as { id: number }).id;
  }

  function later(milliseconds: number): void {
    const then = now() + milliseconds;
    setClock(() => then);
  }

  it('gives back at once what they had, with the ends the roles had', async () => {
    const endsAt = now() + 24 * hour;
    await table('membership_roles').where({ membership_id: elin }).update({ ends_at: endsAt });
    await change();
    expect(await roleNamesOf(elin)).to.deep.equal([leads]);
    await undo(priya);
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
    const held = await table('membership_roles').where({ membership_id: elin });
    expect(held).to.have.length(1);
    expect(Number(held[0]?.ends_at)).to.equal(endsAt);
  });

  it('is offered for as many people as can be changed at once, whatever they hold', async () => {
    await addCrowd(world, 98, 'team');
    const everybody = (await table('memberships')
      .where({ audience: 'team' })
      .whereNot({ id: world.people.priya.membershipId })
      .orderBy('id')
      .limit(100)
      .pluck('id')) as number[];
    const held = () => table('membership_roles').whereIn('membership_id', everybody);
    await held().update({ ends_at: now() + 24 * hour });
    expect(await held()).to.have.length(100);
    await sendRoles(priya, { member: everybody, role_id: await roleNamed('Admin') });
    expect(await held()).to.have.length(200);
    await undo(priya);
    expect(await held()).to.have.length(100);
  });

  it('is made once, however often it is pressed', async () => {
    await change();
    const id = await lastChange();
    expect((await undoBy(priya, id)).status).to.equal(303);
    await change();
    const again = await undoBy(priya, id);
    expect(again.status).to.equal(422);
    expect(again.text).to.include(tooLate).and.include('Back to the list');
    expect(await roleNamesOf(jonas)).to.deep.equal([leads]);
  });

  it('is made once when it is pressed twice at the same moment', async () => {
    await change();
    const id = await lastChange();
    const answers = await Promise.all([undoBy(priya, id), undoBy(priya, id)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });

  it('is made within an hour, and leaves nothing behind after it', async () => {
    later(0);
    await change();
    const id = await lastChange();
    later(hour - 1);
    await cleanRoleChanges();
    expect(await table('bulk_role_changes')).to.have.length(1);
    later(1);
    expect((await undoBy(priya, id)).text).to.include(tooLate);
    await cleanRoleChanges();
    expect(await table('bulk_role_changes')).to.have.length(0);
  });

  it('belongs to who made the change alone', async () => {
    await change();
    const id = await lastChange();
    const { mara } = await changing.addLead('users.edit');
    for (const wrong of [id, 'nonsense', '', 999_999])
      expect((await undoBy(mara, wrong)).status, String(wrong)).to.equal(422);
    const page = await mara.get(`/bulk-changes/roles/restoration?change_id=${id}`);
    expect(page.location).to.equal('/users');
    expect(await roleNamesOf(jonas)).to.deep.equal([leads]);
  });

  it('is made in the workspace that the change was made in', async () => {
    await change();
    const second = await makeSecondWorkspace(world);
    await table('bulk_role_changes').update({ workspace_id: second.workspaceId });
    expect((await undoBy(priya, await lastChange())).text).to.include(tooLate);
    expect(await roleNamesOf(jonas)).to.deep.equal([leads]);
  });

  it('takes no more than a change of their roles would be allowed to', async () => {
    const { lead, mara } = await changing.addLead('users.edit');
    await sendRoles(priya, { member: [lead.membershipId], role_id });
    await sendRoles(mara, { member: [jonas], role_id });
    const id = await lastChange();
    await sendRoles(priya, { member: [lead.membershipId], mode: 'take', role_id });
    const answer = await undoBy(mara, id);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Jonas Okafor cannot be changed any more');
    expect(await roleNamesOf(jonas)).to.deep.equal([leads, 'Staff']);
  });

  it('undoes nothing that somebody has changed since: it names whom, and shows the form with all of them', async () => {
    await change();
    const colleague = await app.signedIn(world.people.priya.userId);
    await sendRoles(colleague, { member: [elin], role_id: await roleNamed('Staff') });
    const answer = await pressUndo(priya);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Elin Sandberg cannot be changed any more');
    expect(answer.text).to.include('name="role_id"').and.include('Jonas Okafor');
    expect(fieldsOf(answer.text).member).to.have.members([String(jonas), String(elin)]);
    expect(await roleNamesOf(jonas)).to.deep.equal([leads]);
    expect(await roleNamesOf(elin)).to.deep.equal([leads, 'Staff']);
  });

  it('is made although a role has ended meanwhile', async () => {
    await table('membership_roles')
      .where({ membership_id: elin })
      .update({ ends_at: now() + hour / 2 });
    await sendRoles(priya, { member: [jonas, elin], role_id });
    later(hour / 2 + 1);
    expect((await undoBy(priya, await lastChange())).status).to.equal(303);
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });

  it('waits on a page of its own for who has to confirm first that it is them', async () => {
    await table('users').update({ password_hash: await hashPassword(worldPassword) });
    await change();
    await forgetConfirmations();
    const asked = await pressUndo(priya);
    const next = new URL(asked.location, app.origin).searchParams.get('next') as string;
    const page = await priya.submit('/confirm-password', {
      current_password: worldPassword,
      next,
    });
    expect(page.text).to.include('Give 2 people their former roles back?');
    expect(await roleNamesOf(jonas)).to.deep.equal([leads]);
    const answer = await priya.post(next, fieldsOf(page.text));
    expect(answer.location).to.equal('/users');
    expect(await roleNamesOf(jonas)).to.deep.equal(['Staff']);
  });
});
