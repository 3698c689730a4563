import { SecretError } from '../crypto/index.js';
import { type Page, paginate, type Query, table } from '../database/index.js';
import { day, now } from '../dates/index.js';
import { wake } from '../jobs/index.js';
import { dataOf, INTERRUPTED, type OutboxRow } from './outbox.js';
import { isMailSetUp } from './transport.js';

/** Status of a message, as the outbox page filters it. */
export type MailStatus = OutboxRow['status'];

/** A message as the outbox page shows it. */
export interface MailEntry {
  id: number;
  workspaceId: number;
  template: string;
  /** Text key of what kind of message it is. */
  titleKey: string;
  /** Null until it was rendered for the first time. */
  subject: string | null;
  to: { name: string; address: string };
  status: MailStatus;
  attempts: number;
  /** Moments in ms UTC. */
  createdAt: number;
  sentAt: number | null;
  nextAttemptAt: number | null;
  /** Text key of the reason under `mail.problems`, with the server's own words. */
  problem: { key: string; detail: string } | null;
  response: string | null;
  canRetry: boolean;
  /** What its button leads to, where that lets nobody in and the message has not left; else null. */
  link: string | null;
}

/** Where the outbox stands, for the health page and the settings. */
export interface OutboxState {
  counts: Record<MailStatus, number>;
  isSetUp: boolean;
  /** Since when the oldest waiting message waits (ms UTC) and why; null when nothing waits. */
  waitingSince: number | null;
  problem: { key: string; detail: string } | null;
}

const statuses = ['waiting', 'sending', 'sent', 'failed', 'expired', 'resting'] as const;
const keptMs = 90 * day;

/** One page of the outbox, newest first: of one workspace, or of the installation. */
export async function listOutbox(wanted: {
  workspaceId?: number | undefined;
  status?: MailStatus | undefined;
  page?: number;
  perPage?: number;
}): Promise<Page<MailEntry>> {
  const query = table<OutboxRow>('outbox').orderBy('id', 'desc');
  if (wanted.workspaceId !== undefined) query.where('workspace_id', wanted.workspaceId);
  if (wanted.status) query.where('status', wanted.status);
  const page = await paginate(query as Query<OutboxRow>, wanted);
  return { ...page, rows: page.rows.map(present) };
}

/** How many messages there are of each status, and what holds the waiting ones up. */
export async function outboxState(workspaceId?: number): Promise<OutboxState> {
  const counts = await countOutbox(workspaceId);
  const oldest = counts.waiting > 0 ? await oldestWaiting(workspaceId) : undefined;
  const isSetUp = isMailSetUp();
  return {
    counts,
    isSetUp,
    waitingSince: oldest?.created_at ?? null,
    problem: oldest ? problemOf(oldest) : null,
  };
}

/** How many messages there are of each status. */
async function countOutbox(workspaceId?: number): Promise<Record<MailStatus, number>> {
  const query = table('outbox').select('status').count({ n: '*' }).groupBy('status');
  if (workspaceId !== undefined) query.where('workspace_id', workspaceId);
  const rows = (await query) as unknown as { status: MailStatus; n: unknown }[];
  const counts = Object.fromEntries(statuses.map((status) => [status, 0]));
  for (const { status, n } of rows) counts[status] = Number(n);
  return counts as Record<MailStatus, number>;
}

/**
 * Sends a failed message once more. Says false when there is no such message, when it has not
 * failed, or when what it was about is over. With a workspace only that workspace's messages count.
 */
export async function retryMessage(id: number, workspaceId?: number): Promise<boolean> {
  const failed = table<OutboxRow>('outbox')
    .where({ id, status: 'failed' })
    .whereNot('data', '')
    .where((alive) => alive.whereNull('expires_at').orWhere('expires_at', '>', now()));
  if (workspaceId !== undefined) failed.where('workspace_id', workspaceId);
  const fresh = { status: 'waiting' as const, attempts: 0, next_attempt_at: now(), response: null };
  const changed = Number(await failed.update(fresh));
  if (changed === 1) wake('mail');
  return changed === 1;
}

/**
 * Keeps the outbox small: drops what is over before it could leave, wipes the content of old
 * failures, forgets what was sent 90 days ago. For the schedule.
 */
export async function cleanOutbox(): Promise<void> {
  const moment = now();
  const over = () => table('outbox').where('expires_at', '<=', moment).whereNot('data', '');
  await over().whereIn('status', ['waiting', 'resting']).update({ status: 'expired', data: '' });
  await over().where('status', 'failed').update({ data: '' });
  await table('outbox')
    .whereIn('status', ['sent', 'failed', 'expired'])
    .where('created_at', '<', moment - keptMs)
    .delete();
}

async function oldestWaiting(workspaceId?: number): Promise<OutboxRow | undefined> {
  const query = table<OutboxRow>('outbox').where('status', 'waiting').orderBy('id');
  if (workspaceId !== undefined) query.where('workspace_id', workspaceId);
  return (await query.first()) as OutboxRow | undefined;
}

function present(row: OutboxRow): MailEntry {
  const isOpen = row.status === 'waiting' || row.status === 'sending';
  const isAlive = row.expires_at === null || row.expires_at > now();
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    template: row.template,
    titleKey: `mail.templates.${row.template}`,
    subject: row.subject,
    to: { name: row.to_name, address: row.to_address },
    status: row.status,
    attempts: row.attempts,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    nextAttemptAt: isOpen ? row.next_attempt_at : null,
    problem: problemOf(row),
    response: row.response === INTERRUPTED ? null : row.response,
    canRetry: row.status === 'failed' && row.data !== '' && isAlive,
    link: plainLink(row),
  };
}

/** Links that let somebody in are for the recipient's eyes alone (SECURITY 2.44). */
function plainLink(row: OutboxRow): string | null {
  if (Number(row.is_sensitive) === 1 || row.data === '' || row.status === 'sent') return null;
  try {
    const { link } = dataOf(row);
    return typeof link === 'string' ? link : null;
  } catch (error) {
    if (error instanceof SecretError) return null;
    throw error;
  }
}

function problemOf(row: OutboxRow): MailEntry['problem'] {
  if (row.status === 'waiting' && !isMailSetUp())
    return { key: 'mail.problems.not_set_up', detail: '' };
  if (row.status === 'expired') return { key: 'mail.problems.expired', detail: '' };
  if (!row.last_error || row.status === 'sent') return null;
  const [problem = '', ...words] = row.last_error.split(' ');
  return { key: `mail.problems.${problem}`, detail: words.join(' ') };
}
