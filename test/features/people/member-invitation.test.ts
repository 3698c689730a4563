import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld } from '../../support/world.js';
import { lastMailTo, personBy, roleNamed, setUpMail, shownSecret } from './forms.js';

describe('The invitation of a team member', () => {
  let app: TestApp;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    const world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  it('S033 CVE 25 an invitation is sent again, copied and taken back; each link kills the one before', async () => {
    await priya.post('/users', {
      name: 'Late',
      email: 'late@example.com',
      role_id: await roleNamed('Staff'),
      step: 'save',
    });
    const { user } = await personBy('late@example.com');
    const own = `/users/${user.id}`;
    const linkOf = async (fields: Record<string, string>) => {
      const { location } = await priya.post(`${own}/invitation`, fields);
      return new URL(shownSecret((await priya.get(location)).text)).pathname;
    };
    const works = async (link: string) =>
      (await app.visitor().get(link)).text.includes('name="password"');
    const first = await linkOf({});
    const second = await linkOf({ copy: '1' });
    expect([await works(first), await works(second)]).to.deep.equal([false, true]);
    await setUpMail();
    expect((await priya.post(`${own}/invitation`)).location).to.equal(own);
    expect((await lastMailTo('late@example.com')).template).to.equal('invitation-team');
    expect(await works(second)).to.equal(false);
    await priya.post(`${own}/invitation`, { _method: 'DELETE' });
    expect((await priya.get(own)).text).to.include('There is no link that works.');
    expect((await priya.get('/users?q=late@')).text).to.include('Not invited');
  });

  it('S031 the chips say how far an invitation is', async () => {
    await priya.post('/users', {
      name: 'Chip',
      email: 'chip@example.com',
      role_id: await roleNamed('Staff'),
      step: 'save',
    });
    const chip = async () =>
      /<tr>[\s\S]*?<span class="badge[^"]*">(?:<svg[\s\S]*?<\/svg>)?([^<]+)</.exec(
        (await priya.get('/users?q=chip@')).text.split('<tbody>')[1] ?? '',
      )?.[1];
    const row = (await table('invitations').orderBy('id', 'desc').first()) as {
      id: number;
      outbox_id: number;
    };
    expect(await chip()).to.equal('Pending');
    await table('outbox').where({ id: row.outbox_id }).update({ status: 'sent' });
    expect(await chip()).to.equal('Sent');
    await table('outbox').where({ id: row.outbox_id }).update({ status: 'failed' });
    expect(await chip()).to.equal('Failed');
    await table('invitations').where({ id: row.id }).update({ status: 'opened' });
    expect(await chip()).to.equal('Opened');
    await table('invitations').where({ id: row.id }).update({ expires_at: 1 });
    expect(await chip()).to.equal('Expired');
    await table('users').where({ email: 'chip@example.com' }).update({ status: 'active' });
    await table('memberships')
      .where({ user_id: (await personBy('chip@example.com')).user.id })
      .update({ status: 'active' });
    expect(await chip()).to.equal('Active');
  });
});
