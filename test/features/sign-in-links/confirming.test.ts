import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import type { Visitor } from '../../support/visitor.js';
import { allowLinks, comeBy, type LinkWorld, makeLinkWorld } from './link-world.js';

const sensitive = '/profile/two-factor/codes';

describe('Confirming that it is you without a password (SEC 53)', () => {
  let here: LinkWorld;
  let sofia: Visitor;

  beforeEach(async () => {
    here = await makeLinkWorld();
    const { userId, email } = here.world.people.sofia;
    await table('users').where({ id: userId }).update({ password_hash: null });
    sofia = here.app.visitor();
    await comeBy(sofia, await here.linkFor(email));
    const later = now() + 2 * hour + 1;
    setClock(() => later);
  });
  afterEach(() => here.close());

  const gate = `/confirm-password?next=${encodeURIComponent(sensitive)}`;

  it('is done by a link from the mail, which leads back to where it stopped', async () => {
    expect((await sofia.get(sensitive)).location).to.equal(gate);
    const page = await sofia.get(gate);
    expect(page.text).to.include('Confirm by a link<').and.include('You have no password here');
    expect(page.text).not.to.include('name="current_password"');
    const sent = await sofia.submit('/login/link', { email: 'sofia@example.com', next: sensitive });
    expect(sent.text).to.include('Look into your mailbox');
    expect((await sofia.get(sensitive)).location, 'asking confirms nothing').to.equal(gate);
    const answer = await comeBy(sofia, await here.mailbox.linkTo('sofia@example.com'));
    expect(answer.location).to.equal(sensitive);
    expect((await sofia.get(sensitive)).location).not.to.include('/confirm-password');
  });

  it('is done by a password that one chooses by a link', async () => {
    expect((await sofia.get(gate)).text).to.include('href="/forgot-password"');
    await sofia.post('/forgot-password', { email: 'sofia@example.com' });
    const path = await here.mailbox.linkTo('sofia@example.com');
    await sofia.get(path);
    const chosen = await sofia.post(path, { password: 'quarry lantern velvet orbit' });
    expect(chosen.location).to.equal('/login');
  });

  it('offers a link to clients only, and only where links are allowed', async () => {
    const priya = await here.app.signedIn(here.world.people.priya.userId);
    const offer = 'Confirm by a link';
    expect((await priya.get(gate)).text)
      .to.include('name="current_password"')
      .and.not.include(offer);
    await allowLinks(false);
    expect((await sofia.get(gate)).text).not.to.include(offer);
  });
});
