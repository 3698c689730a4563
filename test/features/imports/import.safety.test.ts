import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import { cleanImports } from '../../../server/features/imports/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { leftBy } from '../audit/entries.js';
import { lastMailTo } from '../people/forms.js';
import { addPerson } from '../tasks/people.js';

describe('The import of users, safely', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const paste = async (visitor: Visitor, text: string): Promise<string> =>
    (await visitor.upload('/imports', { text }, [])).location as string;

  it('CVE 11 gives nobody a role or a team that its bringer could not give to one person', async () => {
    const clerk = await addPerson(world, 'Clerk', { 'users.view': 'all', 'users.create': 'all' });
    const visitor = await app.signedIn(clerk.userId);
    const team = (await table('teams').first('name')) as { name: string };
    const rows = [
      'Name,Email,Role,Team',
      'A,a@esc.example,Admin,',
      'B,b@esc.example,Staff; Role of Clerk,',
      `C,c@esc.example,Role of Clerk,${team.name}`,
    ];
    const path = await paste(visitor, rows.join('\n'));
    const { text } = await visitor.get(path);
    expect(text).to.include('3 rows will not do').and.not.include('Add and invite');
    const before = await dump();
    expect((await visitor.post(path, { leave_out: '1' })).status).to.equal(422);
    expect((await visitor.post(path, { role_id: 1, roles: 'Admin' })).status).to.equal(422);
    expect(await dump()).to.equal(before);
    const own = await paste(visitor, 'Name,Email,Role\nD,d@esc.example,Role of Clerk');
    expect((await visitor.post(own)).status).to.equal(303);
  });

  it('judges at the moment of confirming: a right that is gone gives nothing any more', async () => {
    const chief = await addPerson(world, 'Chief', {
      'users.view': 'all',
      'users.create': 'all',
      'tasks.view': 'all',
    });
    const helper = await addPerson(world, 'Helper', { 'tasks.view': 'all' });
    expect(helper.userId).to.be.greaterThan(0);
    const visitor = await app.signedIn(chief.userId);
    const path = await paste(visitor, 'Name,Email,Role\nD,d@gone.example,Role of Helper');
    expect((await visitor.get(path)).text).to.include('1 person will be added');
    await table('role_grants')
      .where({ permission: 'tasks.view' })
      .update({ scope: 'own' })
      .whereIn('role_id', table('roles').where({ name: 'Role of Chief' }).select('id'));
    await table('workspaces').increment('access_version', 1);
    expect((await visitor.post(path)).status).to.equal(422);
    expect(await table('users').where({ email: 'd@gone.example' })).to.have.length(0);
  });

  it('CVE 1 is seen, confirmed and thrown away by nobody but who brought it', async () => {
    const other = await addPerson(world, 'Other', { 'users.view': 'all', 'users.create': 'all' });
    const path = await paste(priya, 'Name,Email,Role\nSecret Ada,ada@secret.example,Staff');
    const before = await dump();
    for (const person of [other, world.people.jonas, world.people.sofia]) {
      const visitor = await app.signedIn(person.userId);
      const wanted = person === world.people.jonas ? 403 : 404;
      for (const at of [path, `${path}/problems`])
        expect((await visitor.get(at)).status).to.equal(wanted);
      expect((await visitor.post(path)).status).to.equal(wanted);
      expect((await visitor.post(path, { _method: 'delete' })).status).to.equal(wanted);
    }
    expect(await dump()).to.equal(before);
  });

  it('keeps a list that nobody came back to for a day', async () => {
    const path = await paste(priya, 'Name,Email,Role\nAda,ada@old.example,Staff');
    await cleanImports();
    expect((await priya.get(path)).status).to.equal(200);
    await table('user_imports').update({ created_at: now() - day - 1 });
    await cleanImports();
    expect((await priya.get(path)).status).to.equal(404);
  });

  it('CWE-79 shows what stands in a list as text', async () => {
    const path = await paste(priya, 'Name,Email,Role\n<script>x</script>,x@x.example,<b>R</b>');
    const { text } = await priya.get(path);
    expect(text).not.to.include('<script>x').and.not.include('<b>R');
  });

  it('looks 500 rows over with as many queries as a short list, but for batches of addresses', async () => {
    const people = Array.from({ length: 500 }, (_, at) => `Person ${at},p${at}@many.example,Staff`);
    const content = `Name,Email,Role\n${people.join('\n')}`;
    const file = { field: 'file', name: 'many.csv', content };
    const path = (await priya.upload('/imports', {}, [file])).location as string;
    const before = queryCount();
    const { text } = await priya.get(path);
    expect(queryCount() - before).to.be.lessThan(40);
    expect(text).to.include('500 people will be added');
    expect(text.length).to.be.lessThan(50_000);
  });

  it('adds 500 people with as many statements as 50, those who come into a team too', async () => {
    const team = (await table('teams').first('id', 'name')) as { id: number; name: string };
    const asked = async (count: number, place: string, teamName: string) => {
      const people = Array.from({ length: count }, (_, at) => `P ${at},p${at}@${place},Staff`);
      const rows = people.map((person) => `${person},${teamName}`);
      const content = `Name,Email,Role,Team\n${rows.join('\n')}`;
      const file = { field: 'file', name: 'many.csv', content };
      const path = (await priya.upload('/imports', {}, [file])).location as string;
      const before = queryCount();
      expect((await priya.post(path)).status).to.equal(303);
      return queryCount() - before;
    };
    // More than 400 addresses take two statements where 50 take one.
    const alone = await asked(50, 'short.example', '');
    expect(alone).to.be.lessThan(45);
    expect(await asked(500, 'long.example', '')).to.be.lessThan(alone + 5);
    const teamed = await asked(50, 'short-team.example', team.name);
    expect(teamed).to.be.lessThan(75);
    expect(await asked(500, 'long-team.example', team.name)).to.be.lessThan(teamed + 5);
    expect(await table('team_members').where({ team_id: team.id })).to.have.length.of.at.least(550);
  });

  it('tells, notes and mails of each of many what is told of one who is added singly', async () => {
    const team = (await table('teams').first('id', 'name')) as { id: number; name: string };
    const path = await paste(
      priya,
      [
        'Name,Email,Role,Team',
        `Ada,ada@each.example,Staff,${team.name}`,
        'Grace,grace@each.example,Staff; Admin,',
        `Noa,noa@each.example,Staff,${team.name}`,
      ].join('\n'),
    );
    const entries = await leftBy(() => priya.post(path));
    const told = (name: string) =>
      entries.filter(({ whom }) => whom === name).map(({ action }) => action);
    expect(told('Grace')).to.deep.equal(['user.added', 'invitation.sent']);
    for (const name of ['Ada', 'Noa'])
      expect(told(name)).to.include.members(['team.member_added', 'user.added', 'invitation.sent']);
    const heard = await table('events')
      .leftJoin('event_deliveries', 'event_deliveries.event_id', 'events.id')
      .where('events.name', 'team.member_added')
      .pluck('event_deliveries.subscriber');
    expect(heard).to.deep.equal(['mail the new member of a team', 'mail the new member of a team']);
    const ada = (await lastMailTo('ada@each.example')).said;
    expect(ada).to.include(team.name).and.include('"roles":["Staff"]');
    const grace = (await lastMailTo('grace@each.example')).said;
    expect(grace).to.include('"roles":["Admin","Staff"]').and.not.include(team.name);
    expect(JSON.parse(grace).awaits).to.have.length.above(JSON.parse(ada).awaits.length);
    expect(JSON.parse(grace).link).not.to.equal(JSON.parse(ada).link);
  });

  it('SQLite, PostgreSQL and MariaDB take 2,000 people at once, and each way in opens', async () => {
    const people = Array.from({ length: 2000 }, (_, at) => `P ${at},p${at}@most.example,Staff`);
    const content = `Name,Email,Role\n${people.join('\n')}`;
    const file = { field: 'file', name: 'most.csv', content };
    const path = (await priya.upload('/imports', {}, [file])).location as string;
    expect((await priya.post(path)).status).to.equal(303);
    for (const at of [0, 1042, 1999]) {
      const { link } = JSON.parse((await lastMailTo(`p${at}@most.example`)).said);
      const page = await app.visitor().get(new URL(link, 'http://localhost').pathname);
      expect(page.text).to.include(`p${at}@most.example`);
    }
  });
});
