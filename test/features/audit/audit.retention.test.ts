import { expect } from 'chai';
import { note } from '../../../server/core/audit/index.js';
import { table, transaction } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { recurringJobs } from '../../../server/core/jobs/definitions.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { cleanTrail } from '../../../server/features/audit/index.js';
import { startSchedule } from '../../../server/schedule.js';
import { startTestApp, type TestApp } from '../../support/app.js';

describe('How long the audit trail is kept', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
  });
  afterEach(() => setClock());
  after(() => app.close());

  it('is decided by the setting: older entries go, all others stay', async () => {
    const moment = now();
    for (const age of [731, 729, 101, 99]) {
      setClock(() => moment - age * day);
      await transaction(() =>
        note({
          action: 'user.added',
          workspaceId: 1,
          subject: { type: 'user', id: 1, name: String(age) },
        }),
      );
    }
    setClock(() => moment);
    const left = async () =>
      (await table('audit_entries').where('action', 'user.added').orderBy('id')).map(
        (row) => row.subject_name,
      );
    await cleanTrail();
    expect(await left()).to.deep.equal(['729', '101', '99']);
    await saveInstallationSettings({ 'security.audit_days': 100 });
    await cleanTrail();
    expect(await left()).to.deep.equal(['99']);
  });

  it('is seen to every day', () => {
    startSchedule();
    const job = recurringJobs().find(({ name }) => name === 'schedule.audit');
    expect(job?.cron).to.match(/^\d+ \d+ \* \* \*$/);
  });
});
