import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('The start page of an admin who is on no project', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  it('leads to the projects of the others', async () => {
    const { text } = await priya.get('/');
    expect(text).to.include('You are not on any project yet');
    expect(text).not.to.include('Start with your first project');
  });

  it('offers the first project where there is none', async () => {
    await table('projects').update({ deleted_at: now() });
    const { text } = await priya.get('/');
    expect(text).to.include('Start with your first project');
    expect(text).not.to.include('You are not on any project yet');
  });
});
