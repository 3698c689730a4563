import { translatorFor } from '../../core/locale/index.js';
import type { MailEntry, MailStatus, OutboxState } from '../../core/mail/index.js';
import { installationSetting } from '../../core/settings/index.js';

/** Statuses that the outbox can be narrowed to, in the order of the filter. */
export const mailStatuses = ['waiting', 'sent', 'failed', 'expired'] as const;

const tones = {
  waiting: 'note',
  sending: 'note',
  sent: 'ok',
  failed: 'bad',
  expired: 'warn',
  resting: 'note',
} as const;

/** A message as the outbox page shows it. */
export function presentMessage(entry: MailEntry, locale: string) {
  const t = translatorFor(locale);
  return {
    id: entry.id,
    title: entry.subject ?? t(`mail.templates.${entry.template}`),
    to: entry.to,
    status: entry.status,
    tone: tones[entry.status],
    createdAt: entry.createdAt,
    sentAt: entry.sentAt,
    nextAttemptAt: entry.attempts > 0 ? entry.nextAttemptAt : null,
    attempts: entry.attempts,
    problem: entry.problem ? t(entry.problem.key, serverValues()) : null,
    words: entry.problem?.detail || (entry.status === 'sent' ? '' : (entry.response ?? '')),
    link: entry.link,
    retryAction: entry.canRetry ? `/outbox/${entry.id}/retry` : null,
  };
}

/** What holds waiting messages up, for the line above the list; null when nothing waits. */
export function presentHold({ waitingSince, problem, counts }: OutboxState, locale: string) {
  if (waitingSince === null || !problem) return null;
  const t = translatorFor(locale);
  return {
    count: counts.waiting,
    since: waitingSince,
    text: t(problem.key, serverValues()),
    words: problem.detail,
  };
}

/** Whether a text of the address is a status that can be filtered by. */
export function isMailStatus(text: string): text is MailStatus & (typeof mailStatuses)[number] {
  return (mailStatuses as readonly string[]).includes(text);
}

function serverValues() {
  return {
    host: installationSetting('mail.host'),
    port: installationSetting('mail.port'),
    user: installationSetting('mail.user'),
    from: installationSetting('mail.from_address'),
  };
}
