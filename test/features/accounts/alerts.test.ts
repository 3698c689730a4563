import { expect } from 'chai';
import { lookUpUser } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Letter } from '../../support/smtp.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { codeOf, setUpApp } from '../second-factors/apps.js';
import { givePasswords, signedInByForm, trySignIn } from './signing-in.js';

const fresh = 'quarry lantern velvet orbit';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('An alert by mail', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
    await givePasswords();
    priya = await app.signedIn(world.people.priya.userId);
    await mailbox.clear();
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  const page = () => `/users/${world.people.jonas.userId}`;
  const lettersTo = async (address: string): Promise<Letter[]> =>
    (await mailbox.collect()).filter((letter) => letter.to.includes(address));
  const only = async (address: string): Promise<Letter> => {
    const [letter, ...more] = await lettersTo(address);
    if (!letter) throw new Error(`Nothing has come to ${address}`);
    expect(more.map(({ subject }) => subject)).to.deep.equal([]);
    return letter;
  };
  /** A letter that warns says what to do, and its link leads somewhere. */
  const expectWayOut = async ({ text }: Letter, words: string, path: string) => {
    expect(text).to.include(words);
    expect(text).to.include(path);
    expect((await app.visitor().get(path)).status).to.be.oneOf([200, 303]);
  };

  it('tells of a device never seen before: which, when, from where; not of the first, nor of a known one', async () => {
    const known = await signedInByForm(app, 'jonas@example.com');
    expect(await lettersTo('jonas@example.com')).to.deep.equal([]);
    await known.post('/logout');
    await trySignIn(known, 'jonas@example.com');
    expect(await lettersTo('jonas@example.com')).to.deep.equal([]);
    const headers = { 'user-agent': firefox };
    await trySignIn(app.visitor(), 'jonas@example.com', worldPassword, { headers });
    const letter = await only('jonas@example.com');
    expect(letter.subject).to.include('New sign-in');
    expect(letter.text).to.include('Firefox on Linux').and.include('127.0.0.1');
    await expectWayOut(letter, 'end that session and choose a new password', '/profile/sessions');
  });

  it('tells of a password that its owner changed', async () => {
    const jonas = await signedInByForm(app, 'jonas@example.com');
    await jonas.post('/profile/security', { current_password: worldPassword, password: fresh });
    const letter = await only('jonas@example.com');
    expect(letter.subject).to.include('was changed');
    await expectWayOut(letter, 'If it was not, choose a new password now', '/forgot-password');
  });

  it('tells of a password that was chosen with a link', async () => {
    await app.visitor().post('/forgot-password', { email: 'jonas@example.com' });
    const path = await mailbox.linkTo('jonas@example.com');
    await mailbox.clear();
    await app.visitor().post(path, { password: fresh });
    expect((await only('jonas@example.com')).subject).to.include('was changed');
  });

  it('tells of a password that an admin set, by whom, and never the password', async () => {
    await priya.post(`${page()}/password`, { access: 'password', password: fresh });
    const letter = await only('jonas@example.com');
    expect(letter.subject).to.include('was changed');
    expect(letter.text).to.include('Priya Raman set a new password').and.not.include(fresh);
  });

  it('tells both addresses when somebody changed their own', async () => {
    const jonas = await signedInByForm(app, 'jonas@example.com');
    await jonas.post('/profile/email', {
      email: 'okafor@example.com',
      current_password: worldPassword,
    });
    const path = await mailbox.linkTo('okafor@example.com');
    await mailbox.clear();
    await jonas.post(path);
    const old = await only('jonas@example.com');
    expect(old.text).to.include('okafor@example.com').and.include('If that was not you');
    expect((await only('okafor@example.com')).text).to.include('You now sign in');
  });

  it('S017 an address that an admin changes counts once it was confirmed, and both are told', async () => {
    const form = { name: 'Jonas Okafor', email: 'okafor@example.com', _method: 'PATCH' };
    expect((await priya.get(`${page()}/edit`)).text).to.include('It counts once they have used');
    await priya.post(page(), form);
    const asked = await only('okafor@example.com');
    expect(asked.text).to.include('Priya Raman asked to use okafor@example.com');
    const shown = await priya.get(page());
    expect(shown.text).to.include('okafor@example.com waits to be confirmed');
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).status).to.equal(303);
    const path = await mailbox.linkTo('okafor@example.com');
    await mailbox.clear();
    await app.visitor().post(path);
    expect((await lookUpUser(world.people.jonas.userId))?.email).to.equal('okafor@example.com');
    expect((await only('jonas@example.com')).subject).to.include('was changed');
    expect((await only('okafor@example.com')).text).to.include('You now sign in');
  });

  it('an address that an admin entered can be taken back: the link dies and nothing is told', async () => {
    await priya.post(page(), {
      name: 'Jonas Okafor',
      email: 'okafor@example.com',
      _method: 'PATCH',
    });
    const path = await mailbox.linkTo('okafor@example.com');
    await mailbox.clear();
    await priya.post(`${page()}/email`, { _method: 'DELETE' });
    expect((await priya.get(page())).text).not.to.include('waits to be confirmed');
    expect((await app.visitor().post(path)).status).to.equal(410);
    expect(await mailbox.collect()).to.deep.equal([]);
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.post(`${page()}/email`, { _method: 'DELETE' })).status).to.equal(403);
  });

  it('an address of somebody else is refused to an admin with nothing typed lost', async () => {
    const answer = await priya.post(page(), {
      name: 'Jonas the Second',
      email: 'elin@example.com',
      _method: 'PATCH',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Somebody already uses this address').and.include('the Second');
    expect((await lookUpUser(world.people.jonas.userId))?.name).to.equal('Jonas Okafor');
  });

  it('tells of two-factor sign-in that its owner turned off', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    const { secret } = await setUpApp(jonas);
    await mailbox.clear();
    await jonas.post('/profile/two-factor/app/removal', { code: codeOf(secret, 1) });
    const letter = await only('jonas@example.com');
    expect(letter.subject).to.include('off');
    await expectWayOut(letter, 'choose a new password now', '/profile/security');
  });

  it('tells of two-factor sign-in that an admin reset, and by whom', async () => {
    await setUpApp(await app.signedIn(world.people.jonas.userId));
    await mailbox.clear();
    await priya.post(`${page()}/second-factor`);
    expect((await only('jonas@example.com')).text).to.include('Priya Raman');
  });
});
