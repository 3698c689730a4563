import { expect } from 'chai';
import { down, up } from '../../../migrations/202611260200_create_teams.js';
import { currentKnex, table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';
import { team } from '../../support/world-parts.js';
import { putOn } from '../tasks/people.js';
import { effective } from './changes.js';

describe('A version without teams', () => {
  let app: TestApp;
  let world: World;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  after(() => app.close());

  it('FAULTS 4: leaves on projects whom somebody put there, until their own end, and nobody else', async () => {
    const { workspaceId, projects, people } = world;
    const before = await effective();
    await putOn(projects.campaign, people.priya.membershipId, now() - 1);
    await team(workspaceId, 'Design', {
      members: [people.jonas, people.priya],
      projects: [projects.campaign, projects.website],
    });
    expect((await effective()).length).to.equal(before.length + 3);
    await down(currentKnex());
    expect(await effective()).to.deep.equal(before);
    await up(currentKnex());
    expect(await effective()).to.deep.equal(before);
    expect(await table('project_assignments').where({ is_direct: 0 })).to.deep.equal([]);
  });
});
