import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { testEngine } from '../../support/database.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld } from '../../support/world.js';
import { type Heard, listenToStatements, planOf } from '../tasks/statements.js';

// The other engines plan by their own statistics, which a test's few rows do not give them.
const onSqlite = testEngine === 'sqlite' ? describe : () => undefined;

onSqlite('How SQLite reads the audit trail', () => {
  let app: TestApp;
  let priya: Visitor;
  let heard: Heard;

  beforeEach(async () => {
    app = await startTestApp();
    const world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    heard = listenToStatements();
  });
  afterEach(async () => {
    heard?.stop();
    await app?.close();
  });

  const narrowed = ['', '?area=access', '?person=3', '?from=2026-01-01', '?before=1800000000000-9'];

  for (const filter of narrowed) {
    it(`by its indexes, in their order: /audit${filter}`, async () => {
      expect((await priya.get(`/audit${filter}`)).status).to.equal(200);
      const statements = [...heard.statements].filter((sql) => sql.includes('audit_entries'));
      expect(statements).to.have.length(1);
      const steps = (await planOf(statements[0] ?? '')).filter((step) =>
        step.includes('audit_entries'),
      );
      expect(steps).to.have.length(filter.includes('person') ? 4 : 2);
      for (const step of steps) expect(step).to.match(/^SEARCH audit_entries USING INDEX/);
    });
  }
});
