import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { minute, now, setClock } from '../../../server/core/dates/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { endForgotten } from '../../../server/features/viewings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { entriesSince, leftBy } from '../audit/entries.js';
import { endViewing, viewAs } from './viewing.js';

describe('The audit trail of View as', () => {
  let app: TestApp;
  let world: World;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  it('says who began, as whom, and until when at most', async () => {
    const [entry, ...more] = await leftBy(() => viewAs(admin, world.people.jonas));
    expect(more).to.deep.equal([]);
    expect(entry).to.include({
      action: 'viewing.begun',
      who: 'Priya Raman',
      whom: 'Jonas Okafor',
    });
    expect(entry?.after.roles).to.deep.equal(['Staff']);
    expect(entry?.row).to.include({ ip_address: '127.0.0.1', area: 'access' });
  });

  it('says that it ended, by what, and after how many minutes', async () => {
    await viewAs(admin, world.people.jonas);
    const begun = now();
    setClock(() => begun + 7 * minute);
    await admin.get('/');
    const [entry] = await leftBy(() => endViewing(admin));
    expect(entry).to.include({ action: 'viewing.ended', who: 'Priya Raman', whom: 'Jonas Okafor' });
    expect(entry?.after.ended_by).to.equal('button');
    expect(entry?.after.minutes).to.be.within(7, 8);
    expect(entry?.row.seen_as_user_id).to.equal(world.people.jonas.userId);
  });

  it('says so of who signs out while they look as somebody else', async () => {
    await viewAs(admin, world.people.jonas);
    await admin.get('/');
    const entries = await leftBy(() => admin.post('/logout'));
    expect(entries.map(({ action }) => action)).to.have.members([
      'user.signed_out',
      'viewing.ended',
    ]);
    for (const { who, row } of entries) {
      expect(who).to.equal('Priya Raman');
      expect(row.seen_as_user_id).to.equal(world.people.jonas.userId);
    }
  });

  it('notes the end once of one whose viewer never came back', async () => {
    await viewAs(admin, world.people.jonas);
    const begun = now();
    await endForgotten();
    setClock(() => begun + 45 * minute);
    const [entry, ...more] = await leftBy(async () => {
      await endForgotten();
      await endForgotten();
      await admin.get('/');
    });
    expect(more).to.deep.equal([]);
    expect(entry).to.include({ action: 'viewing.ended', who: 'Priya Raman', whom: 'Jonas Okafor' });
    expect(entry?.after).to.deep.equal({ ended_by: 'time', minutes: 30 });
    expect(await table('viewings')).to.deep.equal([]);
  });

  it('notes the end once when two requests find it over at the same moment', async () => {
    await viewAs(admin, world.people.jonas);
    const begun = now();
    setClock(() => begun + 31 * minute);
    const entries = await leftBy(() =>
      Promise.all([admin.get('/'), admin.get('/projects'), admin.get('/users')]),
    );
    expect(entries.map(({ action }) => action)).to.deep.equal(['viewing.ended']);
  });

  it('tells of looking at a role in its own words', async () => {
    const { id } = await builtInRole(world.workspaceId, 'staff');
    const last = (await entriesSince()).at(-1)?.row.id ?? 0;
    await admin.post(`/roles/${id}/preview`, { user_id: world.people.elin.userId });
    admin.forgetToken();
    await admin.get('/');
    await endViewing(admin);
    const [begun, ended] = await entriesSince(last);
    expect(begun).to.include({ action: 'role.preview_begun', whom: 'Staff' });
    expect(begun?.after.stand_in).to.equal('Elin Sandberg');
    expect(ended).to.include({ action: 'role.preview_ended', whom: 'Staff' });
  });

  it('is read on the page and in the export, with as whom it was seen', async () => {
    await viewAs(admin, world.people.jonas);
    await admin.get('/');
    await endViewing(admin);
    admin.forgetToken();
    const page = await admin.get('/audit');
    expect(page.text).to.include('Priya Raman began to view the product as Jonas Okafor');
    expect(page.text).to.include('Priya Raman ended viewing the product as Jonas Okafor');
    expect(page.text).to.include('as seen by Jonas Okafor');
    const file = await admin.post('/audit/export');
    const [head = '', ...lines] = file.text.split('\n');
    expect(head).to.include('As seen by');
    expect(lines.find((line) => line.includes('viewing.ended'))).to.include(
      'Priya Raman,Jonas Okafor,Jonas Okafor',
    );
  });

  it('is not told to the person, and nothing of theirs is marked', async () => {
    const { userId } = world.people.sofia;
    const own = await app.signedIn(userId);
    const before = await own.get('/portal');
    await viewAs(admin, { userId, isClient: true });
    await admin.get('/portal');
    await admin.get(`/portal/tasks/${world.tasks.logo}`);
    expect(await table('sign_ins').where({ user_id: userId })).to.deep.equal([]);
    const sessions = await table('sessions').where({ user_id: userId });
    expect(sessions.length).to.equal(1);
    const nonceless = (text: string) => text.replace(/nonce="[^"]*"/g, '');
    expect(nonceless((await own.get('/portal')).text)).to.equal(nonceless(before.text));
  });
});
