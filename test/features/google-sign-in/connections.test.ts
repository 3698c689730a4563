import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import { installationSetting } from '../../../server/core/settings/index.js';
import { createUser } from '../../../server/features/accounts/index.js';
import { invite } from '../../../server/features/invitations/index.js';
import { createMembership } from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import type { GoogleAccount } from '../../support/google.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { actorOf } from '../memberships/rights.js';
import { type GoogleWorld, makeGoogleWorld } from './google-world.js';

const account: GoogleAccount = {
  sub: '3003',
  email: 'private@gmail.example',
  email_verified: true,
  name: 'J. Okafor',
};

describe('An account at Google', () => {
  let here: GoogleWorld;
  let jonas: Visitor;

  beforeEach(async () => {
    here = await makeGoogleWorld();
    jonas = await here.app.signedIn(here.world.people.jonas.userId);
    here.google.account = account;
  });
  afterEach(() => here.close());

  const connected = async () =>
    (await table('google_accounts').orderBy('id')) as { user_id: number; subject: string }[];
  const wayFrom = (html: string) =>
    (/href="(\/auth\/google\?with=[^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');
  const go = async (visitor: Visitor, way: string): Promise<Answer> => {
    const there = await visitor.get(way);
    return visitor.get(await here.google.visit(there.location));
  };

  it('is connected from one’s profile, whatever its e-mail, and one is told by mail', async () => {
    expect((await jonas.get('/profile/security')).text).to.include('href="/profile/google"');
    const answer = await go(jonas, wayFrom((await jonas.get('/profile/google')).text));
    expect(answer.location).to.equal('/profile/security');
    expect((await jonas.get('/profile/security')).text).to.include(account.email);
    expect(await connected()).to.have.length(1);
    const mail = await table('outbox').where({ to_address: here.world.people.jonas.email }).first();
    expect(mail?.template).to.equal('second-factor');
    const entry = await table('audit_entries').where({ action: 'user.google_connected' }).first();
    expect(entry?.actor_name).to.equal('Jonas Okafor');
  });

  it('is connected by nobody but who began it', async () => {
    const way = wayFrom((await jonas.get('/profile/google')).text);
    const elin = await here.app.signedIn(here.world.people.elin.userId);
    expect((await go(elin, way)).text).to.include('not signed in any more as the person');
    expect((await go(here.app.visitor(), way)).text).to.include('not signed in any more');
    expect(await connected()).to.have.length(0);
  });

  it('is connected by no way that somebody made up', async () => {
    const answer = await jonas.get('/auth/google?with=made-up');
    expect(answer.status).to.equal(403);
  });

  it('signs in one person alone, also when two connect it at the same moment', async () => {
    const elin = await here.app.signedIn(here.world.people.elin.userId);
    const ways = await Promise.all(
      [jonas, elin].map(async (visitor) => {
        const there = await visitor.get(wayFrom((await visitor.get('/profile/google')).text));
        return here.google.visit(there.location);
      }),
    );
    const answers = await Promise.all([jonas.get(ways[0] ?? ''), elin.get(ways[1] ?? '')]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 403]);
    expect(await connected()).to.have.length(1);
  });

  it('SEC 53 confirms that it is them, for somebody who has no password here', async () => {
    const { userId } = here.world.people.jonas;
    await go(jonas, wayFrom((await jonas.get('/profile/google')).text));
    await table('users').where({ id: userId }).update({ password_hash: null });
    const later = now() + 2 * hour + 1;
    setClock(() => later);
    const { location } = await jonas.get('/profile/google');
    const page = await jonas.get(location);
    expect(page.text).not.to.include('name="current_password"');
    const way = /href="(\/auth\/google\?next=[^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await go(jonas, way)).location).to.equal('/profile/google');
    expect((await jonas.get('/profile/google')).status).to.equal(200);
  });

  it('is disconnected again, unless it is the only way in', async () => {
    await go(jonas, wayFrom((await jonas.get('/profile/google')).text));
    await table('users')
      .where({ id: here.world.people.jonas.userId })
      .update({ password_hash: null });
    const refused = await jonas.post('/profile/google', { _method: 'DELETE' });
    expect(refused.status).to.equal(409);
    expect(refused.text).to.include('Google is your only way in');
    await table('users')
      .where({ id: here.world.people.jonas.userId })
      .update({ password_hash: 'something' });
    await jonas.post('/profile/google', { _method: 'DELETE' });
    expect(await connected()).to.have.length(0);
  });

  it('accepts an invitation instead of a password, once', async () => {
    const { workspaceId } = here.world;
    const userId = await createUser({
      name: 'Nia New',
      email: 'nia@example.com',
      status: 'pending',
    });
    const membershipId = await createMembership({
      workspaceId,
      userId,
      audience: 'team',
      roleIds: [(await builtInRole(workspaceId, 'staff')).id],
      status: 'pending',
    });
    const admin = await actorOf(workspaceId, here.world.people.priya);
    const { link } = await invite(admin, membershipId);
    const visitor = here.app.visitor();
    const page = await visitor.get(new URL(link).pathname);
    expect(page.text).to.include('Accept with Google');
    const way = wayFrom(page.text);
    const other = here.app.visitor();
    expect((await go(visitor, way)).location).to.equal('/');
    expect((await visitor.get('/projects')).status).to.equal(200);
    expect(await connected()).to.deep.include({ ...(await connected())[0], user_id: userId });
    here.google.account = { ...account, sub: '4004' };
    expect((await go(other, way)).text).to.include('This invitation was used');
    expect(await connected()).to.have.length(1);
  });

  describe('in the settings', () => {
    let priya: Visitor;
    beforeEach(async () => {
      priya = await here.app.signedIn(here.world.people.priya.userId);
    });
    const save = (more: Record<string, string>) =>
      priya.post('/settings/integrations', {
        client_id: here.google.clientId,
        client_secret: '',
        domain: '',
        ...more,
      });

    it('is tried with what stands in the form, and the answer is the provider’s', async () => {
      expect((await save({ go: 'test' })).text).to.include('Google knows this client');
      const wrong = await save({ go: 'test', client_secret: 'another one' });
      expect(wrong.status).to.equal(422);
      expect(wrong.text).to.include('Google does not know this client');
      await here.google.close();
      expect((await save({ go: 'test' })).text).to.include('could not be reached');
      here.google.close = async () => {};
    });

    it('keeps its secret unseen, and for the same client alone', async () => {
      const page = await priya.get('/settings/integrations');
      expect(page.text).to.include(`${here.app.origin}/auth/google/callback`);
      expect(page.text).not.to.include(here.google.clientSecret);
      await save({ allows_new: 'on' });
      expect(installationSetting('google.client_secret')).to.equal(here.google.clientSecret);
      expect(installationSetting('google.allows_new')).to.equal(true);
      const other = await save({ client_id: 'another-client' });
      expect(other.status, 'it needs a secret of its own').to.equal(422);
      await save({ client_id: '' });
      expect(installationSetting('google.client_secret')).to.equal('');
      expect(installationSetting('google.allows_new')).to.equal(false);
      expect((await save({ domain: 'no domain' })).status).to.equal(422);
    });

    it('is for admins of the first workspace', async () => {
      expect((await jonas.get('/settings/integrations')).status).to.equal(403);
    });
  });
});
