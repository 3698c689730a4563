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

/** What a message about a second factor is about; each has a headline and a sentence of its own. */
export type Alert =
  | 'app_added'
  | 'off'
  | 'reset'
  | 'reset_by_host'
  | 'app_replaced'
  | 'app_removed'
  | 'codes_renewed'
  | 'code_used'
  | 'passkey_added'
  | 'passkey_removed';

/** Who is told, on whose behalf, and what happened from which browser. */
export interface AlertLetter {
  user: UserRow;
  workspaceId: number;
  /** The browser from which it was done; absent where another person did it. */
  userAgent?: string;
  values?: Record<string, unknown>;
}

/** Tells somebody that the way they sign in has changed, or was used in an unusual way. */
export async function secondFactorEmail(alert: Alert, letter: AlertLetter): Promise<void> {
  const { user, workspaceId, userAgent, values = {} } = letter;
  const locale = mailLocale(user, workspaceId);
  const t = translatorFor(locale);
  await queueMail({
    workspaceId,
    to: { name: user.name, address: user.email },
    locale,
    template: 'second-factor',
    data: {
      headline: t(`second_factors.alerts.${alert}.title`, values),
      what: t(`second_factors.alerts.${alert}.text`, values),
      when: mailMoment(user, workspaceId, now()),
      device: userAgent === undefined ? undefined : deviceName(userAgent, t),
      link: siteAddress('/profile/security'),
    },
  });
}
