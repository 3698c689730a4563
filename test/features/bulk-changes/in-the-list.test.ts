import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import type { TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import type { World } from '../../support/world.js';
import { addCrowd } from '../people/crowd.js';
import { addPerson } from '../tasks/people.js';
import { beginChanging, type Changing, ticked } from './changing.js';

describe('Changes to many people at once, in the list,', () => {
  let changing: Changing;
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: number;
  let elin: number;

  beforeEach(async () => {
    changing = await beginChanging();
    ({ app, world, priya, jonas, elin } = changing);
  });
  afterEach(() => app.close());

  it('are offered with a box beside each person, and to nobody who may not make them', async () => {
    const page = await priya.get('/users');
    expect(page.text).to.include(`name="member" value="${jonas}"`);
    for (const change of ['roles', 'teams', 'deactivation', 'reactivation', 'invitations'])
      expect(page.text, change).to.include(`formaction="/bulk-changes/${change}"`);
    const looker = await addPerson(world, 'Nur Ahmed', { 'users.view': 'all' });
    const plain = await (await app.signedIn(looker.userId)).get('/users');
    expect(plain.text).to.include('Jonas Okafor').and.not.include('name="member"');
  });

  it('reach everybody the filter lets through, over all pages', async () => {
    await addCrowd(world, 30, 'team');
    const page = await priya.get('/users?q=Person');
    expect(page.text).to.include('name="all"').and.include('All 30 people found');
    const form = await priya.get('/bulk-changes/deactivation?all=1&q=Person');
    expect(form.text).to.include('Deactivate 30 people?');
    expect(form.text).not.to.include('Jonas Okafor');
  });

  it('refuse more than 100 people and say how to go on', async () => {
    await addCrowd(world, 101, 'team');
    expect((await priya.get('/users?q=Person')).text).not.to.include('name="all"');
    const form = await priya.get('/bulk-changes/deactivation?all=1&q=Person');
    expect(form.text).to.include('These are too many at once').and.include('Narrow the list');
    expect(form.text).not.to.include('name="member"');
  });

  it('say what to do when nobody was ticked', async () => {
    for (const change of ['roles', 'teams', 'deactivation', 'reactivation', 'invitations']) {
      const form = await priya.get(`/bulk-changes/${change}`);
      expect(form.text, change).to.include('Nobody was chosen').and.include('href="/users"');
      expect(/<h1>([^<]*)/.exec(form.text)?.[1], change).to.match(/^[^\d?]+$/);
    }
  });

  it('cost as many queries for a hundred as for two', async () => {
    await addCrowd(world, 90, 'team');
    const all = await table('memberships').where({ audience: 'team' }).pluck('id');
    await priya.get(`/bulk-changes/deactivation?${ticked(jonas, elin)}`);
    const before = queryCount();
    await priya.get(`/bulk-changes/deactivation?${ticked(jonas, elin)}`);
    const few = queryCount() - before;
    await priya.get(`/bulk-changes/deactivation?${ticked(...all.map(Number))}`);
    expect(queryCount() - before - few).to.be.at.most(few);
  });
});
