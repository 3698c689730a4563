import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hashPassword } from '../../../server/features/accounts/index.js';
import type { TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { type World, worldPassword } from '../../support/world.js';
import { fieldsOf, roleNamed, setUpMail } from '../people/forms.js';
import { statusOf } from '../people/leaving.js';
import {
  beginChanging,
  type Changing,
  forgetConfirmations,
  pressUndo,
  ticked,
  undo,
} from './changing.js';

describe('Changes to many people at once', () => {
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
  });
  afterEach(() => app.close());

  describe('of teams', () => {
    let design: number;

    beforeEach(async () => {
      await priya.post('/teams', { name: 'Design', description: '', hue: 'teal' });
      design = ((await table('teams').where({ name: 'Design' }).first('id')) as { id: number }).id;
    });

    const inTeam = async () =>
      ((await table('team_members').where({ team_id: design }).pluck('membership_id')) as number[])
        .map(Number)
        .sort((one, other) => one - other);
    const both = () => [jonas, elin].sort((one, other) => one - other);

    it('put many in, leaving those who are in it already, and undo that alone', async () => {
      await priya.post(`/teams/${design}/members`, { membership_ids: jonas });
      const form = await priya.get(`/bulk-changes/teams?${ticked(jonas, elin)}`);
      const review = await priya.post('/bulk-changes/teams', {
        ...fieldsOf(form.text),
        mode: 'add',
        team_id: design,
        step: 'review',
      });
      expect(review.text).to.include('Put 1 person into Design?');
      expect(review.text).to.include('They are in the team already.');
      await priya.post('/bulk-changes/teams', fieldsOf(review.text));
      expect(await inTeam()).to.deep.equal(both());
      await undo(priya);
      expect(await inTeam()).to.deep.equal([jonas]);
    });

    it('take many out, and undo that', async () => {
      await priya.post(`/teams/${design}/members`, { membership_ids: [jonas, elin] });
      await priya.post('/bulk-changes/teams', {
        member: [jonas, elin],
        mode: 'take',
        team_id: design,
        step: 'save',
      });
      expect(await inTeam()).to.deep.equal([]);
      await undo(priya);
      expect(await inTeam()).to.deep.equal(both());
    });

    const take = () =>
      priya.post('/bulk-changes/teams', {
        member: [jonas, elin],
        mode: 'take',
        team_id: design,
        step: 'save',
      });

    it('show the form with what is wrong where the undo comes too late: the team has gone', async () => {
      await priya.post(`/teams/${design}/members`, { membership_ids: [jonas, elin] });
      await take();
      const colleague = await app.signedIn(world.people.priya.userId);
      await colleague.post(`/teams/${design}`, { _method: 'DELETE' });
      const answer = await pressUndo(priya);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('href="#f-team_id"').and.include('Jonas Okafor');
      expect(fieldsOf(answer.text)).to.have.property('mode').that.deep.equals(['add']);
    });

    it('show the form with what is wrong where nobody can come back', async () => {
      await priya.post(`/teams/${design}/members`, { membership_ids: [jonas, elin] });
      await take();
      await table('users')
        .whereNot({ id: world.people.priya.userId })
        .update({ status: 'inactive' });
      const answer = await pressUndo(priya);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('There is nobody to whom this could be done.');
      expect(answer.text).to.include('Jonas Okafor').and.include('Elin Sandberg');
      expect(await inTeam()).to.deep.equal([]);
    });

    it('say what is wrong also where nobody is left to show', async () => {
      await priya.post(`/teams/${design}/members`, { membership_ids: [jonas, elin] });
      await take();
      const colleague = await app.signedIn(world.people.priya.userId);
      for (const { userId, name } of [world.people.jonas, world.people.elin])
        await colleague.post(`/users/${userId}/deletion`, { confirmation: name });
      const answer = await pressUndo(priya);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('There is nobody to whom this could be done.');
      expect(answer.text).to.include('Back to the list').and.not.include('Jonas Okafor');
    });
  });

  describe('of status', () => {
    it('ask who deactivates many to confirm that it is them, as for one', async () => {
      await forgetConfirmations();
      const path = `/bulk-changes/deactivation?${everybody}`;
      const asked = await priya.get(path);
      expect(asked.location).to.equal(`/confirm-password?next=${encodeURIComponent(path)}`);
      const answer = await priya.post('/bulk-changes/deactivation', { member: [jonas, elin] });
      expect(answer.location).to.match(/^\/confirm-password\?next=/);
      expect(await statusOf(world.people.jonas.userId)).to.equal('active');
    });

    it('let in again whoever is asked nothing, and ask before that is undone, for the same people', async () => {
      await table('users').update({ password_hash: await hashPassword(worldPassword) });
      await priya.post('/bulk-changes/deactivation', { member: [jonas, elin] });
      await forgetConfirmations();
      await priya.post('/bulk-changes/reactivation', { member: [jonas, elin] });
      expect(await statusOf(world.people.jonas.userId)).to.equal('active');
      const asked = await pressUndo(priya);
      const next = new URL(asked.location, app.origin).searchParams.get('next');
      const answer = await priya.submit('/confirm-password', {
        current_password: worldPassword,
        next: next as string,
      });
      expect(answer.text).to.include('Deactivate 2 people?');
      await priya.post('/bulk-changes/deactivation', fieldsOf(answer.text));
      expect(await statusOf(world.people.jonas.userId)).to.equal('inactive');
      expect(await statusOf(world.people.elin.userId)).to.equal('inactive');
    });

    it('deactivate many: their sessions end at once, and the undo lets them in again', async () => {
      const visitor = await app.signedIn(world.people.jonas.userId);
      const form = await priya.get(`/bulk-changes/deactivation?${everybody}`);
      expect(form.text).to.include('Deactivate 2 people?');
      await priya.post('/bulk-changes/deactivation', fieldsOf(form.text));
      expect(await statusOf(world.people.jonas.userId)).to.equal('inactive');
      expect(await statusOf(world.people.elin.userId)).to.equal('inactive');
      expect((await visitor.get('/projects')).location).to.match(/^\/login/);
      await undo(priya);
      expect(await statusOf(world.people.jonas.userId)).to.equal('active');
      expect(await statusOf(world.people.elin.userId)).to.equal('active');
    });

    it('never deactivate oneself, nor an Admin by another', async () => {
      const { lead, mara } = await changing.addLead('users.deactivate');
      const answer = await mara.post('/bulk-changes/deactivation', {
        member: [lead.membershipId, world.people.priya.membershipId],
      });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('Only Admins change an Admin.');
      expect(await statusOf(world.people.priya.userId)).to.equal('active');
      expect(await statusOf(lead.userId)).to.equal('active');
    });

    it('say how many open tasks stay with them, of those that the reader sees', async () => {
      const assignees = `/tasks/${world.tasks.budget}/assignees`;
      await priya.post(assignees, { membership_ids: jonas });
      const form = await priya.get(`/bulk-changes/deactivation?${ticked(jonas)}`);
      expect(form.text).to.match(/\d+ open tasks? stays? assigned to them/);
      const { mara } = await changing.addLead('users.deactivate');
      const blind = await mara.get(`/bulk-changes/deactivation?${ticked(jonas)}`);
      expect(blind.text).to.include('Jonas Okafor').and.not.include('open task');
    });
  });

  describe('of invitations', () => {
    async function invite(email: string): Promise<number> {
      await priya.post('/users', {
        name: `Invited ${email}`,
        email,
        role_id: await roleNamed('Staff'),
        access: 'invitation',
        step: 'save',
      });
      const row = (await table('memberships')
        .join('users', 'users.id', 'memberships.user_id')
        .where('users.email', email)
        .first('memberships.id')) as { id: number };
      return row.id;
    }

    it('send them again to those who have not come in, and to nobody else', async () => {
      await setUpMail();
      const [one, other] = [await invite('one@new.example'), await invite('two@new.example')];
      const form = await priya.get(`/bulk-changes/invitations?${ticked(one, other, jonas)}`);
      expect(form.text)
        .to.include('Invite 2 people again?')
        .and.include('They have come in already.');
      await priya.post('/bulk-changes/invitations', fieldsOf(form.text));
      for (const membership_id of [one, other]) {
        const rows = await table('invitations').where({ membership_id }).orderBy('id');
        expect(rows).to.have.length(2);
        expect(rows[0]).to.have.property('revoked_at').that.is.not.equal(null);
        expect(rows[1]).to.have.property('revoked_at', null);
      }
    });

    it('keep the links that were handed over while no mail can be sent', async () => {
      const one = await invite('one@new.example');
      const form = await priya.get(`/bulk-changes/invitations?${ticked(one)}`);
      expect(form.text).to.include('E-mail is not set up');
      const answer = await priya.post('/bulk-changes/invitations', { member: one });
      expect(answer.status).to.equal(422);
      expect(await table('invitations').where({ membership_id: one })).to.have.length(1);
    });
  });
});
