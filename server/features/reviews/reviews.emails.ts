import { formatsFor, type Translate, translatorFor } from '../../core/locale/index.js';
import type { MailRequest } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { excerpt } from '../../core/text/index.js';
import { siteAddress } from '../accounts/index.js';
import type { Decision } from './review-choices.js';
import type { FoundRound } from './reviews.queries.js';

/** Files that a message names one by one. */
const filesNamed = 10;

/** Asks a contact to decide; `path` leads to the decision without signing in. */
export function reviewRequestedEmail(
  recipient: Actor,
  round: FoundRound,
  said: { requester: string; files: readonly string[]; path: string; expiresAt: number },
): MailRequest {
  return {
    ...addressed(recipient),
    template: 'review-requested',
    data: {
      requester: said.requester,
      title: round.title,
      project: round.project_name,
      due: dueIn(recipient, round),
      message: round.message ? excerpt(round.message, 600) : undefined,
      files: said.files.slice(0, filesNamed),
      link: siteAddress(said.path),
    },
    expiresAt: said.expiresAt,
    sensitive: true,
  };
}

/** Reminds a contact of a decision that is due. */
export function reviewReminderEmail(recipient: Actor, round: FoundRound): MailRequest {
  return {
    ...addressed(recipient),
    template: 'review-reminder',
    data: {
      title: round.title,
      project: round.project_name,
      due: dueIn(recipient, round) ?? '',
      link: siteAddress(`/portal/reviews/${round.id}`),
    },
  };
}

/** Tells somebody of the team what a client decided. */
export function reviewDecidedEmail(
  recipient: Actor,
  round: FoundRound,
  said: { name: string; decision: Decision; comment: string | null },
): MailRequest {
  const t: Translate = translatorFor(recipient.locale);
  return {
    ...addressed(recipient),
    template: 'review-decided',
    data: {
      headline: t(`reviews.mail.${said.decision}`, { name: said.name, title: round.title }),
      title: round.title,
      project: round.project_name,
      comment: said.comment ? excerpt(said.comment, 600) : undefined,
      link: siteAddress(`/tasks/${round.task_id}/reviews`),
    },
  };
}

function dueIn({ locale, timezone }: Actor, { due_on }: FoundRound): string | undefined {
  return due_on ? formatsFor(locale, timezone, translatorFor(locale)).date(due_on) : undefined;
}

function addressed(recipient: Actor) {
  return {
    workspaceId: recipient.workspaceId,
    to: { name: recipient.name, address: recipient.email },
    locale: recipient.locale,
  };
}
