import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeSecondWorkspace, type SecondWorkspace } from '../support/second-workspace.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

/** Names of the people a list shows. */
function namesIn(html: string): string[] {
  return [...html.matchAll(/<a class="cover"[^>]*>([^<]*)</g)].map(([, name]) => name as string);
}

/** Names of the people in a table that was taken away. */
function namesInTable(csv: string): string[] {
  return csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] as string);
}

describe('Lists of people tell nobody more than their pages do', () => {
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
  });
  after(() => app.close());

  /** Somebody signed in in one of their workspaces. */
  async function signedIn(userId: number, workspaceId: number): Promise<Visitor> {
    const visitor = await app.signedIn(userId);
    await table('sessions').where({ user_id: userId }).update({ workspace_id: workspaceId });
    return visitor;
  }

  it('S071 S075 as CSV they hold whom the page shows, and nobody gets one without the page', async () => {
    for (const [name, users, clients] of [
      ['priya', 200, 200],
      ['jonas', 403, 200],
      ['elin', 403, 200],
      ['sofia', 404, 404],
      ['nora', 404, 404],
    ] as const) {
      const visitor = await signedIn(world.people[name].userId, world.workspaceId);
      for (const [base, status] of [
        ['/users', users],
        ['/clients', clients],
      ] as const) {
        const page = await visitor.get(base);
        const csv = await visitor.post(`${base}/export`);
        expect([page.status, csv.status], `${name} ${base}`).to.eql([status, status]);
        if (status === 200)
          expect(namesInTable(csv.text), `${name} ${base}`).to.eql(namesIn(page.text));
      }
    }
    const elin = await signedIn(world.people.elin.userId, world.workspaceId);
    expect((await elin.post('/clients/export')).text).not.to.include('Sofia Lindqvist');
    const stranger = await app.visitor().post('/clients/export');
    expect(stranger.text).not.to.include('Sofia Lindqvist');
  });

  it('CVE 1 in one workspace they hold nobody of another one, whatever is asked for', async () => {
    const priya = await signedIn(world.people.priya.userId, world.workspaceId);
    const wanda = await signedIn(second.people.wanda.userId, second.workspaceId);
    for (const [base, our, their] of [
      ['/users', 'Elin Sandberg', 'Ole Elsewhere'],
      ['/clients', 'Sofia Lindqvist', 'Cleo Elsewhere'],
    ] as const) {
      for (const workspace of ['', world.workspaceId, second.workspaceId]) {
        const here = (await priya.post(`${base}/export`, { workspace })).text;
        expect(here, base).not.to.include('Elsewhere');
        const there = (await wanda.post(`${base}/export`, { workspace })).text;
        expect(there, base).to.include(their).and.not.to.include(our);
      }
      expect((await priya.post(`${base}/export`)).text, base).to.include(our);
    }
  });

  it('CVE 1 an Admin of the second workspace is offered no other one to narrow a list by', async () => {
    const wanda = await signedIn(second.people.wanda.userId, second.workspaceId);
    const plain = await wanda.get('/users');
    expect(plain.text).not.to.include('name="workspace"').and.not.to.include('Marlow');
    const asked = await wanda.get(`/users?workspace=${world.workspaceId}`);
    expect(namesIn(asked.text)).to.eql(namesIn(plain.text)).and.not.eql([]);
  });

  it('CVE 1 a form for a new contact names no workspace but those where the sender adds clients', async () => {
    const priya = await signedIn(world.people.priya.userId, world.workspaceId);
    expect((await priya.get('/clients/new')).text).not.to.include('Elsewhere');
    // Ines is Staff in both, and Staff adds nobody.
    const ines = await signedIn(second.people.ines.userId, world.workspaceId);
    expect((await ines.get('/clients/new')).status).to.equal(403);
  });
});
