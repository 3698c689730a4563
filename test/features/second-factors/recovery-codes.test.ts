import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import type { TestApp } from '../../support/app.js';
import type { Mailbox } from '../../support/mailbox.js';
import type { World } from '../../support/world.js';
import { type App, beforeSecondStep, setUpApp, startWithApp } from './apps.js';

describe('A recovery code', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let phone: App;

  beforeEach(async () => {
    ({ app, world, mailbox, phone } = await startWithApp());
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  const come = () => beforeSecondStep(app, 'jonas@example.com');

  const use = async (code: string | undefined) =>
    (await come()).post('/two-factor/recovery', { code: code ?? '' });

  it('lets somebody in, once, and tells them by mail how many are left', async () => {
    const [code] = phone.recoveryCodes;
    expect((await use(code)).location).to.equal('/');
    const letter = await mailbox.lastTo('jonas@example.com');
    expect(letter.subject).to.include('A recovery code was used');
    expect(letter.text).to.include('9 codes are left');
    expect((await use(code)).status).to.equal(422);
  });

  it('takes it however it was typed', async () => {
    const code = phone.recoveryCodes[0]?.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    expect((await use(code)).location).to.equal('/');
  });

  it('takes it once when it comes twice at the same moment', async () => {
    const visitors = [await come(), await come(), await come()];
    const code = phone.recoveryCodes[3] ?? '';
    const answers = await Promise.all(
      visitors.map((visitor) => visitor.post('/two-factor/recovery', { code })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 422, 422]);
  });

  it('takes nobody else’s', async () => {
    const others = await setUpApp(await app.signedIn(world.people.elin.userId));
    expect((await use(others.recoveryCodes[0])).status).to.equal(422);
  });

  it('says that codes run low when few are left', async () => {
    await table('recovery_codes')
      .whereIn('id', (await table('recovery_codes').limit(8).pluck('id')) as number[])
      .update({ used_at: now() });
    const visitor = await app.signedIn(world.people.jonas.userId);
    expect((await visitor.get('/profile/security')).text).to.include('Few left');
  });
});
