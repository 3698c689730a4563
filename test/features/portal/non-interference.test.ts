import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { calm } from '../../support/calm.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('CVE 6 SEC 57 A client’s pages are the same before and after internal work', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let sofia: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  afterEach(() => app.close());

  /** All of a client's pages, without what differs between any two answers. */
  async function pages(): Promise<Record<string, string>> {
    const read: Record<string, string> = {};
    for (const path of [
      '/',
      '/portal',
      '/portal/projects',
      `/portal/projects/${world.projects.website}`,
      `/portal/tasks/${world.tasks.logo}`,
      `/portal/tasks/${world.tasks.sitemap}`,
      `/portal/tasks/${world.tasks.budget}`,
      '/portal/files',
      `/portal/files/${world.files.shared}`,
      `/portal/files/${world.files.secret}`,
      `/comments?subject_type=task&subject_id=${world.tasks.logo}`,
      `/comments/${world.comments.secret}`,
    ]) {
      const { status, text } = await sofia.get(path);
      read[path] = `${status}\n${calm(text)}`;
    }
    return read;
  }

  async function work(path: string, fields: Fields = {}): Promise<void> {
    const answer = await priya.post(path, fields);
    expect(answer.status, `${path} ${answer.text.slice(0, 300)}`).to.equal(303);
  }

  async function newest(name: string): Promise<number> {
    return Number(((await table(name).max({ id: 'id' }).first()) as { id: number }).id);
  }

  const onLogo = () => ({ subject_type: 'task', subject_id: world.tasks.logo });

  const internalWork: Record<string, () => Promise<void>> = {
    'internal comments come, change, go and return': async () => {
      await work('/comments', { ...onLogo(), body: 'Thin margin', visibility: 'internal' });
      const id = await newest('comments');
      await work(`/comments/${id}`, { _method: 'PATCH', body: 'Thinner still' });
      await work(`/comments/${id}`, { _method: 'DELETE' });
      await work(`/comments/${id}/restoration`);
    },
    'internal files come, go and return': async () => {
      const files = [{ field: 'files', name: 'prices.txt', content: 'x' }];
      await priya.upload('/files', { ...onLogo(), visibility: 'internal' }, files);
      const project = { subject_type: 'project', subject_id: world.projects.website };
      await priya.upload('/files', { ...project, visibility: 'internal' }, files);
      const id = await newest('files');
      await work(`/files/${id}`, { _method: 'DELETE' });
      await work(`/files/${id}/restoration`);
    },
    'internal tasks are made, changed, moved, finished, assigned and deleted': async () => {
      await work('/tasks', { project_id: world.projects.website, title: 'Kestrel' });
      const id = await newest('tasks');
      await work(`/tasks/${id}/move`, { column_id: world.columns.doing, place: 1 });
      await work(`/tasks/${id}/completion`);
      await work(`/tasks/${id}/assignees`, { membership_ids: world.people.jonas.membershipId });
      await work(`/tasks/${id}/completion`, { _method: 'DELETE' });
      await work(`/tasks/${id}`, { _method: 'DELETE' });
    },
    'a shared task changes its people, its place in the column and its priority': async () => {
      const { logo } = world.tasks;
      await work(`/tasks/${logo}/assignees`, { membership_ids: [] });
      await work(`/tasks/${logo}/move`, { column_id: world.columns.doing, place: 1 });
      const row = (await table('tasks').where({ id: logo }).first()) as Record<string, string>;
      await work(`/tasks/${logo}`, {
        _method: 'PATCH',
        title: String(row.title),
        description: String(row.description),
        due_on: String(row.due_on),
        start_on: '',
        priority: 'urgent',
        updated_at: String(row.updated_at),
      });
    },
    'columns change their names behind the word chosen for clients': async () => {
      const id = world.columns.doing;
      const fields = { _method: 'PATCH', client_name: 'In progress', task_limit: '3' };
      await work(`/columns/${id}`, { ...fields, name: 'Waiting for legal', hue: 'red' });
    },
    'a file and a task are shared by mistake and hidden again': async () => {
      await work(`/files/${world.files.secret}/visibility`, { visibility: 'client' });
      await work(`/files/${world.files.secret}/visibility`, { visibility: 'internal' });
      await work(`/tasks/${world.tasks.budget}/visibility`, { visibility: 'client' });
      await work(`/tasks/${world.tasks.budget}/visibility`, { visibility: 'internal' });
    },
    'another client’s project goes on': async () => {
      const subject = { subject_type: 'task', subject_id: world.campaignTask };
      await work('/comments', { ...subject, body: 'For Northwind', visibility: 'client' });
      const files = [{ field: 'files', name: 'poster.txt', content: 'x' }];
      await priya.upload('/files', { ...subject, visibility: 'client' }, files);
      await work(`/tasks/${world.campaignTask}/completion`);
    },
  };

  for (const [what, doWork] of Object.entries(internalWork)) {
    it(what, async () => {
      const before = await pages();
      await doWork();
      await workOff('events');
      expect(await pages()).to.deep.equal(before);
    });
  }

  it('and they change when something is shared', async () => {
    const before = await pages();
    await work('/comments', { ...onLogo(), body: 'For you', visibility: 'client' });
    expect(await pages()).not.to.deep.equal(before);
  });
});
