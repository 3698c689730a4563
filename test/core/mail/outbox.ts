import { useSecretKey } from '../../../server/core/crypto/index.js';
import { setClock } from '../../../server/core/dates/index.js';
import {
  listOutbox,
  type MailEntry,
  type MailRequest,
  queueMail,
} from '../../../server/core/mail/index.js';
import { forgetSettings, loadSettings, saveSettings } from '../../../server/core/settings/index.js';
import { openTestDatabase } from '../../support/database.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';

/** An installation with a mail server, for the tests of one file; `moment` is the time it has. */
export interface TestOutbox {
  mailbox: Mailbox;
  moment: number;
}

/** Opens it before the tests of a file, empties it before each, closes it after them. */
export function testOutbox(): TestOutbox {
  const outbox = { moment: 0 } as TestOutbox;
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  before(async () => {
    useSecretKey(Buffer.alloc(32, 3));
    database = await openTestDatabase();
    forgetSettings();
    await loadSettings();
    outbox.mailbox = await startMailbox();
    await saveSettings(1, { 'general.name': 'Studio Ström' });
  });
  after(async () => {
    await outbox.mailbox.close();
    forgetSettings();
    await database.drop();
  });
  beforeEach(async () => {
    await outbox.mailbox.clear();
    outbox.mailbox.smtp.mode = 'ok';
    outbox.moment = Date.now();
    setClock(() => outbox.moment);
  });
  afterEach(() => setClock());
  return outbox;
}

/** Writes a letter with a link that must stay secret. */
export function write(address: string, more: Partial<MailRequest> = {}): Promise<number> {
  return queueMail({
    workspaceId: 1,
    to: { name: 'Anna', address },
    locale: 'en',
    template: 'password-reset',
    data: { link: '/reset-password/canary-token' },
    ...more,
  } as MailRequest);
}

/** Everything in the outbox, newest first. */
export async function entries(): Promise<MailEntry[]> {
  return (await listOutbox({})).rows;
}

/** The newest letter in the outbox. */
export async function newest(): Promise<MailEntry> {
  const [entry] = await entries();
  if (!entry) throw new Error('The outbox is empty');
  return entry;
}
