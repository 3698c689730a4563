import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { setArchived } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeSecondWorkspace, type SecondWorkspace } from '../../support/second-workspace.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { leftBy } from '../audit/entries.js';
import { addPerson } from '../tasks/people.js';
import { addCrowd } from './crowd.js';

/** Names of the people a list shows, in its order. */
function namesIn(html: string): string[] {
  return [...html.matchAll(/<a class="cover" href="[^"]*">([^<]*)<\/a>/g)].map(
    (match) => match[1] as string,
  );
}

describe('The list of the team, narrowed to another workspace', () => {
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;
  let priya: Visitor;
  let there: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const begin = async () => {
    second = await makeSecondWorkspace(world);
    there = `/users?workspace=${second.workspaceId}`;
  };

  it('offers nothing of the kind while there is one workspace', async () => {
    expect((await priya.get('/users')).text).not.to.match(/workspace/i);
  });

  it('shows a Super Admin who of the team belongs there as well, whatever they are there', async () => {
    await begin();
    const { text } = await priya.get(there);
    expect(text).to.match(/<option value="\d+" selected>Also in Elsewhere Media</);
    expect(namesIn(text)).to.deep.equal(['Ines Duarte', 'Jonas Okafor']);
    expect(text).to.include('2 people').and.not.include('Wanda').and.not.include('Also in Marlow');
  });

  it('counts nobody who is kept out there or whose time there is over', async () => {
    await begin();
    const rows = () => table('memberships').where({ workspace_id: second.workspaceId });
    await rows().where({ user_id: second.people.ines.userId }).update({ status: 'suspended' });
    await rows()
      .where({ user_id: second.people.jonas.userId })
      .update({ ends_at: now() - 1 });
    const { text } = await priya.get(there);
    expect(namesIn(text)).to.deep.equal([]);
    expect(text).to.include('Nobody matches').and.include('Clear filters');
  });

  it('keeps that in the address, with search, status, order and page', async () => {
    await begin();
    const { text } = await priya.get(`${there}&sort=-name&status=active`);
    expect(namesIn(text)).to.deep.equal(['Jonas Okafor', 'Ines Duarte']);
    const address = `workspace=${second.workspaceId}`;
    const links = [...text.matchAll(/href="(\/users\?[^"]*)"/g)].map(([, href]) => href as string);
    expect(links.length).to.be.greaterThan(5);
    for (const href of links) expect(href, href).to.include(address);
    expect(namesIn((await priya.get(`${there}&q=ines`)).text)).to.deep.equal(['Ines Duarte']);
  });

  it('is what the CSV holds and what the trail says of it', async () => {
    await begin();
    const { text } = await priya.get(there);
    const form = /<form[^>]*action="\/users\/export">.*?<\/form>/.exec(text)?.[0];
    expect(form).to.include(`name="workspace" value="${second.workspaceId}"`);
    let csv = '';
    const [entry] = await leftBy(async () => {
      csv = (await priya.post('/users/export', { workspace: second.workspaceId })).text;
    });
    expect(csv).to.include('Ines Duarte').and.include('Jonas Okafor').and.not.include('Elin');
    expect(entry?.after).to.deep.equal({ filter_workspace: String(second.workspaceId) });
  });

  it('is whom a change to all that match means', async () => {
    await begin();
    const { text } = await priya.get(`/bulk-changes/deactivation?all=1&${there.split('?')[1]}`);
    expect(text).to.include('Ines Duarte').and.include('Jonas Okafor');
    expect(text).not.to.include('Elin Sandberg');
    expect(text).to.include(there);
  });

  it('offers no workspace of the archive', async () => {
    await begin();
    await setArchived(second.workspaceId, now());
    expect((await priya.get('/users')).text).not.to.include('Also in');
  });

  it('says nothing of other workspaces to anybody else, and heeds nothing they ask of them', async () => {
    await begin();
    const grants = { 'users.view': 'all', 'users.edit': 'all', 'users.deactivate': 'all' } as const;
    const reader = await addPerson(world, 'Reader', grants);
    const wanda = second.people.wanda.userId;
    for (const userId of [reader.userId, wanda]) {
      const visitor = await app.signedIn(userId);
      const other = userId === wanda ? world.workspaceId : second.workspaceId;
      const plain = namesIn((await visitor.get('/users')).text);
      const { text } = await visitor.get(`/users?workspace=${other}`);
      expect(namesIn(text)).to.deep.equal(plain);
      expect(text).not.to.include('Also in').and.not.include('name="workspace"');
      expect(text).not.to.match(/href="[^"]*workspace=/);
      const csv = (await visitor.post('/users/export', { workspace: other })).text;
      expect(csv).to.equal((await visitor.post('/users/export')).text);
      const all = await visitor.get(`/bulk-changes/deactivation?all=1&workspace=${other}`);
      for (const name of plain) expect(all.text).to.include(name);
    }
  });

  it('costs as many queries among 10,000 people as among a few', async () => {
    await begin();
    const asked = async (path: string) => {
      await priya.get(path);
      const before = queryCount();
      await priya.get(path);
      return queryCount() - before;
    };
    const few = await asked(there);
    await addCrowd(world, 10_000, 'team');
    expect(await asked(there)).to.be.at.most(few);
    expect(await asked('/users?sort=-seen&page=200'))
      .to.be.at.most(few)
      .and.at.most(11);
  });
});
