import { decrypt, encrypt, newToken } from '../crypto/index.js';
import { afterCommit, insertRow, insertRowsBy } from '../database/index.js';
import { day, now } from '../dates/index.js';
import { type Leased, type LeaseTable, wake } from '../jobs/index.js';
import { installationSetting } from '../settings/index.js';
import type { EmailData, EmailTemplate } from './catalogue.js';
import type { LetterData } from './templates.js';
import { isTemplate } from './templates.js';

/** Somebody to write to. */
export interface Recipient {
  name: string;
  address: string;
}

/** A message of one template. */
export interface NewMail<Template extends EmailTemplate> {
  workspaceId: number;
  to: Recipient;
  locale: string;
  template: Template;
  data: EmailData[Template];
  /** When its link stops working, in ms UTC: after that it is dropped instead of sent dead. */
  expiresAt?: number;
  /** Holds a link that lets somebody in. */
  sensitive?: boolean;
}

/** A message to be sent, of any template. */
export type MailRequest = { [Template in EmailTemplate]: NewMail<Template> }[EmailTemplate];

/** A row of the outbox. */
export interface OutboxRow extends Leased {
  workspace_id: number;
  message_id: string;
  template: string;
  locale: string;
  to_name: string;
  to_address: string;
  subject: string | null;
  /** Encrypted JSON; '' once the message has left. */
  data: string;
  is_sensitive: number;
  /** resting: its workspace is archived. */
  status: 'waiting' | 'sending' | 'sent' | 'failed' | 'expired' | 'resting';
  next_attempt_at: number;
  /** `<problem> <the server's own words>`. */
  last_error: string | null;
  expires_at: number | null;
  created_at: number;
  sent_at: number | null;
  /** The server's answer; INTERRUPTED while nobody knows whether it was taken. */
  response: string | null;
}

export const outbox: LeaseTable = {
  table: 'outbox',
  due: 'next_attempt_at',
  ready: 'waiting',
  taken: 'sending',
  oldestFirst: true,
};

/** Mark of a message that may have arrived: its sending was cut off and nobody heard the answer. */
export const INTERRUPTED = 'interrupted';
/** A notice older than this tells nobody anything new. */
const usualLifeMs = 7 * day;

/**
 * Puts a message into the outbox, as part of the open transaction if there is one; the worker
 * renders and sends it after the commit. Returns its id.
 * @throws Error for an address or a link that must not get into a message; both are checked by
 * forms before, so that only a fault of the program comes here.
 */
export async function queueMail(mail: MailRequest): Promise<number> {
  const id = await insertRow('outbox', rowOf(mail));
  afterCommit(() => wake('mail'));
  return id;
}

/**
 * Puts many messages into the outbox as queueMail() does one, with few statements. Returns their
 * ids in the order of the messages.
 * @throws Error as queueMail() does.
 */
export async function queueMails(mails: readonly MailRequest[]): Promise<number[]> {
  const rows = mails.map(rowOf);
  const ids = await insertRowsBy<string>('outbox', rows, 'message_id');
  afterCommit(() => wake('mail'));
  return rows.map((row) => ids.get(row.message_id) ?? 0);
}

function rowOf(mail: MailRequest) {
  if (!isTemplate(mail.template)) throw new Error(`There is no e-mail template ${mail.template}`);
  const data: LetterData = { ...mail.data };
  if (data.link !== undefined && !isLink(String(data.link))) {
    throw new Error(`The link of ${mail.template} is neither a path nor a web address`);
  }
  const moment = now();
  return {
    workspace_id: mail.workspaceId,
    message_id: `${newToken()}@${messageDomain()}`,
    template: mail.template,
    locale: mail.locale,
    to_name: headerText(mail.to.name),
    to_address: safeAddress(mail.to.address),
    data: encrypt(JSON.stringify(data)),
    is_sensitive: mail.sensitive ? 1 : 0,
    status: 'waiting',
    attempts: 0,
    next_attempt_at: moment,
    expires_at: mail.expiresAt ?? moment + usualLifeMs,
    created_at: moment,
  };
}

/** The values of a message that has not left yet. @throws SecretError when they cannot be read. */
export function dataOf(row: OutboxRow): LetterData {
  return JSON.parse(decrypt(row.data)) as LetterData;
}

/** Text for a header: one line, no control characters (SECURITY 2.9). */
export function headerText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/**
 * An address that can be nothing but one address: no line break, no list, no name, no route.
 * @throws Error otherwise.
 */
export function safeAddress(address: string): string {
  const isPlain = /^[^\s@<>()[\],;:"\\\p{Cc}]{1,64}@[^\s@<>()[\],;:"\\\p{Cc}]{1,189}$/u;
  if (!isPlain.test(address)) throw new Error('This is not a single e-mail address');
  return address;
}

/** A path of this site, or a whole address on the web. */
function isLink(link: string): boolean {
  if (!/^(\/(?!\/)|https?:\/\/)[^\s<>"\\]*$/.test(link)) return false;
  return URL.canParse(link, 'http://localhost');
}

/** The part of a message id behind the @: the site's own name, never one that a request brought. */
function messageDomain(): string {
  const site = installationSetting('general.base_url');
  const host = site
    ? new URL(site).hostname
    : installationSetting('mail.from_address').split('@')[1];
  return host && /^[a-z0-9.-]+$/i.test(host) ? host : 'localhost';
}
