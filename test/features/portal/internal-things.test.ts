import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { allIds, allRoutes, fillPath, parametersOf } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('What a team keeps to itself', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  afterEach(() => app.close());

  const newest = async (name: string) =>
    ((await table(name).orderBy('id', 'desc').first('id')) as { id: number }).id;

  /** All that a client can read, by every address there is. */
  async function readByClient(): Promise<string> {
    const ids = await allIds();
    const texts: string[] = [];
    for (const { method, path } of allRoutes()) {
      const [name, ...others] = parametersOf(path);
      if (method !== 'get' || others.length > 0) continue;
      for (const id of name ? (ids[name] ?? []) : [0])
        texts.push((await sofia.get(fillPath(path, name ? { [name]: id } : {}))).text);
    }
    return texts.join('\n');
  }

  it('S110 cost estimates, drafts and team notes stay internal until somebody shows them', async () => {
    const on = { subject_type: 'task', subject_id: world.tasks.logo };
    const project_id = world.projects.website;
    const column_id = world.columns.todo;
    await jonas.post('/tasks', { project_id, column_id, title: 'Cost estimate: 40 hours' });
    const task = await newest('tasks');
    await jonas.upload('/files', on, [
      { field: 'files', name: 'first-draft.txt', content: 'Draft in words' },
    ]);
    const file = await newest('files');
    await jonas.post('/comments', { ...on, body: 'Team note: the client is late' });
    const estimate = await jonas.get(`/tasks/${task}`);
    expect(estimate.text).to.include('Cost estimate: 40 hours');
    const mine = await jonas.get(`/tasks/${world.tasks.logo}`);
    expect(mine.text).to.include('first-draft.txt').and.include('Team note');
    expect(await readByClient()).not.to.match(/Cost estimate|first-draft|Draft in words|Team note/);
    await jonas.post(`/tasks/${task}/visibility`, { visibility: 'client' });
    await jonas.post(`/files/${file}/visibility`, { visibility: 'client' });
    const shown = await readByClient();
    for (const words of ['Cost estimate: 40 hours', 'first-draft.txt', 'Draft in words'])
      expect(shown, words).to.include(words);
    expect(shown).not.to.include('Team note');
  });
});
