import { now } from '../../core/dates/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { queueMail } from '../../core/mail/index.js';
import {
  deviceName,
  mailLocale,
  mailMoment,
  siteAddress,
  type UserRow,
} from '../accounts/index.js';

/** Tells somebody that an account at Google now signs them in, or does so no more. */
export async function googleEmail(
  kind: 'connected' | 'disconnected',
  { user, workspaceId, account }: { user: UserRow; workspaceId: number; account: string },
  userAgent: string,
): Promise<void> {
  const locale = mailLocale(user, workspaceId);
  const t = translatorFor(locale);
  await queueMail({
    workspaceId,
    to: { name: user.name, address: user.email },
    locale,
    template: 'second-factor',
    data: {
      headline: t(`google.alerts.${kind}.title`),
      what: t(`google.alerts.${kind}.text`, { account }),
      when: mailMoment(user, workspaceId, now()),
      device: deviceName(userAgent, t),
      link: siteAddress('/profile/security'),
    },
  });
}
