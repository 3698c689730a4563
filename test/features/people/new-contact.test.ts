import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { scopeOf } from '../../../server/core/permissions/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf } from '../tasks/people.js';
import {
  fieldsOf,
  lastMailTo,
  personBy,
  roleNamed,
  setUpMail,
  shownSecret,
  takeMailDown,
} from './forms.js';

const strong = 'violet-lighthouse-42-harbour';
/** What the role Client turns on by itself. */
const usual = [
  'projects',
  'review',
  'tasks',
  'comment',
  'download',
  'invoices',
  'pay',
  'communication',
];

describe('A new contact of a client', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let client: number;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    client = await roleNamed('Client');
  });
  after(() => app.close());

  const add = (fields: Fields) =>
    priya.post('/clients', { role_id: client, switches: usual, step: 'save', ...fields });

  const overridesOf = async (email: string) => {
    const { member } = await personBy(email);
    const rows = (await table('permission_overrides')
      .where({ membership_id: member.id })
      .orderBy('permission')) as { permission: string; effect: string; scope: string }[];
    return rows.map(({ permission, effect, scope }) => `${effect} ${permission} ${scope}`);
  };

  it('S025 is added from a section of their own', async () => {
    const list = await priya.get('/clients');
    expect(list.text).to.match(/href="\/clients\/new"[^>]*>[\s\S]*?Add client/);
    expect(list.text).to.include('Sofia Lindqvist').and.include('Harbour Coffee Roasters');
    expect((await priya.get('/clients/new')).status).to.equal(200);
  });

  it('S133 S026 has name, address, company, phone and job title, and a sign-in of their own', async () => {
    const { location } = await add({
      name: 'Ida Berg',
      email: 'ida@example.com',
      company_id: world.companies.northwind,
      phone: '+46 70 123',
      job_title: 'Head of marketing',
      project_ids: [world.projects.campaign],
      password: strong,
    });
    const { user, member, roles } = await personBy('ida@example.com');
    expect(location).to.equal(`/clients/${user.id}/hand-over`);
    expect(user).to.include({
      name: 'Ida Berg',
      phone: '+46 70 123',
      job_title: 'Head of marketing',
    });
    expect(member).to.include({ audience: 'client', company_id: world.companies.northwind });
    expect(roles).to.deep.equal([client]);
    const page = await priya.get(`/clients/${user.id}`);
    for (const words of [
      'Ida Berg',
      'ida@example.com',
      'Northwind Travel',
      '+46 70 123',
      'Autumn campaign',
    ])
      expect(page.text, words).to.include(words);
  });

  it('S134 is one of several in a company, each with a view of their own', async () => {
    await add({
      name: 'Nils Berg',
      email: 'nils@example.com',
      company_id: world.companies.northwind,
      switches: ['projects'],
      password: strong,
    });
    const page = await priya.get(`/companies/${world.companies.northwind}`);
    expect(page.text).to.include('Nora Quist').and.include('Nils Berg');
    const nils = await actorOf(world, { userId: (await personBy('nils@example.com')).user.id });
    const nora = await actorOf(world, world.people.nora);
    expect([scopeOf(nils, 'tasks.view'), scopeOf(nora, 'tasks.view')]).to.deep.equal([
      'none',
      'assigned',
    ]);
  });

  it('comes with a new company where one is typed, and never with two', async () => {
    await add({
      name: 'Ola',
      email: 'ola@example.com',
      company_name: 'Fjord & Sons',
      password: strong,
    });
    const { member } = await personBy('ola@example.com');
    const company = (await table('companies').where({ name: 'Fjord & Sons' }).first()) as {
      id: number;
    };
    expect(member.company_id).to.equal(company.id);
    const before = await dump();
    for (const fields of [
      { company_id: world.companies.harbour, company_name: 'Another' },
      { company_name: 'fjord & sons' },
    ]) {
      const answer = await add({ name: 'Per', email: 'per@example.com', ...fields });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('href="#f-company_name"');
    }
    expect(await dump()).to.equal(before);
  });

  it('S032 is looked over in plain words before anything is made or sent', async () => {
    const before = await dump();
    const review = await priya.post('/clients', {
      name: 'Lea Vogt',
      email: 'lea@example.com',
      role_id: client,
      company_name: 'Vogt Optics',
      switches: ['projects', 'download'],
      project_ids: [world.projects.website],
    });
    expect(await dump()).to.equal(before);
    for (const words of [
      'Is this right for Lea Vogt?',
      'Vogt Optics (new)',
      'Sees their own projects with status and progress.',
      'Downloads the files you share with them.',
      'Website relaunch',
    ])
      expect(review.text, words).to.include(words);
    expect(review.text).not.to.match(/Pays their invoices|Sees the tasks/);
    const back = await priya.post('/clients', { ...fieldsOf(review.text), step: 'change' });
    const fields = fieldsOf(back.text);
    expect(fields.switches).to.have.members(['projects', 'download']);
    expect(fields.company_name).to.deep.equal(['Vogt Optics']);
    expect(fields.project_ids).to.deep.equal([String(world.projects.website)]);
  });

  it('S137 S135 starts with what the role gives; only what differs is kept', async () => {
    const form = fieldsOf((await priya.get('/clients/new')).text);
    expect(form.switches).to.have.members(usual);
    await add({ name: 'Same', email: 'same@example.com', password: strong });
    expect(await overridesOf('same@example.com')).to.deep.equal([]);
    await add({
      name: 'Own',
      email: 'own@example.com',
      switches: ['projects', 'tasks', 'upload', 'invoices'],
      password: strong,
    });
    expect(await overridesOf('own@example.com')).to.deep.equal(
      [
        'deny chat.direct none',
        'deny chat.discussions none',
        'deny files.view none',
        'allow files.upload assigned',
        'deny invoices.pay none',
        'deny tasks.comment none',
        'deny tasks.review none',
      ].sort((one, other) => (one.split(' ')[1] ?? '').localeCompare(other.split(' ')[1] ?? '')),
    );
  });

  it('S136 three presets set the switches: retainer, one-off, referred', async () => {
    const pressed = async (step: string) => {
      const page = await priya.post('/clients', {
        name: 'Preset',
        email: 'preset@example.com',
        role_id: client,
        switches: ['tasks'],
        step,
      });
      const fields = fieldsOf(page.text);
      expect(fields.name, 'what was typed stays').to.deep.equal(['Preset']);
      return [...([fields.switches ?? []].flat() as string[])].sort();
    };
    expect(await pressed('retainer')).to.deep.equal([...usual, 'upload'].sort());
    expect(await pressed('one_off')).to.deep.equal(['download', 'invoices', 'pay', 'projects']);
    expect(await pressed('referred')).to.deep.equal(['download', 'projects']);
    expect(await pressed('role')).to.deep.equal([...usual].sort());
  });

  it('cannot be given Pay without Invoices', async () => {
    const answer = await add({
      name: 'Pay',
      email: 'pay@example.com',
      switches: ['projects', 'pay'],
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Pay needs Invoices').and.include('href="#f-switches"');
  });

  it('S139 S028 is mailed the way into the portal, with the projects that wait there', async () => {
    await setUpMail();
    await add({
      name: 'Mail',
      email: 'mail@example.com',
      company_id: world.companies.harbour,
      project_ids: [world.projects.website],
    });
    const { template, said } = await lastMailTo('mail@example.com');
    expect(template).to.equal('invitation-client');
    expect(said).to.include('/invitations/');
    expect(said).to.include('Website relaunch').and.include('Harbour Coffee Roasters');
    const visitor = app.visitor();
    const link = /\/invitations\/[\w.-]+/.exec(said)?.[0] ?? '';
    await visitor.get(link);
    await visitor.post(link, { name: 'Mail', password: strong });
    expect((await visitor.get('/portal/projects')).text).to.include('Website relaunch');
    expect((await visitor.get('/clients')).status, 'never the panel').to.equal(404);
  });

  it('S007 a role for clients on the team’s form leads to this one, with everything typed', async () => {
    const page = await priya.post('/users', {
      name: 'Wrong Door',
      email: 'door@example.com',
      role_id: client,
      project_ids: [world.projects.website],
      access: 'password',
      password: strong,
    });
    expect(page.text).to.include('action="/clients"').and.include('You chose a role for clients');
    const fields = fieldsOf(page.text);
    expect(fields.name).to.deep.equal(['Wrong Door']);
    expect(fields.switches).to.have.members(usual);
    const review = await priya.post('/clients', { ...fields, step: 'review' });
    expect(review.text).to.include('signs in with the password you typed');
  });

  it('S029 is shown the link to hand over where nothing can be sent', async () => {
    await takeMailDown();
    const { location } = await add({ name: 'By hand', email: 'hand@example.com' });
    expect(shownSecret((await priya.get(location)).text)).to.include('/invitations/');
  });
});
