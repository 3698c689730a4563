import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { recentActivity } from '../../../server/features/activity/index.js';
import { identityPort } from '../../../server/features/memberships/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';

describe('Activity', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const actor = async ({ userId }: Person) =>
    (await identityPort.loadActor(userId, world.workspaceId, 'test')) as Actor;
  const sentences = async (person: Person, wanted = {}) =>
    (await recentActivity(await actor(person), { limit: 50, ...wanted })).map(
      (line) => line.sentence,
    );
  const say = (taskId: number, body: string, visibility: string) =>
    priya.post('/comments', { subject_type: 'task', subject_id: taskId, body, visibility });
  const send = (taskId: number, name: string, visibility: string) =>
    priya.upload('/files', { subject_type: 'task', subject_id: taskId, visibility }, [
      { field: 'files', name, content: 'x' },
    ]);

  async function muchHappens(): Promise<void> {
    await say(world.tasks.logo, 'For all', 'client');
    await say(world.tasks.budget, 'For us', 'internal');
    await send(world.tasks.logo, 'shared.txt', 'client');
    await send(world.tasks.logo, 'inner.txt', 'internal');
    await say(world.campaignTask, 'For Northwind', 'client');
  }

  it('tells each person what happened to things they may see, newest first', async () => {
    await muchHappens();
    const { priya: admin, jonas, elin, sofia, nora } = world.people;
    const website = [
      'added inner.txt to Redraw the harbour logo',
      'added shared.txt to Redraw the harbour logo',
      'commented on Secret-Task-Budget of the relaunch',
      'commented on Redraw the harbour logo',
    ];
    const foreign = 'commented on Foreign-Task-Poster for Northwind';
    expect(await sentences(admin)).to.deep.equal([foreign, ...website]);
    expect(await sentences(jonas)).to.deep.equal(website);
    expect(await sentences(elin)).to.deep.equal([]);
    expect(await sentences(nora)).to.deep.equal([foreign]);
    expect(await sentences(sofia)).to.deep.equal([website[1], website[3]]);
  });

  it('forgets for everybody what concerns a thing they may no longer see', async () => {
    await muchHappens();
    const file = (await table('files').where({ name: 'shared.txt' }).first()) as { id: number };
    await priya.post(`/files/${file.id}/visibility`, { visibility: 'internal' });
    expect(await sentences(world.people.sofia)).to.deep.equal([
      'commented on Redraw the harbour logo',
    ]);
    await table('tasks').where({ id: world.tasks.logo }).update({ visibility: 'internal' });
    expect(await sentences(world.people.sofia)).to.deep.equal([]);
    await table('project_assignments').delete();
    expect(await sentences(world.people.jonas)).to.deep.equal([]);
  });

  it('of a task that somebody may not see stays untold to them inside a shared project', async () => {
    await muchHappens();
    const role = (await table('roles').where({ key: 'staff' }).first()) as { id: number };
    await insertRow('role_grants', { role_id: role.id, permission: 'tasks.view', scope: 'own' });
    expect(await sentences(world.people.jonas)).not.to.include(
      'commented on Secret-Task-Budget of the relaunch',
    );
  });

  it('can be read by project, since a moment, by kind, and without one’s own', async () => {
    await muchHappens();
    const admin = world.people.priya;
    const { campaign, website } = world.projects;
    expect(await sentences(admin, { projectIds: [campaign] })).to.have.length(1);
    expect(await sentences(admin, { projectIds: [campaign, website] })).to.have.length(5);
    expect(await sentences(world.people.nora, { projectIds: [website] })).to.have.length(0);
    expect(await sentences(admin, { projectIds: [] })).to.have.length(0);
    expect(await sentences(admin, { names: ['file.added'] })).to.have.length(2);
    expect(await sentences(admin, { exceptUserId: admin.userId })).to.have.length(0);
    expect(await sentences(admin, { since: Date.now() + 1000 })).to.have.length(0);
    expect(await sentences(admin, { limit: 2 })).to.have.length(2);
  });

  it('has a page in each project, fifty lines at a time', async () => {
    for (let number = 1; number <= 60; number += 1)
      await say(world.tasks.logo, `${number}`, 'internal');
    await say(world.tasks.sitemap, 'Last', 'internal');
    const path = `/projects/${world.projects.website}/activity`;
    const page = await priya.get(path);
    const lines = (text: string) => text.match(/<b>Priya Raman<\/b>/g)?.length ?? 0;
    expect(lines(page.text)).to.equal(50);
    const older = /href="(\?before=\d+)"/.exec(page.text)?.[1] ?? '';
    expect(lines((await priya.get(path + older)).text)).to.equal(11);
    const jonas = await app.signedIn(world.people.jonas.userId);
    const elin = await app.signedIn(world.people.elin.userId);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await jonas.get(path)).status).to.equal(200);
    expect((await elin.get(path)).status).to.equal(404);
    expect((await sofia.get(path)).status).to.equal(404);
  });

  it('SEC 2 shows names and titles as text', async () => {
    const poison = '<img src=x onerror=alert(1)>';
    await table('tasks').where({ id: world.tasks.logo }).update({ title: poison });
    await say(world.tasks.logo, 'Hello', 'client');
    const page = await priya.get(`/projects/${world.projects.website}/activity`);
    expect(page.text).to.include('&lt;img src=x').and.not.include('<img src=x');
  });

  it('names the program itself where nobody acted, and former members by the name they had', async () => {
    const event = (name: string, userId: number | null) =>
      insertRow('events', {
        workspace_id: world.workspaceId,
        name: 'project.updated',
        subject_type: 'project',
        subject_id: world.projects.website,
        project_id: world.projects.website,
        actor_user_id: userId,
        actor_name: name,
        visibility: 'internal',
        data: JSON.stringify({ name: 'Website relaunch' }),
        created_at: Date.now(),
      });
    await event('', null);
    await event('Former member 7', 999);
    const lines = await recentActivity(await actor(world.people.priya), { limit: 2 });
    expect(lines.map((line) => line.person.name)).to.deep.equal(['Former member 7', 'The system']);
  });
});
