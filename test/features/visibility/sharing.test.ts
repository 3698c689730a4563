import { expect } from 'chai';
import { insertRow, table } from '../../../server/core/database/index.js';
import { setVisibility } from '../../../server/features/tasks/task-sharing.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { comment, countAll, file } from '../../support/world-parts.js';
import { actorOf, makePerson, makeRole } from '../memberships/rights.js';

const json = { accept: 'application/json' };

describe('Showing something to the client', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;
  let path: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
    path = `/tasks/${world.tasks.logo}/visibility`;
    await table('tasks').where({ id: world.tasks.logo }).update({ visibility: 'internal' });
  });
  afterEach(() => app.close());

  const seenByClient = async () => (await sofia.get(`/portal/tasks/${world.tasks.logo}`)).text;

  it('lists who will see it and what appears with it, and keeps internal what is ticked', async () => {
    const asked = await jonas.get(path);
    expect(asked.text).to.include('Sofia Lindqvist, Tom Becker');
    expect(asked.text).to.include('Keep internal: Priya Raman: Here is the first draft.');
    expect(asked.text).to.include('Keep internal: logo-draft.txt');
    expect(asked.text).not.to.include('Secret-Comment-Margin');
    await jonas.submit(path, {
      visibility: 'client',
      agreed: 1,
      agreed_comments: 1,
      agreed_files: 1,
      keep_comment_ids: world.comments.shared,
    });
    const page = await seenByClient();
    expect(page).to.include('logo-draft.txt').and.not.include('Here is the first draft.');
    const task = await table('tasks').where({ id: world.tasks.logo }).first();
    expect(task).to.include({ client_comments_count: 0, client_files_count: 1 });
  });

  it('keeps a file internal, too, and notes in the trail how much was kept', async () => {
    await jonas.submit(path, {
      visibility: 'client',
      agreed: 1,
      keep_file_ids: world.files.shared,
      keep_comment_ids: world.comments.shared,
    });
    expect(await seenByClient()).not.to.include('logo-draft.txt');
    const entry = await table('audit_entries').where({ action: 'task.shared' }).first();
    expect(JSON.parse(String((entry as { after_facts: string }).after_facts))).to.include({
      kept_comments: 1,
      kept_files: 1,
    });
  });

  it('touches nothing of another task, whatever ids are sent', async () => {
    const author = world.people.priya.userId;
    const other = await comment(world.workspaceId, world.tasks.sitemap, author, 'client', 'Other');
    await countAll();
    await jonas.submit(path, { visibility: 'client', agreed: 1, keep_comment_ids: other });
    const row = await table('comments').where({ id: other }).first();
    expect(row).to.include({ visibility: 'client' });
  });

  it('offers older ones together where there are many', async () => {
    const author = world.people.priya.userId;
    for (let number = 1; number <= 24; number += 1)
      await comment(world.workspaceId, world.tasks.logo, author, 'client', `Said no. ${number}.`);
    await countAll();
    const page = await jonas.get(path);
    expect(page.text).to.include('Said no. 24.').and.not.include('Said no. 4.');
    expect(page.text).to.include('Keep internal: 5 older comments');
    const [, before] = /name="keep_comments_before" value="(\d+)"/.exec(page.text) ?? [];
    await jonas.submit(path, {
      visibility: 'client',
      agreed: 1,
      agreed_comments: 25,
      agreed_files: 1,
      keep_comments_before: before ?? '',
    });
    const shown = await seenByClient();
    expect(shown).to.include('Said no. 5.').and.not.include('Said no. 4.');
    const task = await table('tasks').where({ id: world.tasks.logo }).first();
    expect(task).to.include({ client_comments_count: 20 });
  });

  it('asks again when more would appear by now than was agreed to', async () => {
    const fields = { visibility: 'client', agreed: 1, agreed_comments: 1, agreed_files: 0 };
    const answer = await jonas.post(path, fields, json);
    expect(answer.status).to.equal(409);
    expect(await seenByClient()).not.to.include('Redraw the harbour logo');
  });

  it('names who sees it, and who no longer does', async () => {
    const shown = await jonas.submit(path, { visibility: 'client', agreed: 1 });
    expect(shown.text).to.include('The client can now see').and.include('Sofia Lindqvist, Tom');
    const way = await jonas.get(path);
    expect(way.text).to.include('These contacts would no longer see it');
    const hidden = await jonas.post(path, { visibility: 'internal' }, json);
    expect(JSON.parse(hidden.text).message).to.include('Tom Becker can no longer see it.');
  });

  it('does not name a contact who would not see it', async () => {
    await insertRow('permission_overrides', {
      membership_id: world.people.tom.membershipId,
      permission: 'tasks.view',
      effect: 'deny',
      scope: 'none',
      ends_at: null,
    });
    expect((await jonas.get(path)).text)
      .to.include('Sofia Lindqvist')
      .and.not.include('Tom Becker');
  });

  it('counts, without names, contacts whom the person may not know', async () => {
    const role = await makeRole(world.workspaceId, 'Shares only', {
      'projects.view': 'all',
      'tasks.view': 'all',
      'tasks.share': 'all',
      'tasks.comment': 'all',
      'tasks.edit': 'all',
      'chat.with_clients': 'all',
    });
    const lou = await makePerson(world.workspaceId, 'Lou Looker', [role]);
    const visitor = await app.signedIn(lou.userId);
    const asked = await visitor.get(path);
    expect(asked.text).to.include('2 contacts of the client').and.not.include('Sofia');
    await setVisibility(await actorOf(world.workspaceId, lou), world.tasks.logo, 'client', {});
    for (const page of [`/tasks/${world.tasks.logo}`, `/tasks/${world.tasks.logo}/edit`]) {
      const { text } = await visitor.get(page);
      expect(text, page).to.include('2 contacts of the client can read this');
      expect(text, page).not.to.include('Sofia Lindqvist');
    }
  });

  it('two who do it at once leave the counts true', async () => {
    const actor = await actorOf(world.workspaceId, world.people.jonas);
    const keep = { ids: [world.comments.shared], before: null };
    const none = { ids: [], before: null };
    await Promise.all([
      setVisibility(actor, world.tasks.logo, 'client', { keep: { comments: keep, files: none } }),
      setVisibility(actor, world.tasks.logo, 'client', { keep: { comments: keep, files: none } }),
    ]);
    const task = await table('tasks').where({ id: world.tasks.logo }).first();
    expect(task).to.include({ client_comments_count: 0, client_files_count: 1 });
  });

  it('names who sees a file, and who no longer does', async () => {
    await table('tasks').where({ id: world.tasks.logo }).update({ visibility: 'client' });
    const author = world.people.priya.userId;
    const id = await file(world.workspaceId, world.tasks.logo, author, 'internal', 'a.txt', 'A');
    const shown = await jonas.submit(`/files/${id}/visibility`, { visibility: 'client' });
    expect(shown.text).to.include('The client now sees a.txt: Sofia Lindqvist, Tom Becker.');
    const hidden = await jonas.submit(`/files/${id}/visibility`, { visibility: 'internal' });
    expect(hidden.text).to.include('Sofia Lindqvist, Tom Becker can no longer see it.');
  });
});
