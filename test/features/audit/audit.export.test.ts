import { expect } from 'chai';
import { note } from '../../../server/core/audit/index.js';
import { transaction } from '../../../server/core/database/index.js';
import { today } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { leftBy } from './entries.js';

describe('The export of the audit trail', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const add = (names: readonly string[]) =>
    transaction(async () => {
      for (const [at, name] of names.entries()) {
        await note({
          action: 'user.added',
          workspaceId: world.workspaceId,
          subject: { type: 'user', id: 500 + at, name },
          after: { email: 'new@example.com', roles: ['Staff', 'Admin'] },
        });
      }
    });
  const download = (fields: Fields = {}) => priya.post('/audit/export', fields);

  it('is a table of what the page shows, with a head', async () => {
    await add(['Ada Quill']);
    const { status, headers, text } = await download();
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).to.include(
      `attachment; filename="audit-${today('UTC')}.csv"`,
    );
    const [head, ...lines] = text.trim().split('\n');
    expect(head).to.equal(
      'Time (UTC),Kind,Action,What happened,Who,As seen by,Whom or what,Before,After,IP address,Reference',
    );
    expect(lines.find((line) => line.includes('Ada Quill'))).to.match(
      /^20\d\d-.*Z,People and access,user\.added,The system added Ada Quill,The system,,Ada Quill,,"?Email: new@example\.com; Roles: Staff, Admin"?,,$/,
    );
  });

  it('holds what was filtered and nothing else', async () => {
    await add(['Grace Hopper', 'Joan Clarke']);
    const { text } = await download({ q: 'joan', area: 'access' });
    expect(text).to.include('Joan Clarke').and.not.include('Grace Hopper');
  });

  it('CWE-1236 makes no formula of what somebody typed', async () => {
    await add(['=HYPERLINK("https://evil.example")', '+1+1', '-2', '@SUM(A1)']);
    const { text } = await download({ q: 'new@example.com' });
    expect(text).to.include(`,"'=HYPERLINK(""https://evil.example"")",`);
    for (const name of [`'+1+1`, `'-2`, `'@SUM(A1)`]) expect(text).to.include(`,${name},`);
    expect(text).not.to.match(/,[=+@-][^,]/);
  });

  it('is itself kept in the trail, with what was asked for', async () => {
    const [entry, ...more] = await leftBy(() => download({ q: 'Ada', from: '2026-01-01' }));
    expect(more).to.deep.equal([]);
    expect(entry).to.deep.include({
      action: 'audit.exported',
      who: 'Priya Raman',
      after: { filter_q: 'Ada', filter_from: '2026-01-01' },
    });
    expect((await priya.get('/audit')).text).to.include('Priya Raman downloaded the audit trail');
  });

  it('goes on past what is held in memory at a time', async () => {
    await add(Array.from({ length: 1201 }, (_, at) => `Long ${at}`));
    const { text } = await download({ q: 'Long' });
    const names = [...text.matchAll(/added (Long \d+)/g)].map(([, name]) => name);
    expect(names).to.have.length(1201);
    expect(new Set(names).size).to.equal(1201);
  });

  it('is offered as a form that keeps the filter', async () => {
    const { text } = await priya.get('/audit?q=Ada');
    const form = /<form id="export"[^>]*action="\/audit\/export">.*?<\/form>/.exec(text)?.[0];
    expect(form).to.include('name="q" value="Ada"').and.include('name="_csrf"');
    // Forms without a target can be sent once, and the page stays after a download.
    expect(form).to.include('target="_self"');
    expect(text).to.match(/<button class="btn push" form="export">.*Download as CSV<\/button>/);
  });
});
