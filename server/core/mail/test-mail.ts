import { newToken } from '../crypto/index.js';
import type { MailProblem } from './contract.js';
import { renderMessage } from './message.js';
import { safeAddress } from './outbox.js';
import { isMailSetUp, type MailSettings, transportFor } from './transport.js';

/** What a trial of the settings found. */
export type TestResult =
  | { ok: true; response: string }
  | {
      ok: false;
      problem: MailProblem | 'not_set_up';
      /** Text key of a sentence that says what to do; `values` fill it. */
      key: string;
      values: { host: string; port: number; user: string; from: string };
      /** The server's own words, at most 300 characters. */
      detail: string;
    };

const timeoutMs = 15_000;

/**
 * Sends a test message with these settings at once, past the queue, and says in words for
 * everybody what happened. Sends nothing of what waits.
 */
export async function sendTestMail(
  settings: MailSettings,
  to: { name: string; address: string },
  by: { workspaceId: number; locale: string; sender: string },
): Promise<TestResult> {
  if (!isMailSetUp(settings)) return failure(settings, 'not_set_up', '');
  const message = await renderMessage({
    workspaceId: by.workspaceId,
    messageId: `${newToken()}@${settings.fromAddress.split('@')[1] ?? 'localhost'}`,
    to: { name: to.name, address: safeAddress(to.address) },
    locale: by.locale,
    template: 'test',
    data: { host: settings.host || settings.transport, sender: by.sender },
    settings,
  });
  const limited = { ...settings, timeoutMs: Math.min(settings.timeoutMs, timeoutMs) };
  const result = await transportFor(settings).send(limited, message);
  if (result.outcome === 'sent') return { ok: true, response: result.response };
  return failure(settings, result.problem, result.detail);
}

function failure(
  { host, port, user, fromAddress }: MailSettings,
  problem: MailProblem | 'not_set_up',
  detail: string,
): TestResult {
  const values = { host, port, user, from: fromAddress };
  return { ok: false, problem, key: `mail.problems.${problem}`, values, detail };
}
