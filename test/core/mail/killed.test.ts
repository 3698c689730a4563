import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { useSecretKey } from '../../../server/core/crypto/index.js';
import { table } from '../../../server/core/database/index.js';
import { listOutbox, queueMail } from '../../../server/core/mail/index.js';
import { forgetSettings, loadSettings } from '../../../server/core/settings/index.js';
import { openTestDatabase } from '../../support/database.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'worker-process.ts');
const key = Buffer.alloc(32, 9);
const letters = 25;
/** Milliseconds after which the process is killed, each time from its first sign of life on. */
const lives = [130, 290, 410, 60, 350];

describe('The outbox under kill -9', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let mailbox: Mailbox;
  let worker: ChildProcess | undefined;

  before(async () => {
    useSecretKey(key);
    database = await openTestDatabase();
    forgetSettings();
    await loadSettings();
    mailbox = await startMailbox();
  });
  after(async () => {
    worker?.kill('SIGKILL');
    await mailbox.close();
    forgetSettings();
    await database.drop();
  });

  async function start(): Promise<ChildProcess> {
    const arguments_ = [
      '--import',
      'tsx',
      script,
      JSON.stringify(database.config),
      key.toString('hex'),
    ];
    const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (child.stdout) await once(child.stdout, 'data');
    return child;
  }

  it('FAULTS 1 FAULTS 15 loses no letter, and sends none more than twice, with one message id', async function () {
    this.timeout(120_000);
    for (let at = 0; at < letters; at += 1) {
      await queueMail({
        workspaceId: 1,
        to: { name: '', address: `person${at}@example.com` },
        locale: 'en',
        template: 'project-assigned-client',
        data: { project: `Project ${at}`, link: '/portal/projects/1' },
      });
    }
    for (const life of lives) {
      worker = await start();
      await new Promise((resolve) => setTimeout(resolve, life));
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
    worker = await start();
    while (await isUnfinished()) await new Promise((resolve) => setTimeout(resolve, 50));

    const copies = new Map<string, string[]>();
    for (const { to, messageId } of mailbox.smtp.letters) {
      copies.set(to[0] ?? '', [...(copies.get(to[0] ?? '') ?? []), messageId]);
    }
    const { rows } = await listOutbox({ perPage: 100 });
    for (const { to, status, problem } of rows) {
      const ids = copies.get(to.address) ?? [];
      expect(ids.length, to.address).to.be.lessThan(3);
      expect(new Set(ids).size, to.address).to.be.lessThan(2);
      // Only a letter that was cut off twice is left to a person, and then it says so.
      if (status === 'failed') expect(problem?.key).to.equal('mail.problems.interrupted');
      else expect([status, ids.length > 0]).to.deep.equal(['sent', true]);
    }
    const left = rows.filter(({ status }) => status === 'failed').length;
    expect(mailbox.smtp.letters.length).to.be.within(letters - left, letters + lives.length);
  });

  async function isUnfinished(): Promise<boolean> {
    const open = await table('outbox')
      .whereIn('status', ['waiting', 'sending'])
      .select('id')
      .limit(1);
    return open.length > 0;
  }
});
