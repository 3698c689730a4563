import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { team } from '../../support/world-parts.js';
import { fieldsOf, lastMailTo, roleNamed, setUpMail, takeMailDown } from '../people/forms.js';

describe('The pages of teams', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const fields = (changes: object = {}) => ({ name: 'Design', hue: 'rose', ...changes });

  async function makeTeam(name: string): Promise<number> {
    const { location } = await priya.post('/teams', fields({ name }));
    return Number(location.split('/').pop());
  }

  it('S027 are a tab among the people, and say what a team is for before there is one', async () => {
    await table('teams').delete();
    expect((await priya.get('/users')).text).to.match(/href="\/teams"[^>]*>Teams/);
    const page = await priya.get('/teams');
    expect(page.text).to.include('No teams yet').and.include('href="/teams/new"');
    expect((await priya.get('/users')).text, 'nothing to filter by').not.to.include('Every team');
  });

  it('S027 S011 a team is made with a name, a description and a colour, and there is no limit to them', async () => {
    for (let number = 1; number <= 30; number += 1) await makeTeam(`Team ${number}`);
    const id = await makeTeam('Design');
    await priya.post(`/teams/${id}`, fields({ _method: 'PATCH', description: 'Brands and print' }));
    expect((await priya.get(`/teams/${id}`)).text).to.include('Brands and print');
    const list = await priya.get('/teams');
    expect(list.text)
      .to.include('1 to 25 of 32')
      .and.not.to.match(/upgrade|limit/i);
    const found = await priya.get('/teams?q=BRANDS');
    expect(found.text).to.include(`href="/teams/${id}"`).and.not.to.include('Team 7');
    expect((await priya.get('/teams?q=nothing')).text).to.include('No teams match');
  });

  it('two teams of a workspace never share a name, whatever its case, and what was typed stays', async () => {
    await makeTeam('Gestaltung Ä');
    const before = await dump();
    const typed = fields({ name: 'GESTALTUNG ä', description: 'Kept' });
    const again = await priya.post('/teams', typed);
    expect(again.status).to.equal(422);
    expect(again.text).to.include('There is a team of this name already.');
    expect(again.text).to.include('value="GESTALTUNG ä"').and.include('value="Kept"');
    const id = await makeTeam('Search');
    const renamed = await priya.post(`/teams/${id}`, { ...typed, _method: 'PATCH' });
    expect(renamed.status).to.equal(422);
    expect((await priya.post('/teams', { name: '', hue: 'rose' })).status).to.equal(422);
    expect(before).to.include('Gestaltung Ä');
  });

  it('people are found by name and added together, removed with one click, and back with the next', async () => {
    const id = await makeTeam('Design');
    const { jonas, elin } = world.people;
    const all = await priya.get(`/teams/${id}/members/new`);
    expect(all.text).to.include('Jonas Okafor').and.include('In Secret-Team-Lighthouse');
    expect(all.text, 'no contacts').not.to.include('Sofia Lindqvist');
    const found = await priya.get(`/teams/${id}/members/new?q=ELIN@`);
    expect(found.text).to.include('Elin Sandberg').and.not.to.include('Jonas Okafor');
    const nobody = await priya.post(`/teams/${id}/members`, { search: 'elin', page: 1 });
    expect(nobody.status).to.equal(422);
    expect(nobody.text).to.include('Choose at least one person.').and.include('value="elin"');
    await priya.post(`/teams/${id}/members`, {
      membership_ids: [jonas.membershipId, elin.membershipId],
    });
    const page = await priya.get(`/teams/${id}`);
    expect(page.text).to.include(`href="/users/${jonas.userId}"`).and.include('Elin Sandberg');
    const removed = await priya.post(`/teams/${id}/members/${elin.membershipId}`, {
      _method: 'DELETE',
    });
    const after = await priya.get(removed.location);
    expect(after.text).to.include('Elin Sandberg is out of Design.');
    expect(after.text)
      .to.include('name="membership_ids"')
      .and.not.to.include(`/users/${elin.userId}`);
    await priya.post(`/teams/${id}/members`, { membership_ids: elin.membershipId });
    expect((await priya.get(`/teams/${id}`)).text).to.include(`/users/${elin.userId}`);
  });

  it('deleting a team says first who loses which projects, by name, and takes nothing else', async () => {
    const { website, campaign } = world.projects;
    const { jonas, elin } = world.people;
    const id = await team(world.workspaceId, 'Design', {
      members: [jonas, elin],
      projects: [website, campaign],
    });
    const edit = await priya.get(`/teams/${id}/edit`);
    expect(edit.text).to.include('2 people lose 2 projects at once.');
    expect(edit.text).to.include('Elin Sandberg loses Autumn campaign, Website relaunch');
    expect(edit.text, 'he is there himself').to.include('Jonas Okafor loses Autumn campaign<');
    const deleted = await priya.post(`/teams/${id}`, { _method: 'DELETE' });
    expect(deleted.location).to.equal('/teams');
    expect((await priya.get(`/teams/${id}`)).status).to.equal(404);
    const staff = await app.signedIn(jonas.userId);
    expect((await staff.get(`/projects/${website}`)).status, 'chosen by hand').to.equal(200);
    expect((await staff.get(`/projects/${campaign}`)).status).to.equal(404);
  });

  it('S091 a project’s people page takes teams on and off, and says through which team somebody is there', async () => {
    const { website } = world.projects;
    const { jonas, elin, sofia, tom } = world.people;
    const id = await team(world.workspaceId, 'Design', { members: [jonas, elin], projects: [] });
    const path = `/projects/${website}/people`;
    const chosen = [jonas, sofia, tom].map((person) => person.membershipId);
    const put = await priya.post(path, { membership_ids: chosen, team_ids: id });
    await priya.get(put.location);
    const page = await priya.get(path);
    expect(page.text).to.match(new RegExp(`name="team_ids" value="${id}" checked`));
    const card = (person: { membershipId: number }) =>
      new RegExp(`"membership_ids" value="${person.membershipId}"([^>]*)>.*?<span>([^<]*)`).exec(
        page.text,
      ) ?? [];
    expect(card(elin).slice(1)).to.deep.equal([' checked disabled', 'Through Design']);
    expect(card(jonas).slice(1)).to.deep.equal([' checked', 'Also through Design']);
    expect(page.text).to.include('untick the team, or take them out of it');
    const saved = await priya.post(
      path,
      fieldsOf(page.text.replace(/<input[^>]*disabled[^>]*>/g, '')),
    );
    expect(saved.status, 'saving it unchanged changes nothing').to.equal(303);
    expect((await priya.get(path)).text).to.include('Through Design');
    const off = await priya.post(path, { membership_ids: chosen });
    expect(await (await app.signedIn(elin.userId)).get(`/projects/${website}`)).to.include({
      status: 404,
    });
    expect((await priya.get(off.location)).text, 'the way back').to.match(
      new RegExp(`name="team_ids" value="${id}"`),
    );
  });

  it('S091 a new project starts with teams, and an unknown team is refused beside its field', async () => {
    const { elin } = world.people;
    const form = await priya.get('/projects/new');
    expect(form.text).to.include('Secret-Team-Lighthouse').and.include('Elin Sandberg');
    const details = { name: 'Spring shop', company_id: '', status: 'active', hue: 'green' };
    const wrong = await priya.post('/projects', { ...details, team_ids: 99_999 });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('href="#f-team_ids"');
    await priya.post('/projects', { ...details, team_ids: world.teams.kestrel });
    const staff = await app.signedIn(elin.userId);
    expect((await staff.get('/projects')).text).to.include('Spring shop');
  });

  it('S001 the list of users is filtered by team and names the teams, as does the page of each', async () => {
    const { elin, jonas } = world.people;
    const all = await priya.get('/users');
    expect(all.text).to.include('Every team').and.include('>Secret-Team-Lighthouse</td>');
    const some = await priya.get(`/users?team=${world.teams.kestrel}`);
    expect(some.text).to.include('Elin Sandberg').and.not.to.include('Jonas Okafor');
    expect((await priya.get(`/users/${elin.userId}`)).text).to.include(
      `href="/teams/${world.teams.kestrel}"`,
    );
    expect((await priya.get(`/users/${jonas.userId}`)).text).not.to.include('/teams/');
  });

  it('S032 somebody new is put into teams in the same step; the review and the mail name them and their projects', async () => {
    await setUpMail();
    const form = {
      name: 'Mia Fischer',
      email: 'mia@example.com',
      role_id: await roleNamed('Staff'),
      team_ids: [world.teams.kestrel],
    };
    const review = await priya.post('/users', form);
    expect(review.text).to.include('Secret-Team-Lighthouse').and.include('Secret-Project-Kestrel');
    const back = await priya.post('/users', { ...fieldsOf(review.text), step: 'change' });
    expect(fieldsOf(back.text).team_ids).to.deep.equal([String(world.teams.kestrel)]);
    await priya.post('/users', { ...form, step: 'save' });
    const link = /http[^"]*(\/invitations\/[\w.-]+)/;
    const { said } = await lastMailTo('mia@example.com');
    expect(said).to.include('Secret-Team-Lighthouse').and.include('Secret-Project-Kestrel');
    const page = await app.visitor().get(link.exec(said)?.[1] ?? '');
    expect(page.text).to.include('You are in the team Secret-Team-Lighthouse.');
    await priya.post('/users', {
      ...form,
      email: 'max@example.com',
      access: 'password',
      step: 'save',
    });
    const welcome = await table('outbox').where({ to_address: 'max@example.com' }).first();
    expect(welcome).to.include({ template: 'welcome-set-password' });
    const { text } = await priya.get(`/teams/${world.teams.kestrel}`);
    expect(text.match(/Mia Fischer<\/a>/g)).to.have.length(2);
    await takeMailDown();
  });

  it('cost the same queries for one team or thirty, for three people or sixty', async () => {
    const paths = ['/teams', `/teams/${world.teams.kestrel}`];
    const few = await queriesOf(paths);
    for (let number = 1; number <= 30; number += 1)
      await team(world.workspaceId, `Team ${number}`, {
        members: [world.people.jonas, world.people.elin],
        projects: [world.projects.website],
      });
    for (const [at, count] of (await queriesOf(paths)).entries())
      expect(count, paths[at]).to.equal(few[at]);
  });

  async function queriesOf(paths: readonly string[]): Promise<number[]> {
    const counts: number[] = [];
    for (const path of paths) {
      await priya.get(path);
      const before = queryCount();
      await priya.get(path);
      counts.push(queryCount() - before);
    }
    return counts;
  }
});
