import type { MailRequest } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { siteAddress } from '../accounts/index.js';

/** Tells a member what they take over from somebody who left: the first lines, and how many more. */
export function workHandedOverEmail(
  recipient: Actor,
  lines: readonly string[],
  { giver, leaver, more }: { giver: string; leaver: string; more: number },
): MailRequest {
  return {
    workspaceId: recipient.workspaceId,
    to: { name: recipient.name, address: recipient.email },
    locale: recipient.locale,
    template: 'work-handed-over',
    data: {
      giver,
      leaver,
      lines: [...lines],
      ...(more > 0 ? { more } : {}),
      link: siteAddress('/'),
    },
  };
}
