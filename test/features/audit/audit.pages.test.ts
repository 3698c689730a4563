import { expect } from 'chai';
import { note } from '../../../server/core/audit/index.js';
import { insertRow, queryCount, transaction } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { createUser } from '../../../server/features/accounts/index.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { makePerson } from '../memberships/rights.js';

/** What the page says in its entries, newest first. */
function sentences(html: string): string[] {
  const list = html.slice(html.indexOf('<ul class="letters trail">'));
  return [...list.matchAll(/<div class="said"><b>([^<]*)<\/b>/g)].map(([, text]) =>
    (text as string).replaceAll('&amp;', '&').replaceAll('&#39;', "'"),
  );
}

describe('The audit trail', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => setClock());
  after(() => app.close());

  /** Somebody was added, as far as the trail knows. */
  async function added(
    name: string,
    details: { at?: number; workspaceId?: number | null; userId?: number; by?: number } = {},
  ): Promise<void> {
    const { at, workspaceId = world.workspaceId, userId = 900, by } = details;
    if (at !== undefined) setClock(() => at);
    await transaction(() =>
      note({
        action: 'user.added',
        workspaceId,
        actor: by === undefined ? undefined : { userId: by, name: 'Jonas Okafor' },
        subject: { type: 'user', id: userId, name },
        after: {
          email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
          roles: ['Staff'],
        },
      }),
    );
    setClock();
  }

  it('is found in the settings by who may read it', async () => {
    const { text } = await priya.get('/settings');
    expect(text).to.include('href="/audit"').and.include('Audit trail');
    expect((await priya.get('/audit')).text).to.include('<h1>Audit trail</h1>');
  });

  it('says so when there is nothing yet', async () => {
    expect((await priya.get('/audit')).text).to.include('Nothing noted yet');
  });

  it('S082 tells in a sentence who changed what, with before and after, IP address and reference', async () => {
    const roles = `/users/${world.people.elin.userId}/roles`;
    const { id } = await builtInRole(world.workspaceId, 'admin');
    const answer = await priya.post(roles, { _method: 'PATCH', role_id: id, step: 'save' });
    expect(answer.status).to.equal(303);
    const { text } = await priya.get('/audit');
    expect(sentences(text)).to.deep.equal(['Priya Raman changed the role of Elin Sandberg']);
    expect(text).to.match(/<dt>Roles<\/dt><dd><del>.*Staff<\/del>.*Admin<\/ins>/);
    expect(text).to.include(`from 127.0.0.1, reference ${answer.headers.get('x-request-id')}`);
  });

  it('can be narrowed to a kind of change, a text, a person and some days', async () => {
    const then = Date.UTC(2026, 2, 10, 12);
    await added('Ada Lovelace', { at: then, userId: 901, by: world.people.jonas.userId });
    await added('Grace Hopper', { at: then + 2 * day, userId: 902 });
    const show = async (query: string) => sentences((await priya.get(`/audit?${query}`)).text);
    const ada = 'Jonas Okafor added Ada Lovelace';
    const grace = 'The system added Grace Hopper';
    expect(await show('q=LOVELACE')).to.deep.equal([ada]);
    expect(await show('q=grace.hopper@')).to.deep.equal([grace]);
    expect(await show('person=901')).to.deep.equal([ada]);
    expect(await show(`person=${world.people.jonas.userId}`)).to.deep.equal([ada]);
    expect(await show('from=2026-03-10&to=2026-03-10')).to.deep.equal([ada]);
    expect(await show('from=2026-03-11&to=2026-03-12')).to.deep.equal([grace]);
    expect(await show('area=access&from=2026-03-10&to=2026-03-12')).to.deep.equal([grace, ada]);
    expect(await show('area=settings')).to.deep.equal([]);
  });

  it('keeps what was chosen in its form, and offers the way back when nothing matches', async () => {
    const { text } = await priya.get('/audit?q=nobody-at-all&from=2026-03-10&area=access');
    expect(text).to.include('No entry matches').and.include('value="nobody-at-all"');
    expect(text).to.include('value="2026-03-10"').and.include('name="area" value="access"');
    expect(text).to.include('href="/audit"');
  });

  it('shows fifty at a time, newest first, and goes on where the page ends', async () => {
    const start = Date.UTC(2026, 0, 5);
    for (let at = 0; at < 60; at += 1) {
      // Several within one moment must neither be lost nor shown twice.
      await added(`Page Person ${at}`, {
        at: start + Math.floor(at / 7) * 1000,
        userId: 1000 + at,
      });
    }
    const first = (await priya.get('/audit?q=Page Person')).text;
    const href = /href="(\/audit\?[^"]*before=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&');
    const second = (await priya.get(href ?? '')).text;
    const all = [...sentences(first), ...sentences(second)];
    expect(sentences(first)).to.have.length(50);
    expect(all).to.deep.equal(
      Array.from({ length: 60 }, (_, at) => `The system added Page Person ${59 - at}`),
    );
    expect(second).to.include('Back to the newest');
  });

  it('costs the same few queries whatever is in it', async () => {
    const cost = async () => {
      const before = queryCount();
      await priya.get('/audit');
      return queryCount() - before;
    };
    const usual = await cost();
    for (let at = 0; at < 40; at += 1) await added(`Many ${at}`, { userId: 2000 + at });
    expect(await cost()).to.equal(usual);
    expect(usual).to.be.below(6);
  });

  it('SEC 55 shows nothing of another workspace, and the installation’s only in the primary one', async () => {
    const other = await createWorkspace({ name: 'Elsewhere', isPrimary: false });
    await added('Foreign Person', { workspaceId: other });
    await added('Everywhere Person', { workspaceId: null });
    const seen = (await priya.get('/audit')).text;
    expect(seen).to.include('Everywhere Person').and.not.include('Foreign Person');
    const guest = await adminOf(other);
    const elsewhere = (await guest.get('/audit')).text;
    expect(elsewhere).to.include('Foreign Person').and.not.include('Everywhere Person');
    expect((await guest.get(`/audit?person=${world.people.jonas.userId}`)).text).not.to.include(
      'Jonas',
    );
  });

  it('SEC 65 shows what people typed as text and never as part of the page', async () => {
    await added('</b><script>alert(1)</script>');
    const { text } = await priya.get('/audit');
    expect(text).to.include('&lt;script&gt;alert(1)').and.not.include('<script>alert(1)');
  });

  it('S083 is reached from a person’s page by who may read it, narrowed to them', async () => {
    const { jonas, sofia } = world.people;
    for (const path of [`/users/${jonas.userId}`, `/clients/${sofia.userId}`]) {
      const id = path.split('/')[2];
      expect((await priya.get(path)).text).to.include(`href="/audit?person=${id}"`);
    }
    const staff = await app.signedIn(jonas.userId);
    expect((await staff.get(`/clients/${sofia.userId}`)).text).not.to.include('/audit');
  });

  it('is refused to Staff and does not exist for clients', async () => {
    const staff = await app.signedIn(world.people.jonas.userId);
    const client = await app.signedIn(world.people.sofia.userId);
    expect((await staff.get('/audit')).status).to.equal(403);
    expect((await staff.post('/audit/export')).status).to.equal(403);
    expect((await client.get('/audit')).status).to.equal(404);
    expect((await client.post('/audit/export')).status).to.equal(404);
    expect((await staff.get('/settings')).text).not.to.include('/audit');
  });

  it('offers of a team too long to choose from those who did what is shown', async () => {
    const { id: staff } = await builtInRole(world.workspaceId, 'staff');
    for (let number = 0; number < 101; number += 1)
      await makePerson(world.workspaceId, `Crowd ${number}`, [staff]);
    await added('Last One', { by: world.people.jonas.userId });
    const { text } = await priya.get('/audit');
    const [, choices = ''] = /<select[^>]*name="person"[^>]*>([\s\S]*?)<\/select>/.exec(text) ?? [];
    expect(choices).to.include('Jonas Okafor').and.not.include('Crowd');
    const path = `/audit?person=${world.people.jonas.userId}`;
    expect(sentences((await priya.get(path)).text)[0]).to.include('Last One');
  });

  /** An Admin of another workspace. */
  async function adminOf(workspaceId: number): Promise<Visitor> {
    await createBuiltInRoles(workspaceId);
    const userId = await createUser({
      name: 'Uma Far',
      email: 'uma@example.com',
      status: 'active',
    });
    const membershipId = await insertRow('memberships', {
      workspace_id: workspaceId,
      user_id: userId,
      audience: 'team',
      status: 'active',
      version: 1,
      company_id: null,
      ends_at: null,
      created_at: now(),
    });
    const { id: role_id } = await builtInRole(workspaceId, 'admin');
    await insertRow('membership_roles', { membership_id: membershipId, role_id, ends_at: null });
    return app.signedIn(userId);
  }
});
