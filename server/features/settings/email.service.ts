import {
  type MailSettings,
  mailSettings,
  sendTestMail,
  type TestResult,
} from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { brandFor } from './brand.js';
import type { EmailInput } from './email.forms.js';
import { changeSettings } from './settings.service.js';

/**
 * Saves how e-mail leaves. A password left empty stays for the same user of the same server; for
 * another server it goes, so that it is never sent where it does not belong.
 */
export async function saveEmail(actor: Actor, page: string, input: EmailInput): Promise<void> {
  await changeSettings(actor, {
    page,
    installation: {
      'mail.host': input.host,
      'mail.port': input.port,
      'mail.security': input.security,
      'mail.user': input.user,
      'mail.password': passwordOf(input),
      'mail.from_name': input.from_name,
      'mail.from_address': input.from_address,
      'mail.reply_to': input.reply_to,
    },
  });
}

/** Sends a real message with settings that need not be saved, and tells what came of it. */
export function tryEmail(actor: Actor, input: EmailInput, address: string): Promise<TestResult> {
  const settings: MailSettings = {
    ...mailSettings(),
    host: input.host,
    port: input.port,
    security: input.security,
    user: input.user,
    password: passwordOf(input),
    fromName: input.from_name,
    fromAddress: input.from_address,
    replyTo: input.reply_to,
  };
  const { workspaceId, locale, name } = actor;
  const sender = brandFor(workspaceId).name;
  return sendTestMail(settings, { name, address }, { workspaceId, locale, sender });
}

function passwordOf({ host, user, password }: EmailInput): string {
  if (user === '') return '';
  if (password !== '') return password;
  const isSame =
    host === installationSetting('mail.host') && user === installationSetting('mail.user');
  return isSame ? installationSetting('mail.password') : '';
}
