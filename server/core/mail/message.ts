import { installationSetting, setting } from '../settings/index.js';
import type { MailMessage } from './contract.js';
import { type LetterBrand, layOut } from './layout.js';
import { mailLogo } from './logo.js';
import { dataOf, headerText, type OutboxRow } from './outbox.js';
import { fillTemplate, type LetterData } from './templates.js';
import { brandName, type MailSettings, senderOf } from './transport.js';

/** Renders a message of the outbox in the brand of its workspace. */
export async function messageOf(row: OutboxRow, settings: MailSettings): Promise<MailMessage> {
  return renderMessage({
    workspaceId: row.workspace_id,
    messageId: row.message_id,
    to: { name: row.to_name, address: row.to_address },
    locale: row.locale,
    template: row.template,
    data: dataOf(row),
    settings,
  });
}

/** Renders a message from its parts. */
export async function renderMessage(mail: {
  workspaceId: number;
  messageId: string;
  to: { name: string; address: string };
  locale: string;
  template: string;
  data: LetterData;
  settings: MailSettings;
}): Promise<MailMessage> {
  const { workspaceId, settings, locale } = mail;
  const name = brandName(workspaceId);
  const values = { ...mail.data, brand: name, recipient: mail.to.name };
  const letter = fillTemplate(mail.template, locale, values);
  const logo = await mailLogo(setting(workspaceId, 'branding.logo'));
  const brand: LetterBrand = { name, color: setting(workspaceId, 'branding.color') };
  if (logo) brand.logo = logo;
  const link = fullAddress(String(mail.data.link ?? ''));
  return {
    messageId: mail.messageId,
    from: senderOf(settings, workspaceId),
    to: mail.to,
    replyTo: settings.replyTo,
    subject: headerText(letter.subject),
    ...(await layOut(letter, { brand, link, locale })),
    pictures: logo ? [{ ...logo, contentType: 'image/png' }] : [],
  };
}

/** A path of this site becomes an address that works from anywhere. */
function fullAddress(link: string): string {
  if (!link.startsWith('/')) return link;
  const site = installationSetting('general.base_url');
  if (!site) throw new Error('The address of this site is not set (Settings, General)');
  return `${site}${link}`;
}
