import { expect } from 'chai';
import { insertRows, queryCount, table } from '../../../server/core/database/index.js';
import { day, hour, minute, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { cleanSignIns } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, isSignedIn, signedInByForm, trySignIn } from '../accounts/signing-in.js';
import { leftBy } from '../audit/entries.js';
import { addPerson } from '../tasks/people.js';

const start = Date.UTC(2026, 10, 20, 9, 30);

describe('The sign-in history of somebody', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let page: string;

  before(async () => {
    app = await startTestApp();
    setClock(() => start);
    world = await makeWorld();
    await givePasswords();
    page = `/users/${world.people.jonas.userId}`;
  });
  beforeEach(async () => {
    setClock(() => start);
    for (const name of ['rate_limits', 'sessions', 'sign_ins']) await table(name).delete();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => setClock());
  after(() => app.close());

  const rowsOf = (text: string) =>
    [...text.matchAll(/<tr><th scope="row">.*?<\/tr>/gs)].map(([row]) =>
      row
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
  const addFailed = (count: number, at: (index: number) => number = () => start) =>
    insertRows(
      'sign_ins',
      Array.from({ length: count }, (_, index) => ({
        user_id: world.people.jonas.userId,
        method: 'password',
        outcome: 'failed',
        ip_address: `203.0.113.${index % 250}`,
        user_agent: '',
        created_at: at(index),
      })),
    );

  it('tells when, how, on what, from where, how long, and what ended it', async () => {
    const visitor = app.visitor();
    await trySignIn(visitor, 'jonas@example.com', 'wrong wrong wrong');
    const jonas = await signedInByForm(app, 'jonas@example.com');
    setClock(() => start + 3 * hour + 20 * minute);
    await jonas.post('/logout');
    const { text } = await priya.get(`${page}/sign-ins`);
    const [signedIn, refused, ...more] = rowsOf(text);
    expect(signedIn).to.match(
      /^20 Nov 2026, 09:30 .*By password, 127\.0\.0\.1 20 Nov 2026, 12:50 Signed in Signed out after 3 hrs 20 mins$/,
    );
    expect(refused).to.match(/^20 Nov 2026, 09:30 .*127\.0\.0\.1 Refused$/);
    expect(more).to.deep.equal([]);
    expect(text).to.include('is signed in nowhere now');
  });

  it('opens from the page of the person, and from nowhere for who does not see that page', async () => {
    await signedInByForm(app, 'jonas@example.com');
    expect((await priya.get(page)).text).to.include(`href="${page}/sign-ins"`);
    const sofia = await app.signedIn(world.people.sofia.userId);
    for (const path of [`${page}/sign-ins`, `/clients/${world.people.jonas.userId}/sign-ins`])
      expect((await sofia.get(path)).status).to.equal(404);
    const { nora } = world.people;
    expect((await priya.get(`/users/${nora.userId}/sign-ins`)).status).to.equal(404);
    expect((await priya.get(`/clients/${nora.userId}/sign-ins`)).status).to.equal(200);
  });

  it('is narrowed to what was refused and to where somebody is signed in now', async () => {
    await addFailed(2);
    await signedInByForm(app, 'jonas@example.com');
    expect(rowsOf((await priya.get(`${page}/sign-ins`)).text)).to.have.length(3);
    expect(rowsOf((await priya.get(`${page}/sign-ins?outcome=failed`)).text)).to.have.length(2);
    const open = await priya.get(`${page}/sign-ins?outcome=open`);
    expect(rowsOf(open.text)).to.have.length(1);
    expect(open.text).to.include('Signed in now').and.include('is signed in on 1 device now');
    await table('sessions').where({ user_id: world.people.jonas.userId }).delete();
    const none = await priya.get(`${page}/sign-ins?outcome=open`);
    expect(none.text).to.include('Clear filters').and.include('is signed in nowhere now');
  });

  it('says what will stand there when nobody came yet', async () => {
    const { text } = await priya.get(`${page}/sign-ins`);
    expect(text).to.include('has not signed in yet').and.not.include('Download as CSV');
  });

  it('costs as many queries for a long history as for a short one', async () => {
    const cost = async () => {
      const before = queryCount();
      expect((await priya.get(`${page}/sign-ins?page=2`)).status).to.equal(200);
      return queryCount() - before;
    };
    await addFailed(25);
    await cost();
    const short = await cost();
    await addFailed(1000);
    expect(await cost()).to.equal(short);
  });

  it('CWE-1236 is downloaded as a table without formulas, and the trail keeps by whom', async () => {
    await addFailed(3);
    const [row] = await table('sign_ins').orderBy('id').limit(1);
    await table('sign_ins').where({ id: row?.id }).update({ user_agent: '=HYPERLINK("x")' });
    let text = '';
    const [entry] = await leftBy(async () => {
      const answer = await priya.post(`${page}/sign-ins/export`, { outcome: 'failed' });
      expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
      text = answer.text;
    });
    expect(text.trim().split('\n')).to.have.length(4);
    expect(text).to.include(`"'=HYPERLINK`).and.include('2026-11-20T09:30:00.000Z,Refused');
    expect(entry).to.deep.include({
      action: 'user.sign_ins_exported',
      who: 'Priya Raman',
      after: { filter_outcome: 'failed' },
    });
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.post(`${page}/sign-ins/export`)).status).to.equal(404);
  });

  it('signs somebody out everywhere at once, and tells the trail', async () => {
    const jonas = await signedInByForm(app, 'jonas@example.com');
    const phone = await signedInByForm(app, 'jonas@example.com');
    const [entry] = await leftBy(async () => {
      const answer = await priya.post(`${page}/sessions`, { _method: 'DELETE' });
      expect(answer.location).to.equal(`${page}/sign-ins`);
    });
    expect(await isSignedIn(jonas)).to.equal(false);
    expect(await isSignedIn(phone)).to.equal(false);
    expect(await isSignedIn(priya)).to.equal(true);
    expect(entry).to.deep.include({ action: 'user.signed_out_everywhere', who: 'Priya Raman' });
    const { text } = await priya.get(`${page}/sign-ins`);
    expect(rowsOf(text).filter((row) => row.includes('Signed out by an admin'))).to.have.length(2);
  });

  it('PRODUCT 3.1.4 lets only those sign somebody out who may change them, and nobody themselves', async () => {
    const helper = await app.signedIn(
      (await addPerson(world, 'Hedda', { 'users.view': 'all', 'users.edit': 'all' })).userId,
    );
    const boss = `/users/${world.people.priya.userId}`;
    expect((await helper.post(`${boss}/sessions`, { _method: 'DELETE' })).status).to.equal(403);
    expect(await isSignedIn(priya)).to.equal(true);
    expect((await helper.get(`${boss}/sign-ins`)).text).not.to.include('Sign out everywhere');
    expect((await priya.post(`${boss}/sessions`, { _method: 'DELETE' })).status).to.equal(403);
    const own = await priya.get(`${boss}/sign-ins`);
    expect(own.text).to.include('href="/profile/sessions"').and.not.include('Sign out everywhere');
  });

  it('is forgotten after the days that the settings say, but for who is signed in still', async () => {
    await addFailed(1200, (index) => start - (1300 - index) * hour);
    await addFailed(1, () => start - day);
    await signedInByForm(app, 'jonas@example.com');
    await saveInstallationSettings({ 'security.sign_in_days': 90 });
    const left = async () => (await table('sign_ins').select('id')).length;
    setClock(() => start + 88.5 * day);
    await cleanSignIns();
    expect(await left()).to.equal(2);
    setClock(() => start + 91 * day);
    await cleanSignIns();
    expect(await left()).to.equal(1);
    expect(now()).to.equal(start + 91 * day);
  });
});
