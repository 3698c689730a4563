import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

/** Sets one permission for one person, as an admin would. */
async function override(
  membershipId: number,
  permission: string,
  effect: 'allow' | 'deny',
  scope = 'all',
): Promise<void> {
  await insertRow('permission_overrides', {
    membership_id: membershipId,
    permission,
    effect,
    scope,
    ends_at: null,
  });
  await table('memberships').where({ id: membershipId }).increment('version', 1);
}

describe('Who reads and writes comments', () => {
  let app: TestApp;
  let world: World;
  let sofia: Visitor;
  let nora: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    sofia = await app.signedIn(world.people.sofia.userId);
    nora = await app.signedIn(world.people.nora.userId);
  });
  afterEach(() => app.close());

  it('SEC 56 SEC 57 an internal comment reaches no client, on no page and by no address', async () => {
    const { secret } = world.comments;
    const addresses = [
      `/comments/${secret}`,
      `/comments/${secret}/edit`,
      `/comments?subject_type=task&subject_id=${world.tasks.budget}`,
    ];
    for (const address of addresses) {
      expect((await sofia.get(address)).status, address).to.equal(404);
    }
    const shown = [
      await sofia.get('/portal'),
      await sofia.get(`/portal/tasks/${world.tasks.logo}`),
      await sofia.get(`/comments?subject_type=task&subject_id=${world.tasks.logo}`),
    ];
    for (const page of shown) {
      expect(page.status).to.equal(200);
      expect(page.text).not.to.include('Secret-Comment');
    }
  });

  it('S106 the number of comments a client sees counts only what they can read', async () => {
    const page = await sofia.get(`/portal/tasks/${world.tasks.logo}`);
    expect(page.text).to.match(/id="comments-title">Comments<\/h2><span class="badge">1</);
  });

  it('CVE 1 CVE 7 a contact of another company reads and writes nothing here', async () => {
    const before = await dump();
    const subject = { subject_type: 'task', subject_id: world.tasks.logo };
    const answers = [
      await nora.get(`/comments/${world.comments.shared}`),
      await nora.get(`/comments?subject_type=task&subject_id=${world.tasks.logo}`),
      await nora.post('/comments', { ...subject, body: 'I was here' }),
      await nora.post(`/comments/${world.comments.shared}`, { _method: 'DELETE' }),
      await nora.post(`/comments/${world.comments.shared}/restoration`),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 404, 404, 404]);
    expect(await dump()).to.deep.equal(before);
  });

  it('CVE 7 rights end with the assignment: the next comment is refused', async () => {
    await table('project_assignments')
      .where({ membership_id: world.people.sofia.membershipId })
      .delete();
    const subject = { subject_type: 'task', subject_id: world.tasks.logo };
    const answer = await sofia.post('/comments', { ...subject, body: 'Still here?' });
    expect(answer.status).to.equal(404);
  });

  it('a contact without "Comment" reads along and finds no form', async () => {
    await override(world.people.sofia.membershipId, 'tasks.comment', 'deny');
    const page = await sofia.get(`/portal/tasks/${world.tasks.logo}`);
    expect(page.text).to.include('Here is the first draft.').and.not.include('name="body"');
    const subject = { subject_type: 'task', subject_id: world.tasks.logo };
    expect((await sofia.post('/comments', { ...subject, body: 'Anyway' })).status).to.equal(404);
  });

  it('a role that may not write to clients can only write to the team', async () => {
    await override(world.people.jonas.membershipId, 'chat.with_clients', 'deny');
    const jonas = await app.signedIn(world.people.jonas.userId);
    const subject = { subject_type: 'task', subject_id: world.tasks.logo };
    const refused = await jonas.post('/comments', { ...subject, body: 'Hi', visibility: 'client' });
    const taken = await jonas.post('/comments', { ...subject, body: 'Hi', visibility: 'internal' });
    expect([refused.status, taken.status]).to.deep.equal([403, 303]);
    const page = await jonas.get(`/tasks/${world.tasks.logo}`);
    const composer = /<form class="composer[\s\S]*?<\/form>/.exec(page.text)?.[0];
    expect(composer).to.include('Only your team can read this.').and.not.include('value="client"');
  });

  it('the form for a task that clients see says who will read, by name', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    const shared = await jonas.get(`/tasks/${world.tasks.logo}`);
    expect(shared.text).to.include('Sofia Lindqvist, Tom Becker can read this, and your team.');
    expect(shared.text).to.match(/name="visibility" value="internal" checked/);
    const internal = await jonas.get(`/tasks/${world.tasks.budget}`);
    expect(internal.text).to.include('Only your team can read this.');
    expect(internal.text).not.to.include('Sofia Lindqvist, Tom');
    const portal = await sofia.get(`/portal/tasks/${world.tasks.logo}`);
    expect(portal.text).to.include('Read by Tom Becker and the team at');
  });

  it('SEC 30 a subject that is none, or a list of them, is refused', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    const types = ['comment', 'project', 'constructor', '__proto__', ''];
    for (const subject_type of types) {
      const answer = await jonas.post('/comments', { subject_type, subject_id: 1, body: 'x' });
      expect(answer.status, subject_type).to.equal(404);
    }
    const twice = await jonas.post('/comments', {
      subject_type: ['task', 'task'],
      subject_id: world.tasks.logo,
      body: 'x',
    });
    expect(twice.status).to.equal(404);
  });
});
