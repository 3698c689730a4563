import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, hour, localTime, minute, now, setClock } from '../../../server/core/dates/index.js';
import { announceEndings, noteEndings } from '../../../server/features/memberships/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { startMailbox } from '../../support/mailbox.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

const details = { name: 'Website relaunch', hue: 'teal' };

describe('Time on a project that ends by itself', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    setClock();
    await app.close();
  });

  const website = () => `/projects/${world.projects.website}`;
  const portal = () => `/portal${website()}`;
  const wholeMinute = (moment: number) => Math.ceil(moment / minute) * minute;
  const save = (fields: Fields, visitor = priya) =>
    visitor.post(`${website()}/ends`, { _method: 'PATCH', client_days: '', ...fields });
  const until = ({ membershipId }: Person) => `until.${membershipId}`;
  const complete = (status: string) =>
    priya.post(website(), {
      _method: 'PATCH',
      ...details,
      company_id: world.companies.harbour,
      status,
    });

  it('S081 a contractor is on it until a minute, and off it from then on', async () => {
    const end = wholeMinute(now() + hour);
    const jonas = await app.signedIn(world.people.jonas.userId);
    const answer = await save({ [until(world.people.jonas)]: localTime(end, 'UTC') });
    expect(answer.location).to.equal(`${website()}/people`);
    expect((await priya.get(`${website()}/ends`)).text).to.include(localTime(end, 'UTC'));
    setClock(() => end - 1);
    expect((await jonas.get(website())).status).to.equal(200);
    setClock(() => end);
    expect((await jonas.get(website())).status).to.equal(404);
    expect((await jonas.get('/projects')).text).not.to.include('Website relaunch');
  });

  it('a client keeps access for the days after completion, and no longer', async () => {
    const sofia = await app.signedIn(world.people.sofia.userId);
    await save({ client_days: '30' });
    const start = now();
    setClock(() => start);
    expect((await complete('completed')).status).to.equal(303);
    const again = (at: number) => {
      setClock(() => at);
      return app.signedIn(world.people.sofia.userId);
    };
    expect((await (await again(start + 30 * day - 1)).get(portal())).status).to.equal(200);
    expect((await (await again(start + 30 * day)).get(portal())).status).to.equal(404);
    expect((await sofia.get('/portal/projects')).text).not.to.include('Website relaunch');
    priya = await app.signedIn(world.people.priya.userId);
    await complete('active');
    const back = await (await again(start + 31 * day)).get(portal());
    expect(back.status, 'reopened').to.equal(200);
  });

  it('who has an end of their own keeps it, whatever the project does', async () => {
    const end = wholeMinute(now() + 400 * day);
    await save({ client_days: '30', [until(world.people.tom)]: localTime(end, 'UTC') });
    await complete('completed');
    expect(await endOf(world.people.tom)).to.equal(end);
    expect(await endOf(world.people.sofia)).not.to.equal(null);
    expect(await endOf(world.people.jonas), 'the team stays').to.equal(null);
    await save({ client_days: '' });
    expect(await endOf(world.people.tom)).to.equal(end);
    expect(await endOf(world.people.sofia)).to.equal(null);
  });

  it('keeps what was typed when a moment is over, is no date, or the days are no number', async () => {
    const tries: [string, string, string][] = [
      [until(world.people.jonas), '2020-01-01T10:00', 'This moment is over.'],
      [until(world.people.jonas), 'soon', 'Type a date that exists.'],
      ['client_days', 'a few', 'Type a whole number.'],
      ['client_days', '99999', 'Type a whole number.'],
    ];
    for (const [field, text, problem] of tries) {
      const answer = await save({ [field]: text });
      expect(answer.status, text).to.equal(422);
      expect(answer.text, text).to.include(problem).and.include(`value="${text}"`);
    }
    expect(await endOf(world.people.jonas)).to.equal(null);
  });

  it('is set by who manages the project’s people, not for themselves, and by nobody else', async () => {
    const grants = { 'projects.view': 'assigned', 'projects.manage_access': 'assigned' } as const;
    const role = await makeRole(world.workspaceId, 'Lead', grants);
    const lead = await makePerson(world.workspaceId, 'Lea Lead', [role]);
    const visitor = await app.signedIn(lead.userId);
    const end = localTime(wholeMinute(now() + hour), 'UTC');
    expect((await save({ [until(world.people.jonas)]: end }, visitor)).status).to.equal(404);
    await priya.post(`${website()}/people`, {
      membership_ids: [world.people.jonas, lead].map(({ membershipId }) => membershipId),
    });
    expect((await save({ [until(world.people.jonas)]: end }, visitor)).status).to.equal(303);
    expect((await save({ [until(lead)]: end }, visitor)).status).to.equal(403);
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(`${website()}/ends`)).status).to.equal(403);
    const nora = await app.signedIn(world.people.nora.userId);
    expect((await nora.get(`${website()}/ends`)).status).to.equal(404);
    const elin = world.people.elin;
    await save({ [until(elin)]: end }, visitor);
    const row = await table('project_assignments')
      .where({ membership_id: elin.membershipId })
      .first('ends_at');
    expect(row?.ends_at, 'of another project').to.equal(null);
  });

  it('comes back with its end when taking somebody off is undone', async () => {
    const end = wholeMinute(now() + hour);
    await save({ [until(world.people.jonas)]: localTime(end, 'UTC') });
    const { sofia, tom, jonas } = world.people;
    const people = `${website()}/people`;
    const page = await priya.submit(people, {
      membership_ids: [sofia.membershipId, tom.membershipId],
    });
    expect(await endOf(jonas)).to.equal(undefined);
    const undo = Object.fromEntries(
      [...page.text.matchAll(/name="(membership_ids|team_ids|ends)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name, value] as [string, string],
      ),
    );
    expect(undo.ends).to.include(`${jonas.membershipId}:${end}`);
    await priya.post(people, undo);
    expect(await endOf(jonas)).to.equal(end);
  });

  it('is announced by e-mail before, and noted in the audit trail when it has come', async () => {
    await announceEndings();
    await noteEndings();
    const start = now();
    const end = wholeMinute(start + 3 * day);
    await save({ [until(world.people.jonas)]: localTime(end, 'UTC') });
    const mailbox = await startMailbox();
    await mailbox.clear();
    setClock(() => end - day);
    await announceEndings();
    await announceEndings();
    const letters = (await mailbox.collect()).map(({ to, subject }) => `${to}: ${subject}`);
    await mailbox.close();
    expect(letters.sort()).to.deep.equal([
      'jonas@example.com: Your access to Website relaunch ends soon',
      'priya@example.com: Access at Task Session ends soon',
    ]);
    const noted = async () =>
      (await table('audit_entries').where({ action: 'project.person_ended' })) as {
        subject_id: number;
      }[];
    setClock(() => end - 1);
    await noteEndings();
    expect(await noted()).to.have.length(0);
    setClock(() => end);
    await noteEndings();
    await noteEndings();
    expect((await noted()).map((entry) => entry.subject_id)).to.deep.equal([
      world.people.jonas.userId,
    ]);
  });

  async function endOf({ membershipId }: Person): Promise<number | null | undefined> {
    const row = (await table('project_assignments')
      .where({ project_id: world.projects.website, membership_id: membershipId })
      .first('ends_at')) as { ends_at: number | null } | undefined;
    return row?.ends_at;
  }
});
