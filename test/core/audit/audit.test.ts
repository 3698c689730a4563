import { expect } from 'chai';
import {
  type AuditRow,
  auditActions,
  currentOrigin,
  forgetEntries,
  hiddenFact,
  type Note,
  note,
  readFacts,
  withOrigin,
} from '../../../server/core/audit/index.js';
import { table, transaction } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { openTestDatabase } from '../../support/database.js';

const about: Note = {
  action: 'user.changed',
  workspaceId: 1,
  subject: { type: 'user', id: 7, name: 'Ada' },
};
const office = { ipAddress: '192.0.2.7', reference: 'AB12CD34' };

describe('An entry of the trail', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;

  before(async () => {
    database = await openTestDatabase();
  });
  beforeEach(async () => {
    await table('audit_entries').delete();
  });
  afterEach(() => setClock());
  after(() => database.drop());

  const rows = async () => (await table<AuditRow>('audit_entries').orderBy('id')) as AuditRow[];
  const noted = async (entry: Partial<Note> = {}) => {
    await transaction(() => note({ ...about, ...entry }));
    return (await rows()).at(-1);
  };

  it('SEC 65 is written with the change or not at all', async () => {
    const failed = transaction(async () => {
      await note(about);
      throw new Error('The change did not work out');
    });
    expect(await failed.catch(String)).to.include('did not work out');
    expect(await rows()).to.deep.equal([]);
    expect(await note(about).catch(String)).to.include('outside a transaction');
  });

  it('says when, by whom, from where and on which request', async () => {
    setClock(() => 1_800_000_000_000);
    const person = { userId: 3, name: 'Priya' };
    await withOrigin({ ...office, person }, async () => void (await noted()));
    expect((await rows())[0]).to.include({
      created_at: 1_800_000_000_000,
      area: 'access',
      actor_kind: 'person',
      actor_user_id: 3,
      actor_name: 'Priya',
      seen_as_user_id: null,
      ip_address: '192.0.2.7',
      reference: 'AB12CD34',
    });
  });

  it('of somebody who looks at the product as another says so', async () => {
    const origin = { ...office, person: { userId: 3, name: 'Priya' }, seenAsUserId: 9 };
    await withOrigin(origin, async () => void (await noted()));
    expect((await rows())[0]).to.include({ actor_user_id: 3, seen_as_user_id: 9 });
  });

  it('tells people, the program, the command line and somebody at the door apart', async () => {
    const system = { kind: 'system' as const, userId: 0, name: '' };
    expect(await noted({ actor: system })).to.include({
      actor_kind: 'program',
      actor_user_id: null,
    });
    expect(await noted({ actor: 'nobody' })).to.include({ actor_kind: 'nobody', actor_name: '' });
    expect(await noted({ actor: { userId: 4, name: 'Jo' } })).to.include({ actor_kind: 'person' });
    const origin = { ipAddress: '', reference: '', isCommandLine: true };
    expect(await withOrigin(origin, () => noted())).to.include({ actor_kind: 'command_line' });
  });

  it('knows its origin among many changes at the same time', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `R${at}`);
    await Promise.all(
      names.map((reference) =>
        withOrigin({ ipAddress: '', reference }, async () => {
          await new Promise(setImmediate);
          await transaction(() =>
            note({ ...about, subject: { ...about.subject, name: reference } }),
          );
        }),
      ),
    );
    const found = await rows();
    expect(found.map((row) => row.reference)).to.have.members(names);
    for (const row of found) expect(row.subject_name).to.equal(row.reference);
    expect(currentOrigin()).to.deep.equal({ ipAddress: '', reference: '' });
  });

  it('keeps only what differs, and nothing where all is as it was', async () => {
    const same = { email: 'ada@example.com', roles: ['Staff'] };
    const row = await noted({ before: same, after: { ...same, roles: ['Staff', 'Admin'] } });
    expect(readFacts(row?.before_facts ?? null)).to.deep.equal({ roles: ['Staff'] });
    expect(readFacts(row?.after_facts ?? null)).to.deep.equal({ roles: ['Staff', 'Admin'] });
    await noted({ before: same, after: { ...same } });
    expect(await rows()).to.have.length(1);
  });

  it('says of a secret only that it is another', async () => {
    const secret = { 'mail.password': hiddenFact };
    const row = await noted({ before: secret, after: secret });
    expect(row?.after_facts).to.equal('{"mail.password":"(hidden)"}');
  });

  it('takes names of every script and any length', async () => {
    const name = '漢字 ﷼ €😀'.repeat(60);
    const row = await noted({ actor: { userId: 4, name }, subject: { ...about.subject, name } });
    expect([...(row?.actor_name ?? '')].length).to.be.within(100, 200);
    expect(name.startsWith((row?.subject_name ?? '-').slice(0, -2))).to.equal(true);
  });

  it('is forgotten by its age alone, however many there are', async () => {
    const moment = now();
    for (const age of [91, 90.5, 89.5, 0]) {
      setClock(() => moment - age * day);
      await noted({ subject: { ...about.subject, name: String(age) } });
    }
    setClock(() => moment - 100 * day);
    await transaction(async () => {
      for (let at = 0; at < 1100; at += 1) await note(about);
    });
    setClock();
    await forgetEntries(moment - 90 * day);
    expect((await rows()).map((row) => row.subject_name)).to.deep.equal(['89.5', '0']);
  });

  it('is of a kind with a name of at most sixty letters', () => {
    expect(auditActions.filter((action) => action.length > 60)).to.deep.equal([]);
  });
});
