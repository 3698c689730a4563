import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { createUser, lookUpUser } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, signedInByForm, trySignIn } from './signing-in.js';

describe('One’s own e-mail', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let jonas: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
    await givePasswords();
    jonas = await app.signedIn(world.people.jonas.userId);
  });
  beforeEach(async () => {
    await table('rate_limits').delete();
    await mailbox.clear();
  });
  afterEach(() => setClock());
  after(async () => {
    await mailbox.close();
    await app.close();
  });

  const user = async (name: keyof World['people']) => {
    const found = await lookUpUser(world.people[name].userId);
    if (!found) throw new Error(`${name} is missing`);
    return found;
  };

  const ask = (visitor: Visitor, email: string, password = worldPassword) =>
    visitor.post('/profile/email', { email, current_password: password });

  it('S017 changes once the new address has confirmed it; then it is the one to sign in with', async () => {
    const answer = await ask(jonas, 'jonas.okafor@example.com');
    expect(answer.location).to.equal('/profile');
    expect((await user('jonas')).email).to.equal('jonas@example.com');
    expect((await jonas.get('/profile')).text).to.include('jonas.okafor@example.com waits');
    const path = await mailbox.linkTo('jonas.okafor@example.com');
    await jonas.get(path);
    expect((await user('jonas')).email, 'opening the link changes nothing').to.equal(
      'jonas@example.com',
    );
    await jonas.post(path);
    expect((await user('jonas')).email).to.equal('jonas.okafor@example.com');
    const notice = await mailbox.lastTo('jonas@example.com');
    expect(notice.text).to.include('jonas.okafor@example.com');
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).status).to.equal(422);
    await signedInByForm(app, 'jonas.okafor@example.com');
    await table('users')
      .where({ id: world.people.jonas.userId })
      .update({ email: 'jonas@example.com', email_key: 'jonas@example.com' });
  });

  it('SEC 53 asks for the password first', async () => {
    const answer = await ask(jonas, 'other@example.com', 'wrong wrong wrong');
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('This is not your present password.');
    expect((await mailbox.collect()).length).to.equal(0);
  });

  it('SEC 53 does not let a borrowed session guess the password for long', async () => {
    await ask(jonas, 'other@example.com', 'wrong wrong wrong');
    await table('rate_limits').where('key', 'like', 'confirm:%').update({ points: 60 });
    expect((await ask(jonas, 'other@example.com')).status).to.equal(429);
  });

  it('CVE 28 does not tell whether an address belongs to somebody', async () => {
    const taken = await ask(jonas, 'priya@example.com');
    expect(taken.location).to.equal('/profile');
    expect((await mailbox.collect()).length).to.equal(0);
    expect((await user('jonas')).email).to.equal('jonas@example.com');
  });

  it('stays as it is when somebody else takes the address meanwhile', async () => {
    await ask(jonas, 'wanted@example.com');
    const path = await mailbox.linkTo('wanted@example.com');
    const other = await createUser({
      name: 'Other',
      email: 'wanted@example.com',
      status: 'active',
    });
    const answer = await jonas.post(path);
    expect(answer.status).to.equal(410);
    expect((await user('jonas')).email).to.equal('jonas@example.com');
    await table('users').where({ id: other }).delete();
  });

  it('can be kept after all; the link dies, as it does after a day and after its use', async () => {
    await ask(jonas, 'never@example.com');
    const path = await mailbox.linkTo('never@example.com');
    await jonas.post('/profile/email', { _method: 'DELETE' });
    expect((await jonas.get(path)).status).to.equal(410);
    await ask(jonas, 'late@example.com');
    const late = await mailbox.linkTo('late@example.com');
    const start = now();
    setClock(() => start + day + 1000);
    expect((await app.visitor().get(late)).status).to.equal(410);
  });

  it('CVE 22 is not confirmed by a link of somebody who was deactivated, nor once they are back', async () => {
    const { userId } = world.people.elin;
    await ask(await app.signedIn(userId), 'elsewhere@example.com');
    const path = await mailbox.linkTo('elsewhere@example.com');
    const person = `/users/${userId}/deactivation`;
    const priya = await app.signedIn(world.people.priya.userId);
    await priya.post(person);
    expect((await app.visitor().get(path)).status).to.equal(410);
    await priya.post(person, { _method: 'DELETE' });
    expect((await app.visitor().get(path)).status).to.equal(410);
    expect((await app.visitor().post(path)).status).to.be.oneOf([404, 410]);
    expect((await user('elin')).email).to.equal('elin@example.com');
  });
});
