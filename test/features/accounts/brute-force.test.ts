import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { setClock } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, worldPassword } from '../../support/world.js';
import { givePasswords, isSignedIn, signedInByForm, trySignIn } from './signing-in.js';

const spoofs = [
  'x-forwarded-for',
  'x-real-ip',
  'x-client-ip',
  'x-originating-ip',
  'cf-connecting-ip',
  'forwarded',
] as const;

describe('Guessing passwords', () => {
  let app: TestApp;
  let mailbox: Mailbox;

  before(async () => {
    // Nothing stands before the product here: whatever a request claims to be is not believed.
    app = await startTestApp({ trustProxy: '0' });
    await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
  });
  beforeEach(() => table('rate_limits').delete());
  afterEach(() => setClock());
  after(async () => {
    await mailbox.close();
    await app.close();
  });

  const guess = (number: number) => `wrong guess number ${number}`;

  /** Somebody has guessed at an account, or from this address, as often as they may. */
  async function wearOut(
    email: string,
    counter: 'account' | 'device' | 'address',
    by = app.visitor(),
  ) {
    await trySignIn(by, email, guess(0));
    await table('rate_limits').where('key', 'like', `sign-in:${counter}:%`).update({ points: 60 });
  }

  it('SEC 41 SEC 19 slows the guesses at one account, and says for how long', async () => {
    const statuses = [];
    for (let number = 0; number < 12; number += 1) {
      statuses.push((await trySignIn(app.visitor(), 'jonas@example.com', guess(number))).status);
    }
    expect(statuses).to.eql([...Array(10).fill(422), 429, 429]);
    const answer = await trySignIn(app.visitor(), 'jonas@example.com');
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 900);
    expect(answer.text).to.match(/Try again in \d+ minutes/);
  });

  it('SEC 46 slows guesses at an address that nobody has in the same way', async () => {
    await wearOut('nobody@example.com', 'account');
    const answer = await trySignIn(app.visitor(), 'nobody@example.com', guess(1));
    expect(answer.status).to.equal(429);
  });

  it('counts other spellings of an address as the same account', async () => {
    const spellings = ['jonas@example.com', 'JONAS@example.com', ' Jonas@Example.COM '];
    await wearOut('jonas@example.com', 'account');
    for (const spelling of spellings)
      expect((await trySignIn(app.visitor(), spelling, guess(1))).status).to.equal(429);
  });

  it('counts guesses that come at the same moment', async () => {
    const visitors = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const visitor = app.visitor();
        await visitor.formToken();
        return visitor;
      }),
    );
    const answers = await Promise.all(
      visitors.map((visitor, number) => trySignIn(visitor, 'elin@example.com', guess(number))),
    );
    expect(answers.filter((answer) => answer.status === 422).length).to.be.at.most(10);
  });

  for (const header of spoofs) {
    it(`CVE 29 SEC 28 is not fooled by ${header}`, async () => {
      await wearOut('person1@example.com', 'address');
      const value = header === 'forwarded' ? 'for=203.0.113.7' : '203.0.113.7';
      const answer = await trySignIn(app.visitor(), 'person2@example.com', guess(1), {
        headers: { [header]: value },
      });
      expect(answer.status).to.equal(429);
    });
  }

  it('lets everybody else in meanwhile', async () => {
    await wearOut('jonas@example.com', 'account');
    expect(await isSignedIn(await signedInByForm(app, 'elin@example.com'))).to.equal(true);
  });

  it('forgets the wrong tries once somebody has come in', async () => {
    await trySignIn(app.visitor(), 'jonas@example.com', guess(0));
    await table('rate_limits').where('key', 'like', 'sign-in:account:%').update({ points: 9 });
    await signedInByForm(app, 'jonas@example.com');
    const again = await trySignIn(app.visitor(), 'jonas@example.com', guess(10));
    expect(again.status).to.equal(422);
  });

  it('SEC 41 keeps the door open for the owner on a device they have used before', async () => {
    const own = await signedInByForm(app, 'priya@example.com');
    await own.post('/logout');
    own.forgetToken();
    await wearOut('priya@example.com', 'account');
    expect((await trySignIn(app.visitor(), 'priya@example.com')).status).to.equal(429);
    expect((await trySignIn(own, 'priya@example.com')).status).to.equal(303);
  });

  it('SEC 41 does not let the mark of one person open the counter of another', async () => {
    const own = await signedInByForm(app, 'jonas@example.com');
    await own.post('/logout');
    own.forgetToken();
    await wearOut('priya@example.com', 'account', own);
    expect((await trySignIn(own, 'priya@example.com', guess(11))).status).to.equal(429);
  });

  it('SEC 41 lets the owner in by a new password from the mailbox, even while others guess', async () => {
    await wearOut('tom@example.com', 'account');
    const owner = app.visitor();
    await owner.post('/forgot-password', { email: 'tom@example.com' });
    const path = await mailbox.linkTo('tom@example.com');
    await owner.get(path);
    await owner.post(path, { password: 'quarry lantern velvet orbit' });
    const answer = await trySignIn(owner, 'tom@example.com', 'quarry lantern velvet orbit');
    expect(answer.status).to.equal(303);
  });

  it('is over after a quarter of an hour', async () => {
    await wearOut('jonas@example.com', 'account');
    await table('rate_limits').update({ expire: Date.now() - 1 });
    expect((await trySignIn(app.visitor(), 'jonas@example.com', worldPassword)).status).to.equal(
      303,
    );
  });

  it('SEC 19 slows requests for new passwords: three letters an hour to one account', async () => {
    await mailbox.clear();
    for (let number = 0; number < 5; number += 1) {
      const answer = await app.visitor().post('/forgot-password', { email: 'elin@example.com' });
      expect(answer.location).to.equal('/forgot-password?sent=1');
    }
    const letters = (await mailbox.collect()).filter((letter) =>
      letter.to.includes('elin@example.com'),
    );
    expect(letters.length).to.equal(3);
  });

  it('keeps no addresses in the table of counters', async () => {
    await trySignIn(app.visitor(), 'jonas@example.com', guess(1));
    const keys = (await table('rate_limits').pluck('key')) as string[];
    expect(keys.join(' ')).not.to.include('jonas');
  });
});
