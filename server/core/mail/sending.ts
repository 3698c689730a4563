import { raw, table } from '../database/index.js';
import { day, hour, minute, now } from '../dates/index.js';
import { addQueue, release, renew, settle, type Taken, takeDue } from '../jobs/index.js';
import type { SendResult } from './contract.js';
import { messageOf } from './message.js';
import { INTERRUPTED, type OutboxRow, outbox } from './outbox.js';
import { isMailSetUp, mailSettings, transportFor } from './transport.js';

type Failure = Exclude<SendResult, { outcome: 'sent' }>;

const longestPauseMs = hour;
const giveUpAfterMs = 3 * day;
/** Tries that a message gets at least, however late they come. */
const leastAttempts = 5;
const errorLength = 340;

let lastSettings: string | undefined;

addQueue({
  name: 'mail',
  // One after the other, so that messages leave in the order in which they were written.
  concurrency: 1,
  take: takeMail,
  release: () => release(outbox),
  repair: repairOutbox,
});

/** Tries everything that waits at once: after the settings changed, or because somebody asks for it. */
export async function sendWaitingMail(): Promise<void> {
  const waiting = () =>
    table('outbox').where('status', 'waiting').where('next_attempt_at', '>', now());
  if ((await waiting().select('id').limit(1)).length > 0) {
    await waiting().update({ next_attempt_at: now() });
  }
}

/** Lets what waits in a workspace lie there while it is archived. Belongs into that transaction. */
export async function restMail(workspaceId: number): Promise<void> {
  await table('outbox')
    .where({ workspace_id: workspaceId, status: 'waiting' })
    .update({ status: 'resting' });
}

/** Sends what has been resting in a workspace and is not over yet. */
export async function resumeMail(workspaceId: number): Promise<void> {
  await table('outbox')
    .where({ workspace_id: workspaceId, status: 'resting' })
    .update({ status: 'waiting', next_attempt_at: now() });
}

async function takeMail(limit: number): Promise<Taken[]> {
  if (!isMailSetUp()) return [];
  // A program that was put together wrongly says so here and leaves every message where it is.
  transportFor(mailSettings());
  const settings = JSON.stringify(mailSettings());
  if (lastSettings !== undefined && lastSettings !== settings) await sendWaitingMail();
  lastSettings = settings;
  const rows = await takeDue<OutboxRow>(outbox, limit);
  return rows.map((row) => ({ run: () => send(row), renew: () => renew(outbox, row) }));
}

async function send(row: OutboxRow & { resumed: boolean }): Promise<void> {
  if (row.expires_at !== null && row.expires_at <= now()) {
    await settle(outbox, row, { status: 'expired', data: '' });
    return;
  }
  if (row.resumed && (await isSecondInterruption(row))) return;
  const settings = mailSettings();
  let subject = row.subject;
  try {
    const message = await messageOf(row, settings);
    subject = message.subject.slice(0, 400);
    const result = await transportFor(settings).send(settings, message);
    await settleSent(row, subject, result);
  } catch (error) {
    const last_error = errorText('template', (error as Error).message);
    await settle(outbox, row, { status: 'failed', subject, last_error });
  }
}

/**
 * A process was killed while it sent this message, so it may have arrived. It is sent once more;
 * if that is cut off too, a person decides, so that nobody ever gets a third copy.
 */
async function isSecondInterruption(row: OutboxRow): Promise<boolean> {
  if (row.response === INTERRUPTED) {
    const last_error = errorText('interrupted', '');
    await settle(outbox, row, { status: 'failed', last_error });
    return true;
  }
  await table('outbox')
    .where({ id: row.id, lease_token: row.lease_token })
    .update({ response: INTERRUPTED });
  row.response = INTERRUPTED;
  return false;
}

async function settleSent(row: OutboxRow, subject: string, result: SendResult): Promise<void> {
  if (result.outcome === 'sent') {
    const response = result.response.slice(0, 300);
    const sent = { status: 'sent', sent_at: now(), response, last_error: null, data: '', subject };
    await settle(outbox, row, sent);
    return;
  }
  await settle(outbox, row, { subject, ...afterFailure(row, result) });
  if (result.outcome === 'unavailable') await pauseAll(row, result);
}

function afterFailure(row: OutboxRow, result: Failure): Record<string, unknown> {
  const last_error = errorText(result.problem, result.detail);
  if (result.outcome === 'refused') return { status: 'failed', last_error };
  if (result.outcome === 'unknown' && row.response === INTERRUPTED) {
    return { status: 'failed', last_error };
  }
  const isOld = now() - row.created_at >= giveUpAfterMs && row.attempts >= leastAttempts;
  if (isOld) return { status: 'failed', last_error };
  const response = result.outcome === 'unknown' ? INTERRUPTED : row.response;
  return { status: 'waiting', next_attempt_at: now() + pause(row.attempts), last_error, response };
}

/** Where the server takes nothing, trying each message in turn would only make it angry. */
async function pauseAll(row: OutboxRow, result: Failure): Promise<void> {
  const until = now() + pause(row.attempts);
  await table('outbox')
    .where('status', 'waiting')
    .where('next_attempt_at', '<', until)
    .update({
      next_attempt_at: until,
      attempts: raw('attempts + 1'),
      last_error: errorText(result.problem, result.detail),
    });
}

/** 1, 2, 4 … minutes, at most an hour. */
function pause(attempts: number): number {
  return Math.min(minute * 2 ** Math.max(0, attempts - 1), longestPauseMs);
}

function errorText(problem: string, detail: string): string {
  return `${problem} ${detail}`.trim().slice(0, errorLength);
}

/** Nothing waits longer than an hour; what lies further ahead was put there by a jumping clock. */
async function repairOutbox(): Promise<void> {
  const moment = now();
  const ahead = () =>
    table('outbox')
      .where('status', 'waiting')
      .where('next_attempt_at', '>', moment + 2 * hour);
  if ((await ahead().select('id').limit(1)).length === 0) return;
  await ahead().update({ next_attempt_at: moment });
}
