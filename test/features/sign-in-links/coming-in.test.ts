import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, minute, now, second, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { changeUser } from '../../../server/features/accounts/index.js';
import { createMembership } from '../../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import type { Answer } from '../../support/visitor.js';
import { worldPassword } from '../../support/world.js';
import { isSignedIn, sessionCookie, signedInByForm } from '../accounts/signing-in.js';
import { codeOf, setUpApp, wait } from '../second-factors/apps.js';
import { allowLinks, comeBy, type LinkWorld, makeLinkWorld } from './link-world.js';

const sofia = 'sofia@example.com';
const fresh = 'quarry lantern velvet orbit';

describe('Signing in by a link', () => {
  let here: LinkWorld;
  let id: number;

  beforeEach(async () => {
    here = await makeLinkWorld();
    id = here.world.people.sofia.userId;
    const moment = Date.now();
    setClock(() => moment);
  });
  afterEach(() => here.close());

  const expectDead = (answer: Answer) => {
    expect(answer.status).to.equal(410);
    expect(answer.text).to.include('<h1>This link no longer works</h1>');
    expect(answer.text).to.include('Ask for a new link').and.include('href="/login/link"');
    expect(answer.text, 'says nothing of whose it was').not.to.include(sofia);
  };
  const expectDeadAfter = async (work: () => Promise<unknown>) => {
    const path = await here.linkFor(sofia);
    wait(second);
    await work();
    expectDead(await here.app.visitor().get(path));
    const visitor = here.app.visitor();
    expectDead(await visitor.post(path));
    expect(await isSignedIn(visitor)).to.equal(false);
  };
  const signIns = async () =>
    (
      (await table('sign_ins').where({ user_id: id }).orderBy('id')) as Record<string, string>[]
    ).map(({ method, first_step, outcome }) => ({ method, first_step, outcome }));

  it('lets a client into their portal by one press of the button', async () => {
    const path = await here.linkFor(sofia);
    const visitor = here.app.visitor();
    const page = await visitor.get(path);
    expect(page.text).to.include('You sign in as Sofia Lindqvist, sofia@example.com');
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
    const answer = await comeBy(visitor, path);
    expect(answer.location).to.equal('/');
    expect((await visitor.get('/portal/projects')).text).to.include('Website relaunch');
    expect((await visitor.get('/users')).status).to.equal(404);
  });

  it('SEC 24 is not used up by opening it: mail programs do that by themselves', async () => {
    const path = await here.linkFor(sofia);
    for (let time = 0; time < 3; time += 1) {
      const scanner = here.app.visitor();
      expect((await scanner.get(path)).status).to.equal(200);
      expect((await scanner.send(path, { method: 'HEAD' })).status).to.equal(200);
      expect(await isSignedIn(scanner)).to.equal(false);
    }
    expect((await comeBy(here.app.visitor(), path)).status).to.equal(303);
  });

  it('leads to the page that somebody was on their way to in this browser, once, and nowhere else', async () => {
    const visitor = here.app.visitor();
    await visitor.post('/login/link', { email: sofia, next: '/portal/files' });
    const answer = await comeBy(visitor, await here.mailbox.linkTo(sofia));
    expect(answer.location).to.equal('/portal/files');
    expect(visitor.cookies.has('link-next')).to.equal(false);
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const other = here.app.visitor();
      await other.post('/login/link', { email: sofia, next });
      const there = await comeBy(other, await here.mailbox.linkTo(sofia));
      expect(there.location, next).to.equal('/');
    }
  });

  it('CVE 46 takes no page from who asked in another browser', async () => {
    await here.app.visitor().post('/login/link', { email: sofia, next: '/profile/email' });
    const path = await here.mailbox.linkTo(sofia);
    expect(path).not.to.include('profile');
    expect((await comeBy(here.app.visitor(), path)).location).to.equal('/');
  });

  it('keeps somebody signed in only on the device where they say so', async () => {
    const expiry = async (fields: Record<string, string>) => {
      const answer = await comeBy(here.app.visitor(), await here.linkFor(sofia), fields);
      return answer.headers.getSetCookie().find((line) => line.startsWith('session='));
    };
    expect(await expiry({})).not.to.match(/expires=/i);
    expect(await expiry({ remember: '1' })).to.match(/expires=/i);
  });

  it('CVE 20 starts a session under a new id, whoever was signed in before', async () => {
    const visitor = await here.app.signedIn(here.world.people.tom.userId);
    const before = sessionCookie(visitor);
    const path = await here.linkFor(sofia);
    expect((await visitor.get(path)).text).to.include('You are signed in as Tom Becker here');
    await comeBy(visitor, path);
    expect(sessionCookie(visitor)).not.to.equal(before);
    expect((await visitor.get('/profile')).text).to.include(sofia);
  });

  it('lives for 15 minutes, to the second', async () => {
    const path = await here.linkFor(sofia);
    wait(15 * minute - second);
    expect((await here.app.visitor().get(path)).status).to.equal(200);
    await expectDeadAfter(async () => wait(15 * minute));
  });

  it('dies with the next one', () => expectDeadAfter(() => here.linkFor(sofia)));

  it('SEC 51 dies with another password, however it comes', async () => {
    await expectDeadAfter(async () => {
      const visitor = await signedInByForm(here.app, sofia);
      const fields = { current_password: worldPassword, password: fresh };
      expect((await visitor.post('/profile/security', fields)).status).to.equal(303);
    });
    await expectDeadAfter(async () => {
      const priya = await here.app.signedIn(here.world.people.priya.userId);
      const answer = await priya.post(`/clients/${id}/password`, { password: `${fresh} two` });
      expect(answer.status).to.equal(303);
    });
  });

  it('SEC 51 dies with another address', () =>
    expectDeadAfter(() => changeUser(id, { email: 'sofia.new@example.com' })));

  it('SEC 51 dies when its owner signs out everywhere else', () =>
    expectDeadAfter(async () => {
      const visitor = await here.app.signedIn(id);
      await visitor.post('/profile/sessions', { _method: 'DELETE' });
    }));

  it('SEC 51 dies when a second factor is set up', () =>
    expectDeadAfter(async () => setUpApp(await here.app.signedIn(id))));

  it('CVE 22 dies when somebody is deactivated, and stays dead when they are let in again', () =>
    expectDeadAfter(async () => {
      await changeUser(id, { status: 'inactive' });
      await changeUser(id, { status: 'active' });
    }));

  it('CVE 22 opens nothing to who is kept out of their workspace, or whose access has ended', async () => {
    const member = () => table('memberships').where({ id: here.world.people.sofia.membershipId });
    await expectDeadAfter(() => member().update({ status: 'suspended' }));
    await member().update({ status: 'active' });
    await expectDeadAfter(() => member().update({ ends_at: now() }));
  });

  it('opens nothing when admins allow links no more', async () => {
    const path = await here.linkFor(sofia);
    await allowLinks(false);
    const answer = await comeBy(here.app.visitor(), path);
    expect(answer.status).to.equal(410);
    expect(answer.text).to.include('href="/login"').and.not.include('href="/login/link"');
  });

  it('opens no workspace of a team to who has become part of one meanwhile', () =>
    expectDeadAfter(async () => {
      const workspaceId = await createWorkspace({ name: 'Second house', isPrimary: false });
      await createBuiltInRoles(workspaceId);
      const { id: roleId } = await builtInRole(workspaceId, 'staff');
      await createMembership({
        workspaceId,
        userId: id,
        audience: 'team',
        roleIds: [roleId],
        status: 'active',
      });
    }));

  it('SEC 65 notes that somebody was refused who pressed the button of a living link', async () => {
    const path = await here.linkFor(sofia);
    const visitor = here.app.visitor();
    await visitor.get(path);
    await allowLinks(false);
    await visitor.post(path);
    expect(await signIns()).to.deep.equal([
      { method: 'link', first_step: null, outcome: 'failed' },
    ]);
    const entry = await table('audit_entries').where({ action: 'user.sign_in_refused' }).first();
    expect(entry).to.include({ subject_name: 'Sofia Lindqvist', actor_kind: 'nobody' });
  });

  it('SEC 65 stands in the history and in the trail as what it is', async () => {
    const visitor = here.app.visitor();
    await comeBy(visitor, await here.linkFor(sofia));
    expect((await visitor.get('/profile/sessions')).text).to.include('By link in an e-mail');
    const priya = await here.app.signedIn(here.world.people.priya.userId);
    expect((await priya.get(`/clients/${id}`)).text).to.include('By link in an e-mail');
    expect((await priya.get('/audit')).text).to.include('link in an e-mail');
  });

  it('tells its owner by mail when the device is new, and not when it is known', async () => {
    const visitor = await signedInByForm(here.app, sofia);
    await here.mailbox.clear();
    await comeBy(visitor, await here.linkFor(sofia));
    const subjects = async () => (await here.mailbox.collect()).map(({ subject }) => subject);
    expect(await subjects()).to.have.length(1);
    await comeBy(here.app.visitor(), await here.linkFor(sofia));
    expect((await subjects()).at(-1)).to.include('New sign-in to your account');
  });

  it('SEC 43 leaves the second factor in force', async () => {
    const phone = await setUpApp(await here.app.signedIn(id));
    await table('sessions').delete();
    wait(2 * minute);
    const visitor = here.app.visitor();
    const answer = await comeBy(visitor, await here.linkFor(sofia));
    expect(answer.location).to.equal('/two-factor');
    expect(await table('sessions')).to.deep.equal([]);
    expect(await signIns()).to.deep.equal([]);
    const page = await visitor.get('/two-factor');
    expect(page.text).not.to.include('password is right');
    await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect(await signIns()).to.deep.equal([
      { method: 'code', first_step: 'link', outcome: 'success' },
    ]);
    visitor.forgetToken();
    const history = await visitor.get('/profile/sessions');
    expect(history.text).to.include('By link in an e-mail and code');
  });

  it('S037 SEC 15 leads to a password of one’s own first, where one has to be set', async () => {
    await table('users').where({ id }).update({ must_change_password: 1 });
    const visitor = here.app.visitor();
    await comeBy(visitor, await here.linkFor(sofia));
    expect((await visitor.get('/portal/projects')).location).to.equal('/change-password');
  });

  it('leads to the set-up of a second factor first, where a role needs one and the time is over', async () => {
    const { id: roleId } = await builtInRole(here.world.workspaceId, 'client');
    await table('membership_roles').update({ granted_at: now() - 24 * hour });
    await saveInstallationSettings({
      'security.second_factor_roles': { [String(roleId)]: now() - hour },
      'security.second_factor_days': 0,
    });
    const visitor = here.app.visitor();
    await comeBy(visitor, await here.linkFor(sofia));
    expect((await visitor.get('/portal/projects')).location).to.equal('/profile/two-factor/app');
  });

  it('SEC 23 refuses the button without the token of its page', async () => {
    const path = await here.linkFor(sofia);
    const visitor = here.app.visitor();
    await visitor.get(path);
    expect((await visitor.post(path, { _csrf: 'x' })).status).to.equal(403);
    expect((await comeBy(visitor, path)).status).to.equal(303);
  });
});
