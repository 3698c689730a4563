import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { setOverrides } from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { project, task } from '../../support/world-parts.js';
import { actorOf, makePerson, makeRole } from '../memberships/rights.js';
import { viewAs } from './viewing.js';

const address = '/viewing/differences';

describe('Beside View as, what others see differently', () => {
  let app: TestApp;
  let world: World;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const asSofia = () => viewAs(admin, { ...world.people.sofia, isClient: true });

  it('names the switches in which the next contact of the company differs', async () => {
    const priya = await actorOf(world.workspaceId, world.people.priya);
    await setOverrides(priya, world.people.tom.membershipId, [
      { permission: 'files.view', effect: 'deny', scope: 'none' },
    ]);
    await asSofia();
    const banner = await admin.get('/portal');
    expect(banner.text).to.include('What other contacts see differently');
    const page = await admin.get(address);
    expect(page.text).to.include('End View as');
    expect(page.text).to.match(/Download files<\/th><td>on<\/td><td>off<\/td>/i);
    expect(page.text).not.to.match(/>Tasks<\/th>/);
  });

  it('counts and names the projects, tasks and files that one sees and the other does not', async () => {
    const { tom } = world.people;
    await table('project_assignments').where({ membership_id: tom.membershipId }).delete();
    await asSofia();
    const page = await admin.get(`${address}?with=${tom.userId}`);
    expect(page.text).to.include('Sofia Lindqvist sees, Tom Becker does not');
    expect(page.text).to.include('<dt>1 project</dt><dd>Website relaunch</dd>');
    expect(page.text).to.match(/<dt>2 tasks<\/dt><dd>[^<]*Redraw the harbour logo/);
    expect(page.text).to.include('<dt>1 file</dt><dd>logo-draft.txt</dd>');
    expect(page.text).to.include('Tom Becker sees, Sofia Lindqvist does not');
    for (const secret of world.secrets) expect(page.text).not.to.include(secret);
  });

  it('compares members of the team by their permissions', async () => {
    const role = await makeRole(world.workspaceId, 'Desk', { 'projects.view': 'all' });
    const pat = await makePerson(world.workspaceId, 'Pat Desk', [role]);
    await viewAs(admin, world.people.jonas);
    const page = await admin.get(`${address}?with=${pat.userId}`);
    expect(page.text).to.match(/>See projects<\/th><td>In their projects<\/td><td>Everything</);
    expect(page.text).to.match(/Pat Desk sees, Jonas Okafor does not[\s\S]*<dt>2 projects</);
  });

  it('offers a contact only those of their company and projects', async () => {
    await asSofia();
    const page = await admin.get(address);
    expect(page.text).to.include('Tom Becker');
    expect(page.text).not.to.include('Nora Quist');
    const stranger = await admin.get(`${address}?with=${world.people.nora.userId}`);
    expect(stranger.text).not.to.include('Nora Quist');
  });

  it('says so where there is nobody to compare with', async () => {
    await viewAs(admin, { ...world.people.nora, isClient: true });
    const page = await admin.get(address);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('There is nobody to compare with');
  });

  it('is nothing for who looks as themselves, nor beside an imaginary holder of a role', async () => {
    expect((await admin.get(address)).location).to.equal('/');
    const { id } = await builtInRole(world.workspaceId, 'staff');
    await admin.post(`/roles/${id}/preview`, { user_id: world.people.elin.userId });
    admin.forgetToken();
    expect((await admin.get('/')).text).not.to.include(address);
    expect((await admin.get(address)).location).to.equal('/');
  });

  it('takes as many queries however much there is', async () => {
    const { tom, priya } = world.people;
    await asSofia();
    const cost = async () => {
      const before = queryCount();
      await admin.get(`${address}?with=${tom.userId}`);
      return queryCount() - before;
    };
    await table('project_assignments').where({ membership_id: tom.membershipId }).delete();
    await cost();
    const few = await cost();
    for (let at = 0; at < 8; at += 1) {
      await project(world.workspaceId, world.companies.harbour, `More ${at}`, priya.userId);
      await task({
        workspaceId: world.workspaceId,
        projectId: world.projects.website,
        columnId: world.columns.todo,
        number: 20 + at,
        title: `More work ${at}`,
        visibility: 'client',
        done: false,
        author: priya.userId,
      });
    }
    expect(await cost()).to.equal(few);
    expect(few).to.be.below(30);
    expect((await admin.get(`${address}?with=${tom.userId}`)).text).to.match(
      /<dt>10 tasks<\/dt><dd>[^<]+ and 5 more/,
    );
  });
});
