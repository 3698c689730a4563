import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { minute, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import type { GoogleAccount } from '../../support/google.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { worldPassword } from '../../support/world.js';
import { type GoogleWorld, makeGoogleWorld } from './google-world.js';

const stella: GoogleAccount = {
  sub: '1001',
  email: 'stella@gmail.example',
  email_verified: true,
  name: 'Stella Stranger',
};

describe('Sign-in with Google', () => {
  let here: GoogleWorld;

  beforeEach(async () => {
    here = await makeGoogleWorld();
  });
  afterEach(async () => {
    setClock();
    await here.close();
  });

  const come = async (account: GoogleAccount | undefined, visitor = here.app.visitor()) => {
    here.google.account = account;
    const there = await visitor.get('/auth/google?next=/projects');
    return { visitor, answer: await visitor.get(await here.google.visit(there.location)) };
  };
  const jonasAt = (): GoogleAccount => ({ ...stella, sub: '2002', email: 'jonas@example.com' });
  const connect = (userId: number, account: GoogleAccount) =>
    table('google_accounts').insert({
      user_id: userId,
      subject: account.sub,
      email: account.email,
      created_at: now(),
    });
  const isIn = async (visitor: Visitor) =>
    !(await visitor.get('/profile')).location.startsWith('/login');
  const expectProblem = (answer: Answer, words: string) => {
    expect(answer.status).to.be.oneOf([403, 502]);
    expect(answer.text).to.include('Google did not sign you in').and.include(words);
  };

  it('is offered only where it is set up', async () => {
    expect((await here.app.visitor().get('/login')).text).to.include('Sign in with Google');
    await saveInstallationSettings({ 'google.client_id': '' });
    expect((await here.app.visitor().get('/login')).text).not.to.include('Sign in with Google');
    expectProblem(await here.app.visitor().get('/auth/google'), 'is not set up here');
  });

  it('S041 lets staff in whose account is connected, to the page they asked for, whatever their e-mail says now', async () => {
    const { jonas } = here.world.people;
    await connect(jonas.userId, jonasAt());
    const { visitor, answer } = await come({ ...jonasAt(), email: 'other@elsewhere.example' });
    expect(answer.location).to.equal('/projects');
    expect((await visitor.get('/projects')).text).to.include('Jonas Okafor');
    const row = await table('sign_ins').where({ user_id: jonas.userId, method: 'google' }).first();
    expect(row).to.include({ outcome: 'success' });
  });

  it('S040 lets nobody in whom nobody knows, since new registrations are off from the start', async () => {
    const { visitor, answer } = await come(stella);
    expectProblem(answer, 'Nobody here knows this account');
    expect(await isIn(visitor)).to.equal(false);
    expect(await table('users').where({ email: stella.email })).to.have.length(0);
  });

  it('S039 makes a client without projects of somebody new, once that is allowed', async () => {
    await saveInstallationSettings({ 'google.allows_new': true });
    const { visitor } = await come(stella);
    expect(await isIn(visitor)).to.equal(true);
    expect((await visitor.get('/portal/projects')).text).not.to.include('Website relaunch');
    expect((await visitor.get('/users')).status).to.equal(404);
    const user = (await table('users').where({ email: stella.email }).first()) as { id: number };
    const member = await table('memberships').where({ user_id: user.id }).first();
    expect(member).to.include({ audience: 'client', status: 'active', company_id: null });
    const again = await come(stella);
    expect(await isIn(again.visitor)).to.equal(true);
    expect(await table('users').where({ email: stella.email })).to.have.length(1);
  });

  it('CVE 24 believes only accounts of the organisation, when it is told which', async () => {
    await saveInstallationSettings({
      'google.allows_new': true,
      'google.domain': 'agency.example',
    });
    expectProblem((await come(stella)).answer, 'Only accounts of one organisation');
    expectProblem((await come({ ...stella, hd: 'other.example' })).answer, 'Only accounts of one');
    const inside = { ...stella, hd: 'agency.example' };
    expect(await isIn((await come(inside)).visitor)).to.equal(true);
    expectProblem((await come(stella)).answer, 'Only accounts of one organisation');
  });

  it('believes no e-mail that Google has not verified', async () => {
    await saveInstallationSettings({ 'google.allows_new': true });
    const { answer } = await come({ ...stella, email_verified: false });
    expectProblem(answer, 'Google has not verified the email');
  });

  it('opens no account by its e-mail alone: the owner types its password once', async () => {
    const { jonas } = here.world.people;
    const { visitor, answer } = await come(jonasAt());
    expect(answer.location).to.equal('/auth/google/connection');
    expect(await isIn(visitor)).to.equal(false);
    expect((await visitor.get('/auth/google/connection')).text).to.include(jonas.email);
    const wrong = await visitor.post('/auth/google/connection', { password: 'not it at all' });
    expect(wrong.status).to.equal(422);
    expect(await table('google_accounts')).to.have.length(0);
    const right = await visitor.post('/auth/google/connection', { password: worldPassword });
    expect(right.location).to.equal('/projects');
    expect(await isIn(visitor)).to.equal(true);
    const later = await come(jonasAt());
    expect(later.answer.location).to.equal('/projects');
  });

  it('is connected at the door by nobody who has a second factor: a password is half of theirs', async () => {
    await table('users')
      .where({ id: here.world.people.jonas.userId })
      .update({ second_factor_at: now() });
    expectProblem((await come(jonasAt())).answer, 'it has a second factor');
    expect(await table('google_accounts')).to.have.length(0);
  });

  it('leaves the second factor in force', async () => {
    const { jonas } = here.world.people;
    await connect(jonas.userId, jonasAt());
    await table('users').where({ id: jonas.userId }).update({ second_factor_at: now() });
    const { visitor, answer } = await come(jonasAt());
    expect(answer.location).to.equal('/two-factor');
    expect(await isIn(visitor)).to.equal(false);
  });

  it('lets nobody in who was deactivated or waits for an invitation', async () => {
    const { jonas, elin } = here.world.people;
    await connect(jonas.userId, jonasAt());
    await table('users').where({ id: jonas.userId }).update({ status: 'inactive' });
    expectProblem((await come(jonasAt())).answer, 'Your access has ended or was stopped');
    await table('users').where({ id: elin.userId }).update({ status: 'pending' });
    const elinAt = { ...stella, email: elin.email };
    expectProblem((await come(elinAt)).answer, 'An invitation waits for you');
  });

  it('says that somebody went away at Google', async () => {
    expectProblem((await come(undefined)).answer, 'You stopped at Google');
  });

  describe('the way back', () => {
    it('works once', async () => {
      await connect(here.world.people.jonas.userId, jonasAt());
      here.google.account = jonasAt();
      const visitor = here.app.visitor();
      const there = await visitor.get('/auth/google');
      const back = await here.google.visit(there.location);
      expect((await visitor.get(back)).location).to.equal('/');
      expectProblem(await visitor.get(back), 'was used already');
    });

    it('lets one in of two who come back at the same moment', async () => {
      await connect(here.world.people.jonas.userId, jonasAt());
      here.google.account = jonasAt();
      const visitor = here.app.visitor();
      const there = await visitor.get('/auth/google');
      const back = await here.google.visit(there.location);
      const cookie = visitor.cookieHeader();
      const both = await Promise.all([1, 2].map(() => here.app.visitor().get(back, { cookie })));
      expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 502]);
    });

    it('is closed to another browser, without a state and with another one', async () => {
      here.google.account = jonasAt();
      const visitor = here.app.visitor();
      const there = await visitor.get('/auth/google');
      const back = await here.google.visit(there.location);
      expectProblem(await here.app.visitor().get(back), 'was begun in another browser');
      const forged = await visitor.get(back.replace(/state=[^&]+/, 'state=forged'));
      expectProblem(forged, 'Google did not accept');
      expect(await isIn(visitor)).to.equal(false);
    });

    it('is too late after ten minutes', async () => {
      here.google.account = jonasAt();
      const visitor = here.app.visitor();
      const there = await visitor.get('/auth/google');
      const back = await here.google.visit(there.location);
      const late = now() + 11 * minute;
      setClock(() => late);
      expectProblem(await visitor.get(back), 'took too long');
    });

    it('leads nowhere but to this site', async () => {
      await connect(here.world.people.jonas.userId, jonasAt());
      here.google.account = jonasAt();
      for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
        const visitor = here.app.visitor();
        const there = await visitor.get(`/auth/google?next=${encodeURIComponent(next)}`);
        const answer = await visitor.get(await here.google.visit(there.location));
        expect(answer.location, next).to.equal('/');
      }
    });
  });
});
