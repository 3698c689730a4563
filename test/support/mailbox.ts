import { table } from '../../server/core/database/index.js';
import { workOff } from '../../server/core/jobs/index.js';
import { useMailTransports } from '../../server/core/mail/index.js';
import { saveInstallationSettings } from '../../server/core/settings/index.js';
import { mailTransports } from '../../server/plugins/mail-transports/index.js';
import { type Letter, startSmtp, type TestSmtp } from './smtp.js';

/** The mail that the product sends during a test, through a real SMTP server. */
export interface Mailbox {
  smtp: TestSmtp;
  /** Does all work that waits, sends all mail that waits, and returns what has arrived so far. */
  collect(): Promise<Letter[]>;
  /** The newest letter to an address. @throws Error when there is none. */
  lastTo(address: string): Promise<Letter>;
  /** The first address of this site in the newest letter to an address, without the host. */
  linkTo(address: string): Promise<string>;
  /** Forgets letters and empties the outbox. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a mail server and sets the open installation up to send through it. */
export async function startMailbox(): Promise<Mailbox> {
  const smtp = await startSmtp();
  useMailTransports(mailTransports);
  await saveInstallationSettings({
    'general.base_url': 'http://127.0.0.1',
    'mail.host': '127.0.0.1',
    'mail.port': smtp.port,
    'mail.security': 'none',
    'mail.from_address': 'agency@example.com',
  });
  const collect = async () => {
    await workOff();
    return smtp.letters;
  };
  const lastTo = async (address: string) => {
    const found = (await collect()).filter((letter) => letter.to.includes(address)).at(-1);
    if (!found) throw new Error(`No letter has arrived for ${address}`);
    return found;
  };
  return {
    smtp,
    collect,
    lastTo,
    linkTo: async (address) => {
      const { text } = await lastTo(address);
      const link = /https?:\/\/[^\s/]+(\/\S*)/.exec(text)?.[1];
      if (!link) throw new Error(`The letter to ${address} has no link`);
      return link;
    },
    clear: async () => {
      smtp.letters.length = 0;
      await table('outbox').delete();
    },
    close: () => smtp.close(),
  };
}
