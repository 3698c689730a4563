import { expect } from 'chai';
import { decrypt } from '../../../server/core/crypto/index.js';
import { insertRow, table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';

interface Mail {
  template: string;
  to_address: string;
  data: string;
}

describe('Mail about comments', () => {
  let app: TestApp;
  let world: World;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  afterEach(() => app.close());

  async function say(
    who: 'jonas' | 'sofia' | 'priya',
    body: string,
    visibility: string,
  ): Promise<void> {
    const visitor = await app.signedIn(world.people[who].userId);
    const subject = { subject_type: 'task', subject_id: world.tasks.logo };
    await visitor.post('/comments', { ...subject, body, visibility });
  }

  async function mails(): Promise<Mail[]> {
    await workOff('events');
    const rows = await table<Mail>('outbox').where({ template: 'comment-added' });
    return (rows as Mail[]).map((row) => ({ ...row, data: decrypt(row.data) }));
  }

  const addresses = (sent: readonly Mail[]) => sent.map(({ to_address }) => to_address).sort();

  it('S106 an internal comment goes to the task’s people on the team and to no client', async () => {
    await say('priya', 'The margin is thin.', 'internal');
    const sent = await mails();
    expect(addresses(sent)).to.deep.equal(['jonas@example.com']);
    expect(sent[0]?.data).to.include('The margin is thin.').and.include('Redraw the harbour logo');
  });

  it('S106 a comment for clients goes to the contacts on the project as well, never to its author', async () => {
    await say('jonas', 'Here it is.', 'client');
    expect(addresses(await mails())).to.deep.equal([
      'priya@example.com',
      'sofia@example.com',
      'tom@example.com',
    ]);
  });

  it('S106 a client’s comment reaches the team and the other contact', async () => {
    await say('sofia', 'Lovely.', 'client');
    expect(addresses(await mails())).to.deep.equal([
      'jonas@example.com',
      'priya@example.com',
      'tom@example.com',
    ]);
  });

  it('CVE 22 who may no longer see the task, or no longer sign in, is not written to', async () => {
    await say('jonas', 'Here it is.', 'client');
    await table('memberships')
      .where({ id: world.people.tom.membershipId })
      .update({ status: 'suspended' });
    await insertRow('permission_overrides', {
      membership_id: world.people.sofia.membershipId,
      permission: 'tasks.view',
      effect: 'deny',
      scope: 'none',
      ends_at: null,
    });
    expect(addresses(await mails())).to.deep.equal(['priya@example.com']);
  });

  it('SEC 57 a task that was hidden meanwhile is no longer announced to clients', async () => {
    await say('jonas', 'Here it is.', 'client');
    await table('tasks').where({ id: world.tasks.logo }).update({ visibility: 'internal' });
    expect(addresses(await mails())).to.deep.equal(['priya@example.com']);
  });

  it('a comment that was deleted meanwhile is not sent at all', async () => {
    await say('jonas', 'A slip.', 'client');
    await table('comments').where({ body: 'A slip.' }).update({ deleted_at: now() });
    expect(await mails()).to.deep.equal([]);
  });
});
