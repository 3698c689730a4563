import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, minute, now, setClock } from '../../../server/core/dates/index.js';
import {
  cleanAccounts,
  endSessionsIn,
  type SignInRow,
} from '../../../server/features/accounts/index.js';
import {
  deactivateUser,
  loadActor,
  restoreMembership,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, isSignedIn, signedInByForm, trySignIn } from '../accounts/signing-in.js';

describe('What the sign-in history notes', () => {
  let app: TestApp;
  let world: World;
  let start: number;
  let jonas: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    start = now();
  });
  beforeEach(async () => {
    setClock(() => start);
    await givePasswords();
    for (const name of ['rate_limits', 'sessions', 'sign_ins']) await table(name).delete();
    jonas = await signedInByForm(app, 'jonas@example.com');
  });
  afterEach(() => setClock());
  after(() => app.close());

  const later = (time: number) => setClock(() => start + time);
  const noted = async () =>
    (await table<SignInRow>('sign_ins')
      .where({ user_id: world.people.jonas.userId, outcome: 'success' })
      .orderBy('id')) as SignInRow[];
  const last = async () => (await noted()).at(-1);
  const priya = async () => {
    const actor = await loadActor(world.people.priya.userId, world.workspaceId, '');
    if (!actor) throw new Error('Priya is missing');
    return actor;
  };

  it('is open from the moment somebody comes in', async () => {
    expect(await last()).to.deep.include({
      is_open: 1,
      seen_at: start,
      ended_at: null,
      ending: null,
    });
  });

  it('is when they were last seen, to within five minutes', async () => {
    later(2 * hour);
    await jonas.get('/');
    later(2 * hour + minute);
    await jonas.get('/');
    expect(await last()).to.deep.include({ is_open: 1, seen_at: start + 2 * hour });
  });

  it('is that they signed out, and when', async () => {
    later(hour);
    await jonas.post('/logout');
    const end = start + hour;
    expect(await last()).to.deep.include({
      is_open: 0,
      seen_at: end,
      ended_at: end,
      ending: 'signed_out',
    });
  });

  it('is that they signed in anew in the same browser', async () => {
    later(minute);
    await trySignIn(jonas, 'jonas@example.com');
    const [first, second] = await noted();
    expect(first).to.deep.include({ is_open: 0, ending: 'signed_in_again' });
    expect(second).to.deep.include({ is_open: 1, ending: null });
  });

  it('is that another of their devices ended it, all of them or one', async () => {
    const other = await signedInByForm(app, 'jonas@example.com');
    const [row] = await table('sessions').where({ sign_in_id: (await noted())[0]?.id });
    later(minute);
    await other.post(`/profile/sessions/${row?.id}`, { _method: 'DELETE' });
    expect((await noted())[0]).to.deep.include({
      is_open: 0,
      ending: 'ended_elsewhere',
      seen_at: start,
    });
    const third = await signedInByForm(app, 'jonas@example.com');
    await third.post('/profile/sessions', { _method: 'DELETE' });
    expect((await noted()).map((one) => one.ending)).to.deep.equal([
      'ended_elsewhere',
      'ended_elsewhere',
      null,
    ]);
    expect(await isSignedIn(third)).to.equal(true);
  });

  it('is that a new password ended all but the session it was typed in, which goes on', async () => {
    await signedInByForm(app, 'jonas@example.com');
    const password = 'quarry lantern velvet orbit';
    await jonas.post('/profile/security', { current_password: worldPassword, password });
    const [first, second] = await noted();
    expect(first).to.deep.include({ is_open: 1, ended_at: null, ending: null });
    expect(second).to.deep.include({ is_open: 0, ending: 'password' });
  });

  it('is that their access ended', async () => {
    const { jonas: person } = world.people;
    await suspendMembership(await priya(), person.membershipId);
    expect(await last()).to.deep.include({ is_open: 0, ending: 'deactivated' });
    await restoreMembership(await priya(), person.membershipId);
  });

  it('is that they were deactivated', async () => {
    const nora = await signedInByForm(app, 'nora@example.com');
    expect(await isSignedIn(nora)).to.equal(true);
    await deactivateUser(await priya(), world.people.nora.userId);
    const row = await table('sign_ins').where({ user_id: world.people.nora.userId }).first();
    expect(row).to.deep.include({ is_open: 0, ending: 'deactivated' });
  });

  it('is that their workspace was archived', async () => {
    await endSessionsIn(world.workspaceId);
    expect(await last()).to.deep.include({ is_open: 0, ending: 'workspace' });
  });

  it('is that nobody used it any more: it lasted until it was last used', async () => {
    later(hour);
    await jonas.get('/');
    later(40 * 24 * hour);
    await cleanAccounts();
    expect(await last()).to.deep.include({
      is_open: 0,
      seen_at: start + hour,
      ended_at: start + hour,
      ending: 'expired',
    });
  });

  it('goes on when other rights give the session another id, and ends once', async () => {
    const { jonas: person } = world.people;
    await table('memberships').where({ id: person.membershipId }).increment('version', 1);
    expect(await isSignedIn(jonas)).to.equal(true);
    expect((await noted()).map((row) => row.is_open)).to.deep.equal([1]);
    await jonas.post('/logout');
    expect(await last()).to.deep.include({ is_open: 0, ending: 'signed_out' });
  });
});
