import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { endViewing, plain, viewAs } from './viewing.js';

describe('View as', () => {
  let app: TestApp;
  let world: World;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  it('shows an Admin the portal as a contact sees it, under a banner, until they end it', async () => {
    const { sofia } = world.people;
    const page = await admin.get(`/clients/${sofia.userId}`);
    expect(page.text).to.include(`action="/clients/${sofia.userId}/viewing"`);
    const begun = await admin.post(`/clients/${sofia.userId}/viewing`, {
      return_to: `/clients/${sofia.userId}`,
    });
    expect(begun.location).to.equal('/');
    admin.forgetToken();
    const seen = await admin.get('/');
    const own = await (await app.signedIn(sofia.userId)).get('/');
    expect(seen.text).to.include('Viewing as Sofia Lindqvist (Client).');
    expect(plain(seen.text)).to.equal(plain(own.text));
    const ended = await endViewing(admin);
    expect(ended.location).to.equal(`/clients/${sofia.userId}`);
    const back = await admin.get(ended.location);
    expect(back.status).to.equal(200);
    expect(back.text).not.to.include('class="viewing"');
  });
});
