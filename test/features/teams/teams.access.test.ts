import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { assignTask, team } from '../../support/world-parts.js';
import { addPerson, putOn } from '../tasks/people.js';

describe('What a team gives and takes', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const departments = async () => {
    const { workspaceId, projects, people } = world;
    await table('project_assignments').delete();
    const design = { members: [people.jonas], projects: [projects.website] };
    const search = { members: [people.elin], projects: [projects.campaign] };
    return {
      design: await team(workspaceId, 'Design', design),
      search: await team(workspaceId, 'SEO', search),
    };
  };
  const join = (teamId: number, membershipId: number) =>
    priya.post(`/teams/${teamId}/members`, { membership_ids: membershipId });
  const leave = (teamId: number, membershipId: number) =>
    priya.post(`/teams/${teamId}/members/${membershipId}`, { _method: 'DELETE' });

  it('S065 department separation: the design team sees only design projects, SEO only SEO', async () => {
    await departments();
    const { website, campaign } = world.projects;
    for (const [person, own, foreign, name] of [
      [world.people.jonas, website, campaign, 'Autumn campaign'],
      [world.people.elin, campaign, website, 'Website relaunch'],
    ] as const) {
      const visitor = await app.signedIn(person.userId);
      for (const page of ['', '/board', '/list', '/files', '/activity']) {
        expect((await visitor.get(`/projects/${own}${page}`)).status, page).to.equal(200);
        expect((await visitor.get(`/projects/${foreign}${page}`)).status, page).to.equal(404);
      }
      for (const path of ['/', '/projects'])
        expect((await visitor.get(path)).text, path).not.to.include(name);
    }
  });

  it('S093 counts from the next click on, for who joins, who leaves and the whole team', async () => {
    const { design } = await departments();
    const { website } = world.projects;
    const { elin, jonas } = world.people;
    const visitor = await app.signedIn(elin.userId);
    const status = async () => (await visitor.get(`/projects/${website}`)).status;
    expect(await status()).to.equal(404);
    await join(design, elin.membershipId);
    expect(await status()).to.equal(200);
    await leave(design, elin.membershipId);
    expect(await status()).to.equal(404);
    await priya.post(`/projects/${website}/people`, {});
    const other = await app.signedIn(jonas.userId);
    expect((await other.get(`/projects/${website}`)).status, 'the team is off').to.equal(404);
  });

  it('who leaves a team keeps their tasks but sees none of them, and finds them again on coming back', async () => {
    const { design } = await departments();
    const { jonas } = world.people;
    await assignTask(world.tasks.logo, jonas);
    const visitor = await app.signedIn(jonas.userId);
    await leave(design, jonas.membershipId);
    expect((await visitor.get('/')).text).not.to.include('Redraw the harbour logo');
    expect((await visitor.get(`/tasks/${world.tasks.logo}`)).status).to.equal(404);
    await priya.get('/teams');
    const board = await priya.get(`/projects/${world.projects.website}/board`);
    expect(board.text, 'as who is taken off singly').not.to.include('Jonas Okafor');
    await join(design, jonas.membershipId);
    expect((await visitor.get('/')).text).to.include('Redraw the harbour logo');
  });

  it('who keeps teams changes only those whose projects they decide about (PRODUCT 3.1.3)', async () => {
    const { design } = await departments();
    const { website, campaign } = world.projects;
    const lead = await addPerson(
      world,
      'Lead',
      { 'teams.manage': 'all', 'projects.view': 'assigned', 'projects.manage_access': 'assigned' },
      [campaign],
    );
    const visitor = await app.signedIn(lead.userId);
    const page = await visitor.get(`/teams/${design}`);
    expect(page.text).to.include('You cannot change who is in this team');
    expect(page.text).not.to.include('Website relaunch').and.not.to.include('members/new');
    expect(page.text, 'they do not read the list of people').not.to.include('/users/');
    const before = await dump();
    const { elin, jonas } = world.people;
    const members = `/teams/${design}/members`;
    for (const answer of [
      await visitor.get(`${members}/new`),
      await visitor.post(members, { membership_ids: [lead.membershipId, elin.membershipId] }),
      await visitor.post(`${members}/${jonas.membershipId}`, { _method: 'DELETE' }),
      await visitor.post(`/teams/${design}`, { _method: 'DELETE' }),
    ])
      expect(answer.status).to.equal(403);
    expect(await dump()).to.equal(before);
    await putOn(website, lead.membershipId);
    expect((await visitor.get(`${members}/new?q=sandb`)).text).to.include('Elin Sandberg');
    const byAddress = await visitor.get(`${members}/new?q=elin@`);
    expect(byAddress.text, 'addresses are not theirs to find').to.include('Nobody matches');
    const added = await visitor.post(members, { membership_ids: elin.membershipId });
    expect(added.status, 'on the project, they decide').to.equal(303);
  });

  it('who adds people can put them only into teams that they may fill', async () => {
    const { design, search } = await departments();
    const lead = await addPerson(
      world,
      'Lead',
      {
        'users.create': 'all',
        'teams.manage': 'all',
        'projects.view': 'assigned',
        'projects.manage_access': 'assigned',
      },
      [world.projects.campaign],
    );
    const visitor = await app.signedIn(lead.userId);
    const role = (await table('roles').where({ name: 'Role of Lead' }).first()) as { id: number };
    const form = { name: 'Mia', email: 'mia@example.com', role_id: role.id, step: 'save' };
    const offered = (await visitor.get('/users/new')).text;
    expect(offered).to.match(new RegExp(`name="team_ids" value="${search}"`));
    expect(offered).not.to.match(new RegExp(`name="team_ids" value="${design}"`));
    const before = await dump();
    expect((await visitor.post('/users', { ...form, team_ids: design })).status).to.equal(422);
    expect(await dump()).to.equal(before);
    expect((await visitor.post('/users', { ...form, team_ids: search })).status).to.equal(303);
  });

  it('who only decides about a project puts teams on it, and changes nothing about the team', async () => {
    const { design } = await departments();
    const { campaign } = world.projects;
    const lead = await addPerson(
      world,
      'Lead',
      { 'projects.view': 'assigned', 'projects.manage_access': 'assigned' },
      [campaign],
    );
    const visitor = await app.signedIn(lead.userId);
    const path = `/projects/${campaign}/people`;
    const chosen = { membership_ids: lead.membershipId, team_ids: design };
    expect((await visitor.post(path, chosen)).status).to.equal(303);
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(`/projects/${campaign}`)).status).to.equal(200);
    expect((await visitor.get(`/teams/${design}`)).status).to.equal(403);
    const foreign = await visitor.post(`/projects/${world.projects.website}/people`, chosen);
    expect(foreign.status).to.equal(404);
  });

  it('the project’s history names the team and everybody who came or went with it', async () => {
    const { design } = await departments();
    const { website } = world.projects;
    await join(design, world.people.elin.membershipId);
    await priya.post(`/projects/${website}/people`, {});
    const { text } = await priya.get(`/projects/${website}/activity`);
    for (const words of [
      'added Elin Sandberg to Website relaunch',
      'took the team Design off Website relaunch',
      'took Elin Sandberg off Website relaunch',
      'took Jonas Okafor off Website relaunch',
    ])
      expect(text).to.include(words);
  });

  describe('is told by mail', () => {
    let mailbox: Mailbox;
    beforeEach(async () => {
      mailbox = await startMailbox();
    });
    afterEach(() => mailbox.close());

    it('once to who joins a team, naming its projects', async () => {
      const { design } = await departments();
      const { workspaceId, projects, people } = world;
      await team(workspaceId, 'Both', { members: [], projects: Object.values(projects) });
      await join(design, people.elin.membershipId);
      const letters = await mailbox.collect();
      expect(letters.map(({ to }) => to)).to.deep.equal([[people.elin.email]]);
      const letter = await mailbox.lastTo(people.elin.email);
      expect(letter.subject).to.equal('You are in the team Design');
      expect(letter.text).to.include('Priya Raman').and.include('Website relaunch');
    });

    it('to everybody of a team that comes onto a project, as to who is put on it singly', async () => {
      const { design } = await departments();
      const { campaign } = world.projects;
      await priya.post(`/projects/${campaign}/people`, { team_ids: design });
      const letter = await mailbox.lastTo(world.people.jonas.email);
      expect(letter.subject).to.equal('You are on the project Autumn campaign');
    });
  });
});
